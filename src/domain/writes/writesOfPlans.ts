import { sortBy, uniq } from 'lodash';
import type { AmountTimeline } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { LedgerLine } from '../line/ledger';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { overwritable } from '../line/unrecorded';
import { always } from '../unitTimeline';
import { changesTo, type Limits, never } from './changesTo';
import { asPlanned, type Held, heldAmountOn, type LineWrite } from './held';
import { heldOncePlanned } from './heldOf';
import type { Meant } from './meant';

/** Everything that the days hold may change. */
const everyDay = { unitsFrom: always, ratesFrom: always, lastDay: never };

/** The last days with an amount before units that begin on a day that takes no change, where none are held in between. */
function tellingDays({ units }: Held, writes: readonly LineWrite[], taken: Limits['taken']): ReadonlySet<CalendarDate> {
	const said = writes.filter(({ price, cost }) => price !== undefined || cost !== undefined).map(({ on }) => on);
	const days = units.flatMap(({ from, units: begun }, at) => {
		const before = units[at - 1] ?? { from: always, units: 0 };
		if (begun === 0 || before.units !== 0 || !taken.has(from)) return [];
		return said
			.filter((day) => before.from <= day && day < from)
			.toSorted()
			.slice(-1);
	});
	return new Set(days);
}

/** Amounts on the days on which a write says one, up to the next day that says another; else those that are held. */
function amountsSaid(now: Held, after: Held, writes: readonly LineWrite[], of: 'price' | 'cost'): AmountTimeline {
	const days = uniq(writes.filter((write) => write[of] !== undefined).map(({ on }) => on));
	const said = days.map((from) => {
		const amount = heldAmountOn(after[of], from);
		return amount === undefined ? { from } : { from, amount };
	});
	const others = now[of].filter(({ from }) => !days.includes(from)).map(({ from }) => ({ from }));
	return sortBy([...said, ...others], 'from');
}

/**
 * What brings a line from what it holds now to what it is to hold after, one change a day, oldest first. Amounts are changed
 * where one of the writes says or said one; one of a day on which the line holds no unit comes with the next ones, where their
 * day takes a change. Source: rule Q7.
 */
export function writesBetween(
	now: Held,
	after: Held,
	writes: readonly LineWrite[],
	taken: Limits['taken'] = new Set(),
): readonly PlannedAdjustment[] {
	const limits = { ...everyDay, taken, telling: tellingDays(after, writes, taken) };
	const meant: Meant = {
		units: after.units,
		price: amountsSaid(now, after, writes, 'price'),
		cost: amountsSaid(now, after, writes, 'cost'),
	};
	return asPlanned(changesTo(meant, now, limits), now);
}

/** Of what a plan writes to a line what is not there yet: the first one of a chain takes back what no plan has counted. */
export function writesLeft(
	line: LedgerLine,
	inAutotask: Held,
	adjustments: readonly PlannedAdjustment[],
): readonly PlannedAdjustment[] {
	if (line.isPlanned === true || overwritable(line).length === 0) return adjustments;
	return writesOfPlans({ ...line, planned: adjustments }, inAutotask).adjustments;
}

/**
 * What brings a line from what it holds now to what its plans make of it, and what it then holds. Writes that no link counts
 * are there already; those that no plan makes again are taken back.
 */
export function writesOfPlans(
	line: LedgerLine,
	now: Held,
): { readonly after: Held; readonly adjustments: readonly PlannedAdjustment[] } {
	const after = heldOncePlanned(now, line);
	return { after, adjustments: writesBetween(now, after, [...overwritable(line), ...line.planned], line.taken) };
}
