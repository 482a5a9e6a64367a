import type { MarketplaceAct } from '../../simulators/marketplace/actKinds';
import { approveAndSync, type RunSettings } from './fixtureRun';
import { sold, type World, type WorldOptions } from './fixtureWorld';

type Act<Kind extends MarketplaceAct['kind']> = Omit<Extract<MarketplaceAct, { kind: Kind }>, 'subscriptionId'>;

/** What happens to the subscription after its sale; each on its day. */
export type LaterAct = (Act<'change'> | Act<'changes'> | Act<'cancellation'> | Act<'renewal'> | Act<'move'>) & {
	readonly at: string;
};

/** A sale and what follows it, each written before the next, with what Autotask bills in the end. */
export interface BilledCase {
	readonly rule: string;
	readonly world?: WorldOptions;
	/** Default: ten seats on 1 October 2026. */
	readonly sale?: Partial<Extract<MarketplaceAct, { kind: 'sale' }>>;
	readonly settings?: RunSettings;
	readonly then: readonly LaterAct[];
	/** Which of the orders wait for a person, who approves them; default: none. */
	readonly waits?: readonly boolean[];
	/** Posted before the last act. */
	readonly postedBefore?: string;
	readonly adjustments: readonly string[];
	readonly charges?: readonly string[];
	/** Price billed by month, everything posted. */
	readonly billed: Readonly<Record<string, string>>;
	readonly cost?: Readonly<Record<string, string>>;
}

export const byAutotask: RunSettings = { build: { proration: 'autotask' } };
export const byMarketplace: RunSettings = { build: { proration: 'marketplace' } };
export const byAutotaskAtItsPrice: RunSettings = { build: { proration: 'autotask', priceSource: 'autotask' } };
export const byMarketplaceAtAutotasksPrice: RunSettings = {
	build: { proration: 'marketplace', priceSource: 'autotask' },
};

/** What a step after others comes to: adjustments and charges of the step alone. */
export interface StepFigures {
	readonly adjustments: readonly string[];
	readonly charges: readonly string[];
	/** October, November. */
	readonly billed: readonly [string, string];
}

/** Adjustments after the given number of them and all charges; then everything is posted, and October and November read. */
export function stepAfter(world: World, adjustments: number): StepFigures {
	const written = { adjustments: world.adjustments().slice(adjustments), charges: world.charges() };
	world.post('2026-12-31');
	return { ...written, billed: [world.billed('2026-10').price, world.billed('2026-11').price] };
}

/** Plays a case; what it comes to has the shape of `expectedOf`. */
export async function play(world: World, of: BilledCase): Promise<unknown> {
	const sale = await sold(world, of.sale, of.settings);
	const states: string[] = [];
	for (const [at, act] of of.then.entries()) {
		if (of.postedBefore !== undefined && at === of.then.length - 1) world.post(of.postedBefore);
		const order = world.order({ ...act, subscriptionId: sale.subscriptionId });
		await world.run(of.settings);
		if (of.waits?.[at]) {
			states.push((await world.taskOf(order)).attention?.reason ?? 'not asked');
			await approveAndSync(world, () => '', of.settings);
		}
		const { state, attention, note } = await world.taskOf(order);
		states.push(state === 'synced' ? state : `${state} ${attention?.message ?? note ?? ''}`);
	}
	const adjustments = world.adjustments();
	const charges = world.charges();
	world.post('2028-12-31');
	const sums = (by: 'price' | 'cost', months: Readonly<Record<string, string>> = {}) =>
		Object.fromEntries(Object.keys(months).map((month) => [month, world.billed(month)[by]]));
	return { states, adjustments, charges, billed: sums('price', of.billed), cost: sums('cost', of.cost) };
}

/** What a case is to come to. */
export function expectedOf({ then, waits, adjustments, charges = [], billed, cost = {} }: BilledCase): unknown {
	const states = then.flatMap((_act, at) => (waits?.[at] ? ['approval', 'synced'] : ['synced']));
	return { states, adjustments, charges, billed, cost };
}
