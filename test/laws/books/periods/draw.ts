import fc from 'fast-check';
import type { PeriodMonths } from '../../../oracle/days';
import { type DrawnMove, moves } from '../drawMoves';

/** That a subscription is billed by another period from then on. */
interface DrawnChange {
	/** Of which product, counted from the first, round and round; and after which of its orders. */
	readonly of: number;
	readonly after: number;
	/** Days after that order's own. */
	readonly later: number;
	readonly isRefunded: boolean;
	/** By how many pounds a seat costs more than by the other period. */
	readonly step: number;
}

/** Changes of billing periods between the first contract and one of another period; the second one may go back. */
export interface DrawnPeriods {
	/** The other contract's. */
	readonly months: PeriodMonths;
	readonly month: string;
	readonly anchor: string;
	readonly changes: readonly DrawnChange[];
	/** Those after the changes. */
	readonly moves: readonly DrawnMove[];
}

const change: fc.Arbitrary<DrawnChange> = fc.record({
	of: fc.integer({ min: 0, max: 4 }),
	after: fc.integer({ min: 0, max: 5 }),
	later: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 13, max: 60 })),
	isRefunded: fc.boolean(),
	step: fc.constantFrom(0, 0, 1, -1),
});

/** Mostly none. */
export const periods: fc.Arbitrary<DrawnPeriods | undefined> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(undefined) },
	{
		weight: 1,
		arbitrary: fc.record({
			months: fc.constantFrom<PeriodMonths[]>(12, 12, 1, 1, 3, 6),
			month: fc.constantFrom('01', '03', '05', '07', '08', '10', '12'),
			anchor: fc.constantFrom('01', '01', '15', '30', '31'),
			changes: fc.array(change, { minLength: 1, maxLength: 3 }),
			moves,
		}),
	},
);
