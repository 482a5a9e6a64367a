import { sortBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { Decimal } from '../money';
import { summed, timelineOfChanges, unitsOn, type UnitTimeline } from '../unitTimeline';

/** What a unit costs from a day on; undefined where that can not be told. */
export interface HeldAmount {
	readonly from: CalendarDate;
	readonly amount: Decimal | undefined;
	/** Nothing was ever held on it, so that this is what a unit would cost if nothing were said. */
	readonly isGuess?: true;
}

/** A change of a line on one day: units of it and every later day; price and cost up to the next day that has its own. */
export interface LineWrite {
	readonly on: CalendarDate;
	readonly unitDelta: number;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}

/** What Autotask holds of a line, day by day, scheduled changes included. Amounts go on where it holds no units. */
export interface Held {
	readonly units: UnitTimeline;
	readonly price: readonly HeldAmount[];
	readonly cost: readonly HeldAmount[];
}

/** What a line holds that is not there yet. */
export const nothingHeld: Held = { units: [], price: [], cost: [] };

/** What a unit costs on the day, and whether anything says so. */
export function heldStepOn(amounts: readonly HeldAmount[], day: CalendarDate): HeldAmount | undefined {
	return amounts.findLast((step) => step.from <= day) ?? amounts[0];
}

/** What a unit of the line costs on the day, or would if it held one; undefined where that can not be told. */
export function heldAmountOn(amounts: readonly HeldAmount[], day: CalendarDate): Decimal | undefined {
	return heldStepOn(amounts, day)?.amount;
}

function amountsWith(
	amounts: readonly HeldAmount[],
	writes: readonly LineWrite[],
	of: 'price' | 'cost',
): readonly HeldAmount[] {
	const written = writes.flatMap((write) => (write[of] === undefined ? [] : [{ from: write.on, amount: write[of] }]));
	const last = new Map(written.map((step) => [step.from, step]));
	return sortBy([...amounts.filter(({ from }) => !last.has(from)), ...last.values()], 'from');
}

/** What the line holds once the writes are in Autotask; of a day's prices the last one counts. */
export function withWrites(held: Held, writes: readonly LineWrite[]): Held {
	if (writes.length === 0) return held;
	return {
		units: summed([held.units, timelineOfChanges(writes)]),
		price: amountsWith(held.price, writes, 'price'),
		cost: amountsWith(held.cost, writes, 'cost'),
	};
}

/** The writes with the units before and after each, where the line holds this before them all; oldest first. */
export function asPlanned(writes: readonly LineWrite[], held: Held): readonly PlannedAdjustment[] {
	return writes.map((write, at) => {
		const unitsBefore = unitsOn(withWrites(held, writes.slice(0, at)).units, write.on);
		return { ...write, unitsBefore, unitsAfter: unitsBefore + write.unitDelta };
	});
}

/** Price and cost of a unit of the line on the day, or what they would be if it held one. */
export function lineRateOn(held: Pick<Held, 'price' | 'cost'>, day: CalendarDate): Rate | undefined {
	const [price, cost] = [heldAmountOn(held.price, day), heldAmountOn(held.cost, day)];
	return price === undefined ? undefined : { price, ...(cost === undefined ? {} : { cost }) };
}

/** Price and cost of the units that the line holds on the day; undefined where it holds none, or they can not be told. */
export function heldRateOn(held: Held, day: CalendarDate): Rate | undefined {
	return unitsOn(held.units, day) === 0 ? undefined : lineRateOn(held, day);
}

/** Whether the amount has to be written on the day: it is another one, or the line holds no unit that would say so. */
export function lacksAmount(held: Held, of: 'price' | 'cost', day: CalendarDate, wanted: Decimal): boolean {
	const step = heldStepOn(held[of], day);
	if (!step) return true;
	const isTold = step.from === day || (unitsOn(held.units, day) !== 0 && step.isGuess !== true);
	return !isTold || !sameAmount(step.amount, wanted);
}

/** Whether both amounts are one, or either is not known. */
function sameAmount(one: Decimal | undefined, other: Decimal | undefined): boolean {
	return one === undefined || other === undefined || isSameAmount(one, other);
}
