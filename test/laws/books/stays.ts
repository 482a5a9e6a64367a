import { sortBy } from 'lodash';
import { amountOn } from '../../../src/domain/amountTimeline';
import { type CalendarDate, earliest } from '../../../src/domain/calendarDate';
import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import type { ConnectionId, ProductId, SubscriptionId } from '../../../src/domain/ids';
import type { LedgerLink } from '../../../src/domain/line/ledger';
import { type LinkOwed } from '../../../src/domain/line/linkOwed';
import { lineKey } from '../../../src/domain/line/lineTarget';
import { staysOf } from '../../../src/domain/line/stays';
import type { Owed } from '../../../src/domain/owed/owed';
import { isAgreeing } from '../../../src/domain/portion/lineChoice';
import { differsFrom, firstHeldDay } from '../../../src/domain/portion/repricing';
import { joinsEarlier, type LeftLine } from '../../../src/domain/portion/joinsEarlier';
import { isEmptyFrom, type UnitTimeline } from '../../../src/domain/unitTimeline';
import type { Ordered } from '../../../src/domain/line/ordered';
import { daysOfOthers } from './hands';
import { heldOn, ledgerLine, lineHeld, type PaperLine } from './lines';

/** A product's units on a line, as they are recorded; the line counted from the first. */
export interface PaperStay {
	readonly line: number;
	readonly units: UnitTimeline;
	/** The day from which the product is on another line, and what it was billed at until then. */
	readonly leftOn?: CalendarDate;
	readonly owed?: LinkOwed;
}

/** A product and where it is, the line that it is on last. */
export interface OnLines {
	readonly owed: Owed;
	readonly stays: readonly PaperStay[];
}

/** The line that a product is on from then on, and the day from which where it goes there with the task. */
export interface Going {
	readonly to: number;
	readonly on?: CalendarDate;
}

/** What is asked where a product goes. */
export interface Asking {
	readonly lines: readonly PaperLine[];
	/** Other products of its service. */
	readonly others: readonly OnLines[];
	readonly isShared: boolean;
}

/** Whether anybody has seats on the line on the day or later. */
function isHeldFrom(day: CalendarDate, line: number, { stays }: OnLines): boolean {
	return stays.some((stay) => stay.line === line && !isEmptyFrom(stay.units, day));
}

/** Of a contract a line of its service that the product can join, or a new one. Source: rule Q1. */
function lineIn(contract: FittingContract, asking: Asking, { rate, on }: Pick<Ordered, 'rate' | 'on'>): number {
	const { lines, others, isShared } = asking;
	const theirs = new Set(others.flatMap(({ stays }) => stays.map(({ line }) => line)));
	const joined = lines.findIndex(
		(line, at) =>
			isShared &&
			theirs.has(at) &&
			line.contract.id === contract.id &&
			isAgreeing(ledgerLine(line), heldOn(line), { on, ...(rate ? { rate } : {}) }),
	);
	return joined >= 0 ? joined : lines.length;
}

/** What an order makes of a product. */
export interface Ordering {
	readonly ordered: Ordered;
	readonly owed: Owed;
	/** The first day from which its price is another one; absent where the order brings none. */
	readonly pricedFrom?: CalendarDate;
}

/** Whether a line has somebody else's price while the product's becomes another one: that of others there stays theirs. */
function isPricedByHand(line: PaperLine, was: Owed | undefined, { price }: Owed): boolean {
	if (!was || daysOfOthers(line, 'price').length === 0) return false;
	return price.some(({ from, amount }) => amountOn(was.price, from) !== amount);
}

/** The day from which a product can not be on a line that others share at another price. Source: rule Q10. */
function leavesOn(at: number, { lines, others }: Asking, of: Ordering, was?: Owed): CalendarDate | undefined {
	const { ordered, owed, pricedFrom } = of;
	const line = lines[at];
	if (!line || !ordered.rate || pricedFrom === undefined) return undefined;
	const held = lineHeld(line);
	const isTheirs = (day: CalendarDate) => others.some((other) => isHeldFrom(day, at, other));
	if (isEmptyFrom(held.now.units, ordered.on) && !isTheirs(pricedFrom)) return undefined;
	const from = firstHeldDay({ held, owed }, pricedFrom);
	const isOther = isPricedByHand(line, was, owed) || differsFrom({ line: ledgerLine(line), held, owed }, from);
	return isOther && isTheirs(from) ? from : undefined;
}

