import type { ActResult, MarketplaceAct } from '../../simulators/marketplace/actKinds';
import type { LoggedRequest } from '../../simulators/requestLog';
import type { MarketplaceRecords } from '../../simulators/marketplace/records';
import { ask } from './ask';

/** Names that stand for ids in what is shown. */
export interface MarketplaceNames {
	customer(id: string): string;
	/** What a subscription holds, such as "13 Microsoft 365 E3". */
	subscription(id: string): string;
}

/** The simulated marketplace, looked at and acted on from behind its API. */
export interface MarketplaceView {
	names(): Promise<MarketplaceNames>;
	act(what: MarketplaceAct): Promise<ActResult>;
	mark(): Promise<number>;
	/** Paths asked for since the mark, logins left out. */
	pathsSince(mark: number): Promise<readonly string[]>;
}

export function marketplaceView(adminUrl: string): MarketplaceView {
	const requests = (): Promise<readonly LoggedRequest[]> => ask('GET', `${adminUrl}/requests`);
	return {
		names: async () => namesIn(await ask<MarketplaceRecords>('GET', `${adminUrl}/state`)),
		act: (what) => ask('POST', `${adminUrl}/act`, what),
		mark: async () => (await requests()).at(-1)?.n ?? 0,
		pathsSince: async (mark) =>
			(await requests()).filter(({ n, kind }) => n > mark && kind !== 'login').map(({ path }) => path),
	};
}

function namesIn({ customers, subscriptions }: MarketplaceRecords): MarketplaceNames {
	const customerNames = new Map(customers.map(({ id, name }) => [id, name]));
	const held = new Map(
		subscriptions.map(({ id, products }) => [
			id,
			products.map(({ quantity, name }) => `${quantity} ${name}`).join(', '),
		]),
	);
	return {
		customer: (id) => customerNames.get(id) ?? id,
		subscription: (id) => held.get(id) ?? id,
	};
}
