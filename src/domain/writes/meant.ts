import { amountOn, type AmountTimeline, inOrder, withoutRepeats } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { Owed } from '../owed/owed';
import { always, summed, unitsOn, type UnitTimeline, within } from '../unitTimeline';

/** A product's days on a line: from the day that it joined until it leaves for another one. Source: rules Q1, Q10, C5. */
export interface BilledStay {
	readonly owed: Pick<Owed, 'seats' | 'price' | 'cost'>;
	readonly from?: CalendarDate;
	readonly until?: CalendarDate;
}

/** What a line is to hold. Before their first step price and cost are the line's own. */
export interface Meant {
	readonly units: UnitTimeline;
	readonly price: AmountTimeline;
	readonly cost: AmountTimeline;
}

/** The seats of a stay's days. */
export function seatsOf({ owed, from = always, until }: BilledStay): UnitTimeline {
	return within(owed.seats, from, until);
}

/** Of stays that have seats on the day, the amount that began last. */
function amountOfStays(
	stays: readonly { readonly seats: UnitTimeline; readonly amounts: AmountTimeline }[],
	day: CalendarDate,
): AmountTimeline[number] | undefined {
	const steps = stays
		.filter(({ seats }) => unitsOn(seats, day) > 0)
		.flatMap(({ amounts }) => amounts.findLast((step) => step.from <= day) ?? []);
	return steps.reduce<AmountTimeline[number] | undefined>(
		(last, step) => (last === undefined || last.from <= step.from ? step : last),
		undefined,
	);
}

function merged(stays: readonly BilledStay[], of: 'price' | 'cost'): AmountTimeline {
	if (stays.length === 1) return withoutRepeats(stays[0]?.owed[of] ?? []);
	const all = stays.map((stay) => ({ seats: seatsOf(stay), amounts: withoutRepeats(stay.owed[of]) }));
	const days = inOrder(all.flatMap(({ seats, amounts }) => [...seats, ...amounts].map(({ from }) => from)));
	return days.reduce<AmountTimeline>((timeline, day) => {
		const step = amountOfStays(all, day);
		return step === undefined || amountOn(timeline, day) === step.amount
			? timeline
			: [...timeline, { ...step, from: day }];
	}, []);
}

/** What the stays on a line and the other units make of it. Source: rule Q2. */
export function meantOf(stays: readonly BilledStay[], otherUnits: number): Meant {
	const others: UnitTimeline = otherUnits === 0 ? [] : [{ from: always, units: otherUnits }];
	return {
		units: summed([...stays.map(seatsOf), others]),
		price: merged(stays, 'price'),
		cost: merged(stays, 'cost'),
	};
}
