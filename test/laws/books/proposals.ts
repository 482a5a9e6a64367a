import fc from 'fast-check';
import { dayNumber, dayText } from '../../oracle/days';
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

/** When tasks are approved that nobody has approved before: after all orders, those of each contract a day after the ones before. */
function endOf({ length }: Tale['successions'], runs: readonly string[]): readonly string[] {
	const end = runs.at(-1) ?? '';
	return Array.from({ length }, (_, at) => end.replace(/^[^T]+/, (day) => dayText(dayNumber(day) + at)));
}

/** The tasks that carry a product on from each contract that ends: the one that is drawn, and one after all orders. */
export function proposalsOf(tale: Tale, nth: number, { ahead }: Proposals, settings: BatchSettings): readonly Placed[] {
	const product = tale.products[nth];
	const [first] = product?.told ?? [];
	if (!product || !first || product.isOther) return [];
	const ends = endOf(tale.successions, runInstants(settings));
	const runs = [...runInstants(settings), ...ends.slice(1)];
	const instantOf = (day: number) => instantIn(settings.zone, dayText(day), '00:00');
	return tale.successions.flatMap((on, which) => {
		const order: OracleOrder = { ...first.order, kind: 'listPrice', on, once: 0, isPosted: false };
		const { moved: _, ...plain } = order;
		const placedAt = (id: string, proposed: string, from: string): Placed => {
			const at = [proposed, instantOf(on)].sort()[0] ?? proposed;
			const effect = effectOf(tale, { ...product, orders: [] }, plain);
			const run = runs.findIndex((one) => one >= from);
			const own = { start: on, next: on };
			const said = { quantity: 0, price: 0 };
			return {
				event: { nth, order: plain, said, effect, own, id, task: id, waiting: [], run, at, isSuccession: true },
				from,
			};
		};
		const one = ahead.length === 0 ? undefined : ahead[(nth + which) % ahead.length];
		const drawn = one && [instantOf(on - one.before), instantOf(on - one.before + one.waits)];
		const known = drawn?.map((instant) => [instant, first.at].sort()[1] ?? instant);
		return [
			...(known ? [placedAt(`s${nth}n${which}`, known[0] ?? '', known[1] ?? '')] : []),
			placedAt(`s${nth}e${which}`, instantOf(on), ends[which] ?? ''),
		];
	});
}
