import { SimulatorClock } from '../clock';
import { Faults } from '../faults';
import { startHttpServer, type RunningServer } from '../http';
import { RequestLog } from '../requestLog';
import { answerAdmin } from './admin/admin';
import { adminOf, type AutotaskAdmin } from './admin/autotaskAdmin';
import type { Seed } from './admin/seed';
import { serveApi, type ApiParts } from './answering/api';
import { Limits, vendorLimits, type LimitFigures } from './answering/limits';
import { Access, freshUser, type ApiUser } from './answering/zones';
import { applyPicklistNumbers } from './tenant/picklistNumbers';
import { setSwitches, type Switches } from './tenant/switches';
import { Tenant } from './tenant/tenant';

/** How a simulated Autotask starts; all of it has a default. */
export interface AutotaskOptions {
	/** Port of the zone look-up, the admin API and the first zone (default: a free one). */
	readonly port?: number;
	/** The API users (default: one fresh user). */
	readonly users?: readonly ApiUser[];
	/** The number of the Autotask database (default 123456). */
	readonly ci?: number;
	/**
	 * Zones (default: one named `Zone 14` on the main port under /zone14). A zone with a port listens there (0 = a free
	 * one). The tenant lives in the first until it is moved.
	 */
	readonly zones?: readonly { readonly name: string; readonly port?: number }[];
	readonly switches?: Partial<Switches>;
	readonly limits?: Partial<LimitFigures>;
	/** The present to begin with (default: the process's own). */
	readonly now?: string;
	readonly seed?: Seed;
}

/** A running simulated Autotask. */
export interface AutotaskSimulator extends AutotaskAdmin {
	/** Origin of the main port, without a trailing slash: pages at /, admin API at /admin. */
	readonly url: string;
	/** The zone look-up, without its query: {url}/ATServicesRest/V1.0/zoneInformation. */
	readonly discoveryUrl: string;
	/** Address that the zone look-up answers for each zone, such as {url}/zone14/ATServicesRest/. */
	readonly zoneUrls: Readonly<Record<string, string>>;
	readonly ci: number;
	close(): Promise<void>;
}

/** Starts a simulated Autotask on loopback. */
export async function startAutotaskSimulator(options: AutotaskOptions = {}): Promise<AutotaskSimulator> {
	const parts = newParts(options);
	const admin = adminOf(parts, () => applyOptions(parts, options));
	applyOptions(parts, options);
	const servers: RunningServer[] = [];
	const main = await startHttpServer(
		async (request) => (await answerAdmin(admin, parts, request)) ?? serveApi(parts, request),
		options.port,
	);
	servers.push(main);
	for (const { name, port } of options.zones ?? [{ name: 'Zone 14' }]) {
		if (port === undefined) {
			parts.access.zones.push({ name, address: `${main.url}/${name.toLowerCase().replace(/[^a-z0-9]/g, '')}` });
			continue;
		}
		const server = await startHttpServer((request) => serveApi(parts, request, name), port);
		servers.push(server);
		parts.access.zones.push({ name, address: server.url });
	}
	parts.access.home = parts.access.zones[0]?.name ?? '';
	if (options.seed !== undefined) admin.seed(options.seed);
	return {
		...admin,
		url: main.url,
		discoveryUrl: `${main.url}/ATServicesRest/V1.0/zoneInformation`,
		zoneUrls: Object.fromEntries(parts.access.zones.map((zone) => [zone.name, `${zone.address}/ATServicesRest/`])),
		ci: parts.access.ci,
		close: async () => {
			await Promise.all(servers.map((server) => server.close()));
		},
	};
}

function newParts(options: AutotaskOptions): ApiParts {
	const clock = new SimulatorClock();
	const tenant = new Tenant(clock);
	const limits = new Limits(clock, tenant.switches);
	return {
		clock,
		tenant,
		limits,
		faults: new Faults(),
		log: new RequestLog(clock),
		access: new Access(options.users ?? [freshUser()], options.ci ?? 123456),
	};
}

function applyOptions({ tenant, limits, clock }: ApiParts, options: AutotaskOptions): void {
	setSwitches(tenant.switches, options.switches ?? {});
	applyPicklistNumbers(tenant);
	Object.assign(limits.figures, vendorLimits, options.limits);
	clock.set(options.now);
}
