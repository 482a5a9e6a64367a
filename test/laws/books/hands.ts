import { sortBy } from 'lodash';
import { type CalendarDate, earliest, latest, plusDays } from '../../../src/domain/calendarDate';
import type { Span } from '../../../src/domain/spans';
import { summed, timelineOfChanges, unitsOn } from '../../../src/domain/unitTimeline';
import { never } from '../../../src/domain/writes/changesTo';
import { heldAmountOn, type LineWrite } from '../../../src/domain/writes/held';
import type { DayNumber } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import { type Amount, countedWrites, heldOn, type PaperLine } from './lines';
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

interface Step {
	readonly on: CalendarDate;
	readonly amount: string | undefined;
	readonly isTheirs: boolean;
	/** The place of its change among all, as they were made. */
	readonly nth: number;
}

/** Days from which what a unit costs is said anew, and whose it is: what ours repeats later stays whose it was. */
function stepsOf(line: PaperLine, of: Amount): readonly Step[] {
	const made = countedWrites(line).map((write, nth) => ({ ...write, nth }));
	const said = sortBy(
		made.filter((write) => write[of] !== undefined),
		'on',
	);
	const isByHand = (write: (typeof said)[number]) => 'isTheirs' in write && write.isTheirs === true;
	const ownBy = (at: number) =>
		said.slice(0, at).findLast((write) => !isByHand(write))?.[of] ?? line.base[of][0]?.amount;
	return said.reduce<readonly Step[]>((steps, write, at) => {
		const { on, nth, [of]: amount } = write;
		if (said[at + 1]?.on === on) return steps;
		const last = steps.at(-1);
		const isRepeated = last?.isTheirs === true && last.amount === amount && last.nth < nth;
		const isOthers = isByHand(write) ? ownBy(at) !== amount : isRepeated;
		const owner = line.owners[of].get(on);
		return [...steps, { on, amount, nth, isTheirs: owner ? owner === 'theirs' : isOthers }];
	}, []);
}

function spansOfOthers(line: PaperLine, of: Amount): readonly Span[] {
	const steps = stepsOf(line, of);
	return steps.flatMap(({ on, isTheirs }, at) => (isTheirs ? [{ from: on, until: steps[at + 1]?.on ?? never }] : []));
}

const othersBy = new WeakMap<PaperLine, Record<Amount, readonly Span[]>>();

/** Days on which what a unit costs is somebody else's: set by hand, and not what ours before it said already. */
export function daysOfOthers(line: PaperLine, of: Amount): readonly Span[] {
	const known = othersBy.get(line) ?? { price: spansOfOthers(line, 'price'), cost: spansOfOthers(line, 'cost') };
	othersBy.set(line, known);
	return known[of];
}

/** Whether what a unit costs on the day is somebody else's: on days before the line begins, as on its first one. */
export function isTheirs(line: PaperLine, of: Amount, day: CalendarDate): boolean {
	const on = latest(day, line.contract.startsOn);
	return daysOfOthers(line, of).some(({ from, until }) => from <= on && on < until);
}

/** The line once what a product brings there from a day on is what somebody had set by hand on the line before. */
export function broughtTo(line: PaperLine, from: CalendarDate, byHand: readonly Amount[]): PaperLine {
	const owners = (of: Amount) =>
		byHand.includes(of) ? new Map([...line.owners[of], [from, 'theirs' as const]]) : line.owners[of];
	return byHand.length === 0 ? line : { ...line, owners: { price: owners('price'), cost: owners('cost') } };
}

/** The line as a task finds it: what nothing tells from ours is ours from then on. */
export function foundBy(line: PaperLine): PaperLine {
	if (!line.written.some((write) => write.isTheirs)) return line;
	const owners = (of: Amount) => {
		const ours = stepsOf(line, of).flatMap(({ on, isTheirs }) => (isTheirs ? [] : ([[on, 'ours']] as const)));
		return new Map([...line.owners[of], ...ours]);
	};
	return { ...line, owners: { price: owners('price'), cost: owners('cost') } };
}

/** The line once an order says what a unit costs from days on: what is written of that is ours, also where it repeats what somebody has set. */
export function saidBy(
	line: PaperLine,
	from: Readonly<Record<Amount, CalendarDate>>,
	writes: readonly LineWrite[],
): PaperLine {
	const owners = (of: Amount) => {
		const ours = writes.filter((write) => write[of] !== undefined && from[of] <= write.on);
		return new Map([...line.owners[of], ...ours.map(({ on }) => [on, 'ours'] as const)]);
	};
	return { ...line, owners: { price: owners('price'), cost: owners('cost') } };
}
