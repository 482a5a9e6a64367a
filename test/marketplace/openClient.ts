import { axiosFetchLogin, createAxiosSend } from '../../src/http/axiosSend';
import { fetchToken, marketplaceLogin } from '../../src/http/marketplaceLogin';
import { MarketplaceClient } from '../../src/marketplace/marketplaceClient';
import type { MarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { fakeClock, type FakeClock } from '../http/fakeClock';

/** The fields of a credential for a simulated marketplace, in the given way to log in. */
export function fieldsFor(
	simulator: MarketplaceSimulator,
	authentication: 'token' | 'openIdConnect' = 'token',
): Record<string, string> {
	const { username, password, subscriptionKey, marketplace, clientId, clientSecret } = simulator.settings;
	const { url, tokenUrl } = simulator;
	return {
		account: 'distributor',
		authentication,
		baseUrl: url,
		username,
		password,
		subscriptionKey,
		marketplace,
		tokenUrl,
		clientId,
		clientSecret,
	};
}

/** A client of a simulated marketplace, logged in. */
export function openClient(
	simulator: MarketplaceSimulator,
	timeZone = 'Europe/London',
): { readonly client: MarketplaceClient; readonly clock: FakeClock } {
	const clock = fakeClock();
	const fields = fieldsFor(simulator);
	const headers = async (): Promise<Readonly<Record<string, string>>> =>
		marketplaceLogin({ ...fields, sessionToken: await fetchToken(fields, axiosFetchLogin) }).headers;
	const send = createAxiosSend({ baseUrl: simulator.url, headers });
	return { client: new MarketplaceClient({ send, clock, timeZone, timeoutMs: 2_000 }), clock };
}
