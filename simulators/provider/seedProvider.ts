import type { AutotaskSimulator } from '../autotask/startAutotaskSimulator';
import type { MarketplaceSimulator } from '../marketplace/simulator';
import { billedThrough, providerSeed } from './autotaskSeed';
import { providerRecords } from './marketplaceSeed';

/** Fills both systems with the provider as it is on a day, past periods posted; the request logs begin empty. */
export function seedProvider(
	systems: {
		readonly autotask: Pick<AutotaskSimulator, 'seed' | 'post' | 'clearRequests'>;
		readonly marketplace: Pick<MarketplaceSimulator, 'seed' | 'clearRequests'>;
	},
	today: string,
): void {
	const { autotask, marketplace } = systems;
	autotask.seed(providerSeed(today));
	autotask.post({ through: billedThrough(today) });
	marketplace.seed(providerRecords(today));
	autotask.clearRequests();
	marketplace.clearRequests();
}
