import fc from 'fast-check';
import { dayNumber, dayText } from '../../oracle/days';
import { timelines } from '../drawTimelines';
import type { BatchSettings } from '../settings';
import type { Timeline } from '../timeline';
import { type DrawnMove, moves } from './drawMoves';
import { type DrawnPeriods, periods } from './periods/draw';
import { type Proposals, proposals } from './proposals';

/** What somebody does to a line by hand, and leaves so. */
export interface HandEdit {
	/** After which order of all. */
	readonly after: number;
	/** The line: counted from the first, round and round. */
	readonly line: number;
	/** That are put there. */
	readonly units: number;
	/** What a unit is to cost from then on: steps of fifty pence from the service's price, of five from its cost. */
	readonly price?: number;
	readonly cost?: number;
	/** Days after the order's own. */
	readonly later: number;
}

/** A process that dies between a write and its record. */
export interface Kill {
	/** How many writes each run that is killed has sent; more than it has: all of them are there, and none is recorded. */
	readonly after: readonly number[];
	/** Whether the orders after those are carried over with them; else those alone are, as they were. */
	readonly isJoined: boolean;
}

/** A timeline, and what happens between its orders where nothing but the functions is run. */
export interface Paper {
	readonly timeline: Timeline;
	readonly edits: readonly HandEdit[];
	/** How runs are killed, round and round. */
	readonly kills: readonly Kill[];
	/** Whether the period of an order is posted before it is planned, round and round. */
	readonly posted: readonly boolean[];
	/** How many later orders of its subscription each list price is followed after, round and round. */
	readonly late: readonly number[];
	readonly moves: readonly DrawnMove[];
	/** What becomes of billing periods. */
	readonly periods: DrawnPeriods | undefined;
	/** How products come to the contract that takes over, where one does. */
	readonly proposals: Proposals;
	/** After how many of its months another one takes over from that, where one does. */
	readonly again: number | undefined;
	/** Whether each order is known with the cost of its time, instead of the last one that a run has seen. */
	readonly hasOwnCosts: boolean;
}

const where = {
	after: fc.integer({ min: 0, max: 8 }),
	line: fc.integer({ min: 0, max: 2 }),
	later: fc.integer({ min: -20, max: 40 }),
};
const units = fc.integer({ min: 1, max: 9 });
const price = fc.integer({ min: -4, max: 6 });
const cost = fc.integer({ min: -4, max: 4 });
const handEdit: fc.Arbitrary<HandEdit> = fc.oneof(
	fc.record({ ...where, units }),
	fc.record({ ...where, units: fc.constant(0), price }),
	fc.record({ ...where, units: fc.constant(0), cost }),
	fc.record({ ...where, units: fc.constantFrom(0, 1), price, cost }),
);

const kill: fc.Arbitrary<Kill> = fc.record({
	after: fc.oneof(
		fc.constant([]),
		fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(99)), { minLength: 1, maxLength: 2 }),
	),
	isJoined: fc.boolean(),
});

/** Timelines with what happens in between; the smallest has nothing of it. */
export function papers({ connectedOn, isEdited }: BatchSettings): fc.Arbitrary<Paper> {
	const drawn = fc.boolean().chain((isPosted) =>
		fc.record({
			timeline: timelines(dayText(dayNumber(connectedOn) + 2), { isPosted: false, isEdited: false }),
			edits: isEdited ? fc.array(handEdit, { maxLength: 2 }) : fc.constant<HandEdit[]>([]),
			kills: fc.array(kill, { maxLength: 4 }),
			late: fc.oneof(fc.constant([]), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 })),
			moves,
			periods,
			proposals,
			again: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 6 })),
			posted: isPosted ? fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }) : fc.constant([]),
			hasOwnCosts: fc.boolean(),
		}),
	);
	return drawn.map(possible);
}

/** What of it the laws hold for: an order that is followed late knows where its product goes on. */
function possible(paper: Paper): Paper {
	const { timeline, proposals: drawn } = paper;
	const edits = isKilled(paper) ? paper.edits.map(told) : paper.edits;
	if (timeline.succeededOn === undefined) return { ...paper, edits };
	const isMoving = paper.moves.length > 0;
	const own = isMoving ? { takesNow: false, ahead: [] } : drawn;
	return { ...paper, edits, proposals: own, late: own.ahead.length > 0 ? [] : paper.late };
}

export function isKilled({ kills }: Pick<Paper, 'kills'>): boolean {
	return kills.some(({ after }) => after.length > 0);
}

/** At amounts that none of ours has: nothing tells somebody's price from the same one of a run that is not recorded. */
function told(edit: HandEdit): HandEdit {
	const odd = (step: number) => (step % 2 === 0 ? step + 1 : step);
	return {
		...edit,
		...(edit.price === undefined ? {} : { price: odd(edit.price) }),
		...(edit.cost === undefined ? {} : { cost: odd(edit.cost) }),
	};
}
