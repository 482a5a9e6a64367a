import { inOrder } from '../amountTimeline';
import type { BillingPeriod, PeriodType } from '../billingPeriod';
import { type CalendarDate, latest, plusDays } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import { lineKey, type LineTarget } from '../line/lineTarget';
import { type Decimal, minus, times, total, zero } from '../money';
import { unitsOn, type UnitTimeline } from '../unitTimeline';
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
	/** The seats of a product that goes to another line, as they were here. */
	readonly leaving?: UnitTimeline;
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
	/** What a whole period was billed before, and is billed after. */
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

/** What the period is billed, up to the contract's last day; undefined where a day of it can not be told. */
function billedIn(move: LineMove, held: Held, period: BillingPeriod, of: Amount): Decimal | undefined {
	const { contract } = move;
	const isIn = (day: CalendarDate) => contract.startsOn <= day && day <= contract.endsOn;
	const days = inOrder([period.start, contract.startsOn, plusDays(contract.endsOn, 1), ...cutsOf(move)]);
	const inside = days.filter((day) => period.start <= day && day < period.nextStart && isIn(day));
	if (inside.some((day) => amountOn(held, day, of) === undefined)) return undefined;
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
 * holds all changes from its start.
 */
function settledFrom({ contract, days }: LineMove, today: CalendarDate): CalendarDate {
	const last = latest(today, ...days);
	const { start, nextStart } = contractPeriod(contract, last);
	return start === last ? start : nextStart;
}

/**
 * What a whole period is billed before and after. Of a contract that ends by then, on its last day, as long as it has not ended
 * by today: what another contract goes on with counts from there to that one.
 */
function billsFrom(
	{ contract, before, after, leaving }: LineMove,
	from: CalendarDate,
	today: CalendarDate,
): Pick<BillChange, 'before' | 'after'> {
	const { endsOn } = contract;
	const bill = (held: Held, day: CalendarDate): PeriodBill => ({
		price: amountOn(held, day, 'price'),
		cost: amountOn(held, day, 'cost'),
	});
	if (from <= endsOn) return { before: bill(before, from), after: bill(after, from) };
	const nothing: PeriodBill = { price: zero, cost: zero };
	if (leaving) return { before: bill({ ...before, units: leaving }, endsOn), after: nothing };
	return endsOn < today
		? { before: nothing, after: nothing }
		: { before: bill(before, endsOn), after: bill(after, endsOn) };
}

/**
 * What a plan changes of the bills of a line: what it is billed for a period from then on, and what the periods before that
 * are billed more or less. A period that began before `today` is one of those. Source: rules A1, A2 and A8.
 */
export function billChangeOf(move: LineMove, today: CalendarDate): BillChange {
	const { contract, before, after, days } = move;
	const from = settledFrom(move, today);
	const first = days.toSorted()[0];
	const periods = first === undefined ? [] : periodsUpTo(contract, first, from);
	const once = (of: Amount) => {
		const moved = periods.map((one) => difference(billedIn(move, after, one, of), billedIn(move, before, one, of)));
		return moved.some((amount) => amount === undefined) ? undefined : total(moved.flatMap((amount) => amount ?? []));
	};
	return {
		periodType: contract.periodType,
		from,
		...billsFrom(move, from, today),
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