/** Lines that a product leaves, or has left. */
export function leftLines(stays: readonly PaperStay[], lines: readonly PaperLine[]): readonly LeftLine[] {
	return stays.flatMap(({ line: at, leftOn }) => {
		const line = lines[at];
		return line && leftOn !== undefined ? [{ leftOn, held: heldOn(line) }] : [];
	});
}

/** Where a product goes that is on no line yet. Source: rule Q1. */
export function goingFirst(asking: Asking, of: Ordering, contract: FittingContract): Going {
	const to = lineIn(contract, asking, of.ordered);
	return { to: leavesOn(to, asking, of) === undefined ? to : asking.lines.length };
}

/**
 * Where a product that is on a line already is once an order counts: it leaves one that others share from the day on which
 * its price is another one, or joins its own one earlier.
 *
 * @throws NotPlannable where that would be before the contract of its own one begins. Source: rules Q10 and C5.
 */
export function goingOn({ stays, owed: was }: OnLines, asking: Asking, of: Ordering): Going {
	const { lines } = asking;
	const home = stays.at(-1);
	const line = lines[home?.line ?? -1];
	if (!home || !line) throw new RangeError('a product is on a line');
	const on = leavesOn(home.line, asking, of, was);
	const { owed, pricedFrom: from } = of;
	const isEarlier =
		from !== undefined &&
		joinsEarlier('The order', { owed, from, to: line.contract, left: leftLines(stays.slice(0, -1), lines) });
	if (on !== undefined) return { to: lines.length, on: isEarlier ? earliest(on, from) : on };
	return { to: home.line, ...(isEarlier ? { on: from } : {}) };
}

/** A move to the contract that takes over, and what a line there has to agree with. */
export interface Moving {
	readonly contract: FittingContract;
	readonly on: CalendarDate;
	readonly rate: Ordered['rate'];
}

/**
 * Where a product goes that an order carries over to the contract that takes over.
 *
 * @throws NotPlannable where its price changes on days before that. Source: rules C5 and Q1.
 */
export function goingOver({ stays }: OnLines, asking: Asking, of: Ordering, { contract, on, rate }: Moving): Going {
	const { owed, pricedFrom: from } = of;
	const to = lineIn(contract, asking, { on, ...(rate ? { rate } : {}) });
	const left = stays.map((stay) => ({ ...stay, leftOn: stay.leftOn ?? on }));
	if (from !== undefined) joinsEarlier('The order', { owed, from, to: contract, left: leftLines(left, asking.lines) });
	return { to: leavesOn(to, asking, of) === undefined ? to : asking.lines.length, on };
}

function linkOf({ units, leftOn }: PaperStay, line: PaperLine): LedgerLink {
	return {
		connectionId: 'c' as ConnectionId,
		subscriptionId: 's' as SubscriptionId,
		productId: 'p' as ProductId,
		line: ledgerLine(line).target,
		units,
		...(leftOn === undefined ? {} : { leftOn }),
	};
}

/** A product's units on its lines once an order of the day counts. `lines` has the one that it goes to. */
export function staysAfter(
	{ owed, stays }: OnLines,
	after: Owed,
	{ to, on }: Going,
	{ lines, changed }: { readonly lines: readonly PaperLine[]; readonly changed: CalendarDate },
): readonly PaperStay[] {
	const main = lines[to];
	if (!main) throw new RangeError(`no line ${to}`);
	const found = staysOf({
		ledger: { lines: lines.map(ledgerLine), links: [], assigned: new Map() },
		links: stays.flatMap((stay) => {
			const line = lines[stay.line];
			return line ? [linkOf(stay, line)] : [];
		}),
		after: after.seats,
		changed,
		main: ledgerLine(main),
		...(on === undefined ? {} : { movedOn: on }),
	});
	const left = stays
		.filter(({ line }) => line !== to)
		.map((stay): PaperStay => {
			const key = lines[stay.line]?.key;
			const now = found.left.find(({ line }) => lineKey(line.target) === `new:${key ?? ''}`);
			if (now?.leftOn === undefined) return stay;
			return { ...stay, units: now.units, leftOn: now.leftOn, owed: stay.owed ?? owed };
		});
	return [...sortBy(left, ({ leftOn = '9999-12-31' }) => leftOn), { line: to, units: found.main.units }];
}
