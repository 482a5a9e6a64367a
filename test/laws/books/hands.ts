import { type CalendarDate, earliest, latest, plusDays } from '../../../src/domain/calendarDate';
import { summed, timelineOfChanges, unitsOn } from '../../../src/domain/unitTimeline';
import { heldAmountOn, type LineWrite } from '../../../src/domain/writes/held';
import type { DayNumber } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import { type Amount, heldOn, type PaperLine } from './lines';
import { dayOf, ofCents } from './orders';
import type { HandEdit } from './paper';

/** Somebody adds units by hand, or sets what a unit costs. */
function edited(line: PaperLine, write: LineWrite): PaperLine {
	const owners = (of: Amount) =>
		new Map([...line.owners[of]].filter(([on]) => on !== write.on || write[of] === undefined));
	return {
		...line,
		owners: { price: owners('price'), cost: owners('cost') },
		written: [...line.written, { ...write, isRecorded: false, isTheirs: true }],
		foreign: summed([line.foreign, timelineOfChanges([write])]),
	};
}

/** What a unit is to cost, where any is there and it costs something else: steps from what the service does. */
function amountSet(
	line: PaperLine,
	of: Amount,
	on: CalendarDate,
	[step, usual, size]: readonly [number | undefined, number, number],
) {
	const amount = step === undefined ? undefined : ofCents(usual + step * size);
	const held = heldOn(line);
	if (amount === undefined || unitsOn(held.units, on) === 0 || heldAmountOn(held[of], on) === amount) return {};
	return { [of]: amount };
}

/** Somebody puts units on a line, or sets what a unit of it costs, and leaves that so; on a day of its contract. */
export function editedBy(
	line: PaperLine,
	{ later, units, price, cost }: HandEdit,
	{ terms, day }: { readonly terms: OracleTerms; readonly day: DayNumber },
): PaperLine {
	const { startsOn, endsOn } = line.contract;
	const on = earliest(latest(plusDays(dayOf(day), later), startsOn), endsOn);
	return edited(line, {
		on,
		unitDelta: units,
		...amountSet(line, 'price', on, [price, terms.servicePrice, 50]),
		...amountSet(line, 'cost', on, [cost, terms.serviceCost, 5]),
	});
}
