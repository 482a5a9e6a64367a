import fc from 'fast-check';
import { dayText } from '../../oracle/days';
import { effectOf } from '../../oracle/effects';
import type { OracleOrder } from '../../oracle/orders';
import { instantIn, runInstants, type BatchSettings } from '../settings';
import type { Placed } from './events';
import type { Tale } from './told';

/** That a product's going on on the contract that takes over is proposed and approved before an order carries it over. */
export interface Proposal {
	/** Days before the contract ends on which it is proposed, and how many later somebody approves it. */
	readonly before: number;
	readonly waits: number;
}

/** How products come to the contract that takes over. */
export interface Proposals {
	/** Whether orders of the last period carry them over. */
	readonly takesNow: boolean;
	/** Product by product, round and round; with an order of a later day, or in the end, where none is drawn. */
	readonly ahead: readonly (Proposal | undefined)[];
}

const proposal: fc.Arbitrary<Proposal> = fc.record({
	before: fc.integer({ min: 0, max: 31 }),
	waits: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 70 })),
});

export const proposals: fc.Arbitrary<Proposals> = fc.record({
	takesNow: fc.constantFrom(false, false, true),
	ahead: fc.oneof(fc.constant([]), fc.array(fc.option(proposal, { nil: undefined }), { minLength: 1, maxLength: 3 })),
});

/** The tasks that carry a product on from the contract that ends: the one that is drawn, and one after all orders. */
export function proposalsOf(tale: Tale, nth: number, { ahead }: Proposals, settings: BatchSettings): readonly Placed[] {
	const { succeededOn, products } = tale;
	const product = products[nth];
	const [first] = product?.told ?? [];
	if (succeededOn === undefined || !product || !first) return [];
	const runs = runInstants(settings);
	const end = runs.at(-1) ?? '';
	const instantOf = (day: number) => instantIn(settings.zone, dayText(day), '00:00');
	const order: OracleOrder = { ...first.order, kind: 'listPrice', on: succeededOn, once: 0, isPosted: false };
	const { moved: _, ...plain } = order;
	const placedAt = (id: string, proposed: string, from: string): Placed => {
		const at = [proposed, instantOf(succeededOn)].sort()[0] ?? proposed;
		const effect = effectOf(tale, { ...product, orders: [] }, plain);
		const run = runs.findIndex((one) => one >= from);
		const own = { start: succeededOn, next: succeededOn };
		const said = { quantity: 0, price: 0 };
		return {
			event: { nth, order: plain, said, effect, own, id, task: id, waiting: [], run, at, isSuccession: true },
			from,
		};
	};
	const one = ahead.length === 0 ? undefined : ahead[nth % ahead.length];
	const drawn = one && [instantOf(succeededOn - one.before), instantOf(succeededOn - one.before + one.waits)];
	const known = drawn?.map((instant) => [instant, first.at].sort()[1] ?? instant);
	return [
		...(known ? [placedAt(`s${nth}n`, known[0] ?? '', known[1] ?? '')] : []),
		placedAt(`s${nth}e`, instantOf(succeededOn), end),
	];
}
