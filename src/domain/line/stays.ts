import { isEqual } from 'lodash';
import { type CalendarDate, earliest } from '../calendarDate';
import { always, simplified, summed, unitsOn, type UnitTimeline, within } from '../unitTimeline';
import { type Ledger, type LedgerLine, type LedgerLink, lineOf } from './ledger';
import { lineKey } from './lineTarget';

/** A line that a product is on for some days, with the product's units on it over all time. */
export interface Stay {
	readonly line: LedgerLine;
	/** As recorded; absent where the product was not on the line before. */
	readonly link?: LedgerLink;
	readonly units: UnitTimeline;
	readonly leftOn?: CalendarDate;
	readonly joinedOn?: CalendarDate;
}

function spliced(before: UnitTimeline, day: CalendarDate, after: UnitTimeline): UnitTimeline {
	return simplified([
		...before.filter((step) => step.from < day),
		{ from: day, units: unitsOn(after, day) },
		...after.filter((step) => step.from > day),
	]);
}

function earlierOf(one: CalendarDate | undefined, other: CalendarDate | undefined): CalendarDate | undefined {
	return one === undefined || other === undefined ? (one ?? other) : earliest(one, other);
}

/** A product's units over time on all lines that it has been on. */
export function unitsOfProduct(links: readonly LedgerLink[]): UnitTimeline {
	return summed(links.map(({ units, leftOn }) => (leftOn === undefined ? units : within(units, always, leftOn))));
}

/** From when the product is on its current line: the day on which it left the one before. */
function joinedLast(links: readonly LedgerLink[]): CalendarDate {
	return links.findLast((link) => link.leftOn !== undefined)?.leftOn ?? always;
}

/**
 * Divides a product's units among its lines: each holds them from the day on which it was joined until it is left.
 *
 * `links` are those of the product in the order in which it left them, the current one last. `main` is the line that it
 * is on from then on, `movedOn` the day from which, where it is another one than before or is joined earlier. Of the other
 * lines only those come back whose units change. Days before `from` stay as they are recorded. Source: rules C1 and Q10.
 */
export function staysOf(of: {
	readonly ledger: Ledger;
	readonly links: readonly LedgerLink[];
	readonly after: UnitTimeline;
	readonly changed: CalendarDate;
	readonly main: LedgerLine;
	readonly movedOn?: CalendarDate;
}): { readonly main: Stay; readonly left: readonly Stay[] } {
	const { ledger, links, after, changed, main, movedOn } = of;
	const onMain = links.find((link) => lineKey(link.line) === lineKey(main.target));
	if (movedOn === undefined && links.length <= 1)
		return { main: { line: main, ...(onMain ? { link: onMain } : {}), units: after }, left: [] };
	const from = movedOn === undefined ? changed : earliest(changed, movedOn);
	const left = links
		.filter((link) => link !== onMain)
		.flatMap((link, at, others): Stay[] => {
			const line = lineOf(ledger, link);
			const leftOn = earlierOf(link.leftOn, movedOn);
			if (!line || leftOn === undefined) return [];
			const joined = others[at - 1]?.leftOn ?? always;
			const units = spliced(link.units, from, leftOn > joined ? within(after, joined, leftOn) : []);
			const isLeftNow = link.leftOn !== leftOn;
			return isLeftNow || (leftOn > from && !isEqual(units, link.units)) ? [{ line, link, units, leftOn }] : [];
		});
	const joinedOn = movedOn ?? joinedLast(links);
	const units = spliced(onMain?.units ?? [], from, within(after, joinedOn));
	return {
		left,
		main: {
			line: main,
			...(onMain ? { link: onMain } : {}),
			units,
			...(movedOn === undefined ? {} : { joinedOn: movedOn }),
		},
	};
}
