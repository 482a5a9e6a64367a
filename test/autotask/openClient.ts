import { AutotaskClient } from '../../src/autotask/autotaskClient';
import { createAutotaskLimits, type AutotaskLimits } from '../../src/autotask/limits';
import { createMetadataCache, type MetadataCache } from '../../src/autotask/metadataCache';
import { autotaskLogin, discoverZone } from '../../src/http/autotaskZone';
import { axiosFetchLogin, createAxiosSend } from '../../src/http/axiosSend';
import type { Send } from '../../src/http/send';
import type { AutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { fakeClock, type FakeClock } from '../http/fakeClock';

export interface OpenedClient {
	readonly client: AutotaskClient;
	readonly clock: FakeClock;
	readonly send: Send;
}

export interface ClientSharing {
	readonly limits?: AutotaskLimits;
	readonly metadata?: MetadataCache;
	readonly clock?: FakeClock;
	readonly zoneUrl?: string;
}

/** A client of a simulated Autotask, logged in as its first user. */
export async function openClient(simulator: AutotaskSimulator, sharing: ClientSharing = {}): Promise<OpenedClient> {
	const clock = sharing.clock ?? fakeClock();
	const user = simulator.users()[0];
	if (!user) throw new RangeError('the simulator has no user');
	const fields = {
		username: user.userName,
		secret: user.secret,
		integrationCode: user.integrationCode,
		discoveryUrl: simulator.discoveryUrl,
	};
	const zone = await discoverZone(fields, axiosFetchLogin);
	const login = autotaskLogin({ ...fields, zone: JSON.stringify(zone) });
	const send = createAxiosSend({ baseUrl: login.baseUrl, headers: async () => login.headers });
	const client = new AutotaskClient({
		send,
		clock,
		zone: { ...zone, url: sharing.zoneUrl ?? zone.url },
		limits: sharing.limits ?? createAutotaskLimits(),
		metadata: sharing.metadata ?? createMetadataCache(clock),
		timeoutMs: 2_000,
	});
	return { client, clock, send };
}
