import { type AutotaskSimulator, startAutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { type MarketplaceSimulator, startMarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { seedProvider } from '../../simulators/provider/seedProvider';
import { openStore } from '../../src/store/openStore';
import { apiUser, ci, openAutotask, openMarketplace, StandingClock } from '../sync/fixtureClients';
import { runChain, type RunPorts, type RunSettings } from '../sync/fixtureRun';
import { mapCharges } from '../sync/fixtureWorld';

/** The provider of the demo: both systems, and a store whose first check has found its tasks. */
export interface ProviderWorld extends RunPorts {
	readonly clock: StandingClock;
	readonly autotaskSide: AutotaskSimulator;
	readonly marketplaceSide: MarketplaceSimulator;
	/** Requests that wrote to Autotask, so far. */
	writeRequests(): number;
	close(): Promise<void>;
}

/** Starts both systems as the demo has them on 16 October 2026 and checks once: every plan waits. */
export async function startProvider(settings: RunSettings = {}): Promise<ProviderWorld> {
	const today = '2026-10-16';
	const now = `${today}T09:00:00.000Z`;
	const autotaskSide = await startAutotaskSimulator({ now, users: [apiUser], ci });
	const marketplaceSide = await startMarketplaceSimulator({ now });
	seedProvider({ autotask: autotaskSide, marketplace: marketplaceSide }, today);
	const clock = new StandingClock(now);
	const store = await openStore({ engine: 'sqlite', file: ':memory:' }, clock);
	const addresses = {
		marketplaceUrl: marketplaceSide.url,
		autotaskUrl: String(Object.values(autotaskSide.zoneUrls)[0]).replace(/\/$/, ''),
	};
	const ports: RunPorts = {
		clock,
		store,
		autotask: openAutotask(addresses, clock, store),
		marketplace: openMarketplace(addresses, clock),
	};
	await mapCharges(store, clock.now());
	await runChain(ports, { ...settings, check: { sweep: 'daily', ...settings.check } });
	return {
		...ports,
		clock,
		autotaskSide,
		marketplaceSide,
		writeRequests: () => autotaskSide.requests().filter((one) => one.kind === 'write').length,
		close: async () => {
			await Promise.all([store.close(), marketplaceSide.close(), autotaskSide.close()]);
		},
	};
}
