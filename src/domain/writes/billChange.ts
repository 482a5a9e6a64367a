import { inOrder } from '../amountTimeline';
import type { BillingPeriod, PeriodType } from '../billingPeriod';
import { type CalendarDate, earliest, latest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import { lineKey, type LineTarget } from '../line/lineTarget';
import { type Decimal, minus, times, total, zero } from '../money';
import { unitsOn } from '../unitTimeline';
import { amountOfPeriod } from './amounts';
import { type Held, heldAmountOn } from './held';

/** What a line holds before and after a plan. */
export interface LineMove {
	readonly contract: FittingContract;
	readonly target: LineTarget;
	readonly before: Held;
	readonly after: Held;
	/** Days that the plan changes. */
	readonly days: readonly CalendarDate[];
}

/** What is billed for a whole period, price and cost; undefined where Autotask does not tell it. */
export interface PeriodBill {
	readonly price: Decimal | undefined;
	readonly cost: Decimal | undefined;
}

/** What a plan changes of a line's bills. */
export interface BillChange {
	readonly periodType: PeriodType;
	/** The first day from which on periods are billed `after`. */
	readonly from: CalendarDate;
	/** What a whole period was billed before, and is billed after; of a contract that ends before then, on its last day. */
	readonly before: PeriodBill;
	readonly after: PeriodBill;
	/** What the periods before it are billed more (above 0) or less, each rounded once; undefined where that can not be told. */
	readonly once: PeriodBill;
}

type Amount = 'price' | 'cost';

function amountOn(held: Held, day: CalendarDate, of: Amount): Decimal | undefined {
	const units = unitsOn(held.units, day);
	const amount = heldAmountOn(held[of], day);
	return units === 0 ? zero : amount && times(amount, units);
}

/** Days on which what the line is billed may change. */
function cutsOf({ before, after }: LineMove): readonly CalendarDate[] {
	return inOrder([before, after].flatMap((held) => [held.units, held.price, held.cost].flat().map(({ from }) => from)));
}

/** What the period is billed; undefined where a day of it can not be told. */
function billedIn({ contract, ...move }: LineMove, held: Held, period: BillingPeriod, of: Amount): Decimal | undefined {
	const days = inOrder([period.start, ...cutsOf({ contract, ...move })]);
	const inside = days.filter((day) => period.start <= day && day < period.nextStart && day <= contract.endsOn);
	if (inside.some((day) => amountOn(held, day, of) === undefined)) return undefined;
	const isIn = (day: CalendarDate) => contract.startsOn <= day && day <= contract.endsOn;
	return amountOfPeriod(period, days, (day) => (isIn(day) ? amountOn(held, day, of) : zero));
}

function difference(after: Decimal | undefined, before: Decimal | undefined): Decimal | undefined {
	return after === undefined || before === undefined ? undefined : minus(after, before);
}

/** The contract's periods from one that holds a day, up to the one that begins on another. */
function periodsUpTo(contract: FittingContract, day: CalendarDate, until: CalendarDate): readonly BillingPeriod[] {
	const first = contractPeriod(contract, day);
	return first.start >= until ? [] : [first, ...periodsUpTo(contract, first.nextStart, until)];
}

/**
 * From when on periods are billed as the plan leaves the line: the start of the first one that has not begun before today and
 * holds all changes from its start; and the day on which that is read, the contract's last one where no such period is left.
 */
function settledOn(
	{ contract, days }: LineMove,
	today: CalendarDate,
): { readonly from: CalendarDate; readonly on: CalendarDate } {
	const last = latest(today, ...days);
	const { start, nextStart } = contractPeriod(contract, last);
	const from = start === last ? start : nextStart;
	return { from, on: earliest(from, contract.endsOn) };
}

/**
 * What a plan changes of the bills of a line: what it is billed for a period from then on, and what the periods before that
 * are billed more or less. A period that began before `today` is one of those. Source: rules A1, A2 and A8.
 */
export function billChangeOf(move: LineMove, today: CalendarDate): BillChange {
	const { contract, before, after, days } = move;
	const { from, on } = settledOn(move, today);
	const bill = (held: Held): PeriodBill => ({ price: amountOn(held, on, 'price'), cost: amountOn(held, on, 'cost') });
	const first = days.toSorted()[0];
	const periods = first === undefined ? [] : periodsUpTo(contract, first, from);
	const once = (of: Amount) => {
		const moved = periods.map((one) => difference(billedIn(move, after, one, of), billedIn(move, before, one, of)));
		return moved.some((amount) => amount === undefined) ? undefined : total(moved.flatMap((amount) => amount ?? []));
	};
	return {
		periodType: contract.periodType,
		from,
		before: bill(before),
		after: bill(after),
		once: { price: once('price'), cost: once('cost') },
	};
}

/** Moves of one line as one: from what it held before the first of them to what it holds after the last. */
export function joinedMoves(moves: readonly LineMove[]): readonly LineMove[] {
	const keys = [...new Set(moves.map(({ target }) => lineKey(target)))];
	return keys.flatMap((key) => {
		const own = moves.filter(({ target }) => lineKey(target) === key);
		const [first, last] = [own[0], own.at(-1)];
		return first && last ? [{ ...last, before: first.before, days: own.flatMap(({ days }) => days) }] : [];
	});
}
