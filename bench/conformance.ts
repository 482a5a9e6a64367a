import { startValidatingProxy } from '../simulators/conformance/validatingProxy';
import { startMarketplaceSimulator } from '../simulators/marketplace/simulator';
import { providerRecords } from '../simulators/provider/marketplaceSeed';
import { instant, localDay, plusDays } from '../src/domain/calendarDate';
import { axiosFetchLogin, createAxiosSend } from '../src/http/axiosSend';
import { fetchToken, marketplaceLogin } from '../src/http/marketplaceLogin';
import { MarketplaceClient } from '../src/marketplace/marketplaceClient';
import { realClock } from '../src/ports/clock';

/** Drives every call of our client through a proxy that checks requests and answers against the interface's description. */
async function main(): Promise<void> {
	const simulator = await startMarketplaceSimulator({});
	const today = localDay(realClock.now(), 'Europe/London');
	simulator.seed(providerRecords(today));
	const proxy = await startValidatingProxy(simulator.url);
	const { username, password, subscriptionKey, marketplace } = simulator.settings;
	const fields: Record<string, string> = {
		authentication: 'token',
		baseUrl: proxy.url,
		username,
		password,
		subscriptionKey,
		marketplace,
	};
	try {
		fields['sessionToken'] = await fetchToken(fields, axiosFetchLogin);
		const send = createAxiosSend({
			baseUrl: proxy.url,
			headers: () => Promise.resolve(marketplaceLogin(fields).headers),
		});
		const client = new MarketplaceClient({ send, clock: realClock, timeZone: 'Europe/London' });
		const window = { from: instant(`${plusDays(today, -400)}T00:00:00Z`), to: realClock.now() };
		const mpns: string[] = [];
		for await (const row of client.orders(window)) await client.order(row.id);
		for await (const row of client.orders(window, { status: 'completed' })) await client.customer(row.customerId);
		for await (const row of client.subscriptions())
			mpns.push(...((await client.subscription(row.id))?.products.flatMap((product) => product.mpn ?? []) ?? []));
		await client.catalogue(mpns);
		const found = proxy.violations();
		console.log(`our client: ${proxy.passed()} requests through the validating proxy, ${found.length} violations`);
		for (const violation of found) console.log(JSON.stringify(violation));
		process.exitCode = found.length === 0 ? 0 : 1;
	} finally {
		await proxy.close();
		await simulator.close();
	}
}

void main();
