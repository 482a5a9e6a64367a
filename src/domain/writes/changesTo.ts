import { amountOn, inOrder } from '../amountTimeline';
import { type CalendarDate, plusDays } from '../calendarDate';
import { unitsOn, type UnitStep } from '../unitTimeline';
import { type Held, lacksAmount, type LineWrite, withWrites } from './held';
import type { Meant } from './meant';

/** After every day of every contract. */
export const never = '9999-12-31' as CalendarDate;

/** Where changes may be dated. */
export interface Limits {
	/** Units of earlier days are left alone. */
	readonly unitsFrom: CalendarDate;
	/** Price and cost of earlier days are left alone. */
	readonly ratesFrom: CalendarDate;
	/** The contract's last day. */
	readonly lastDay: CalendarDate;
	/** Days that take no further change. Source: rule Q7. */
	readonly taken: ReadonlySet<CalendarDate>;
	/** Days that say what later units cost though none is held on them. */
	readonly telling?: ReadonlySet<CalendarDate>;
}

/** Limits with the days that take a change. */
interface Window extends Limits {
	readonly free: readonly CalendarDate[];
}

/** Whether the day lacks the amount: none where nothing is to be held that it tells the cost of, or the line's own is meant. */
function lacks(meant: Meant, held: Held, day: CalendarDate, of: 'price' | 'cost', { telling }: Limits): boolean {
	const wanted = amountOn(meant[of], day);
	if (wanted === undefined || (unitsOn(meant.units, day) === 0 && telling?.has(day) !== true)) return false;
	return lacksAmount(held, of, day, wanted);
}

/**
 * Units that the day lacks; a fall leaves no later day, whose change can not be made good, with less than nothing. Where a
 * free day in between brings the line to enough for it, the later day does not count.
 */
function unitsMissing(meant: Meant, held: Held, day: CalendarDate, { taken, free }: Window): number {
	const missing = unitsOn(meant.units, day) - unitsOn(held.units, day);
	if (missing >= 0) return missing;
	const isMadeGood = ({ from, units }: UnitStep) => {
		const last = free.findLast((one) => day < one && one < from);
		return last !== undefined && unitsOn(meant.units, last) + units - unitsOn(held.units, last) >= 0;
	};
	const later = held.units.filter((step) => step.from > day && taken.has(step.from) && !isMadeGood(step));
	return Math.min(0, Math.max(missing, -Math.min(...later.map(({ units }) => units), -missing)));
}

/** Price and cost, both where the day lacks either. */
function rateMissing(meant: Meant, held: Held, day: CalendarDate, limits: Limits): Pick<LineWrite, 'price' | 'cost'> {
	if (!lacks(meant, held, day, 'price', limits) && !lacks(meant, held, day, 'cost', limits)) return {};
	const [price, cost] = [amountOn(meant.price, day), amountOn(meant.cost, day)];
	return { ...(price === undefined ? {} : { price }), ...(cost === undefined ? {} : { cost }) };
}

/** What is missing on a day, all of it. */
function missingOn(meant: Meant, held: Held, day: CalendarDate, limits: Window): LineWrite | undefined {
	const unitDelta = day < limits.unitsFrom ? 0 : unitsMissing(meant, held, day, limits);
	const rate = day < limits.ratesFrom ? {} : rateMissing(meant, held, day, limits);
	return unitDelta === 0 && rate.price === undefined && rate.cost === undefined
		? undefined
		: { on: day, unitDelta, ...rate };
}

/** Days on which something may begin to be missing. */
function candidateDays(
	meant: Meant,
	held: Held,
	{ unitsFrom, ratesFrom, lastDay, taken }: Limits,
): readonly CalendarDate[] {
	const first = unitsFrom < ratesFrom ? unitsFrom : ratesFrom;
	const steps = [...meant.units, ...meant.price, ...meant.cost, ...held.units, ...held.price, ...held.cost];
	const after = [...taken].map((day) => plusDays(day, 1));
	return inOrder([unitsFrom, ratesFrom, ...steps.map(({ from }) => from), ...after]).filter(
		(day) => first <= day && day <= lastDay && !taken.has(day),
	);
}

/**
 * What brings a line to what it is to hold: one change a day at most, none on a day that is taken, each exactly what is
 * missing on its own day; oldest first.
 *
 * What a taken day lacks is made good on the next free one; what the days between miss is for `chargesFor`. Never below
 * zero, never past the contract's end. Source: rules Q2, Q3, Q7.
 */
export function changesTo(meant: Meant, held: Held, limits: Limits): readonly LineWrite[] {
	const free = candidateDays(meant, held, limits);
	return free.reduce<readonly LineWrite[]>((made, day) => {
		const missing = missingOn(meant, withWrites(held, made), day, { ...limits, free });
		return missing ? [...made, missing] : made;
	}, []);
}
