import { sortBy, uniqBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import { type BillingPeriod, periodHolding, type PeriodType } from '../billingPeriod';
import { type CalendarDate, daysBetween, plusDays } from '../calendarDate';
import { compare, type Decimal, over, roundedAmount, roundedPrice } from '../money';
import { simplified, type UnitTimeline } from '../unitTimeline';
import type { Contract, ContractService, UnitRow } from './contract';
import { isTotalOf, offBy, rateOfTotal } from './rowTotal';
import { summedRows } from './summedRows';

/** Price and cost of one unit for a whole period. */
export interface Rate {
	readonly price: Decimal;
	/** Absent where the API user may not see costs. */
	readonly cost?: Decimal;
}

/** What Autotask's unit rows say of one line, in order of their days. */
export interface LineState {
	readonly rows: readonly UnitRow[];
	readonly units: UnitTimeline;
	/** First day that the rows know of; what lies before was not read or does not exist. */
	readonly firstDay?: CalendarDate;
	/** Last posted day; absent where nothing that was read is posted. */
	readonly postedThrough?: CalendarDate;
}

/** The period of the contract's own grid that holds the day. Source: rule P1. */
export function contractPeriod(
	contract: Contract & { readonly periodType: PeriodType },
	day: CalendarDate,
): BillingPeriod {
	return periodHolding(day, contract.startsOn, contract.periodType);
}

/** Rows of a line; rows without its id are known by contract and service where that names one line only. */
export function rowsOfLine(
	line: ContractService,
	lines: readonly ContractService[],
	rows: readonly UnitRow[],
): readonly UnitRow[] {
	const isOnly =
		lines.filter((other) => other.contractId === line.contractId && other.serviceId === line.serviceId).length === 1;
	return rows.filter((row) =>
		row.contractServiceId === undefined
			? isOnly && row.contractId === line.contractId && row.serviceId === line.serviceId
			: row.contractServiceId === line.id && row.contractId === line.contractId,
	);
}

/** The step that a row begins, and one to zero where the next row leaves days out: a line without a row holds nothing. */
function stepsOf(row: UnitRow, next: UnitRow | undefined): UnitTimeline {
	const step = { from: row.startsOn, units: row.units };
	const dayAfter = plusDays(row.endsOn, 1);
	return next && next.startsOn > dayAfter ? [step, { from: dayAfter, units: 0 }] : [step];
}

/** Reads the rows of one line; those that overlap are summed. */
export function lineState(rows: readonly UnitRow[]): LineState {
	const sorted = summedRows(rows);
	const posted = sorted.findLast((row) => row.isPosted)?.endsOn;
	const firstDay = sorted[0]?.startsOn;
	return {
		rows: sorted,
		units: simplified(sorted.flatMap((row, at) => stepsOf(row, sorted[at + 1]))),
		...(firstDay ? { firstDay } : {}),
		...(posted ? { postedThrough: posted } : {}),
	};
}

function isWholePeriod(row: UnitRow, period: BillingPeriod): boolean {
	return row.startsOn === period.start && plusDays(row.endsOn, 1) === period.nextStart;
}

function perUnit(row: UnitRow): Rate {
	return {
		price: roundedPrice(over(row.price, row.units)),
		...(row.cost === undefined ? {} : { cost: roundedPrice(over(row.cost, row.units)) }),
	};
}

/** Whether rounding explains the row's total by the rate; a cost that is not known is explained by any. */
function explains(rate: Rate, row: UnitRow, period: BillingPeriod, of: 'price' | 'cost'): boolean {
	const [perUnit, total] = [rate[of], row[of]];
	if (perUnit === undefined || total === undefined) return of === 'cost';
	return isTotalOf(perUnit, row, period, total);
}

/** Price and cost of the rate as far as they explain the row, else what the row says itself. */
function asLeft(left: Rate, row: UnitRow, period: BillingPeriod): Rate {
	const own = perUnit(row);
	const cost = left.cost !== undefined && explains(left, row, period, 'cost') ? left.cost : own.cost;
	return {
		price: explains(left, row, period, 'price') ? left.price : own.price,
		...(own.cost === undefined || cost === undefined ? {} : { cost }),
	};
}

/** What is known of a line's rates besides its rows. */
export interface KnownRates {
	/** Those of our journal, newest first. */
	readonly journalled?: readonly Rate[];
	/** What we last wrote up to the day. */
	readonly left?: Rate;
}

/** What a unit of a split row costs for a whole period, where none of the known costs explains its total: to the cent, else to four places. */
function costOfSplit(total: Decimal, row: UnitRow, period: BillingPeriod): Decimal | undefined {
	const cost = rateOfTotal(total, row, period);
	return [roundedAmount(cost), cost].map(roundedPrice).find((one) => isTotalOf(one, row, period, total));
}

/** Of the known rates that explain a split row: what we last wrote, else the nearest; best one that explains its cost too. */
function rateOfSplit(
	row: UnitRow,
	period: BillingPeriod,
	{ journalled = [], left }: KnownRates,
	whole: readonly Rate[],
): Rate | undefined {
	const explaining = [...journalled, ...whole].filter((rate) => explains(rate, row, period, 'price'));
	const nearest = explaining.toSorted((one, other) =>
		compare(offBy(one.price, row, period, row.price), offBy(other.price, row, period, row.price)),
	);
	const all = left && explains(left, row, period, 'price') ? [left, ...nearest] : nearest;
	const [first] = all;
	const both = all.find((rate) => explains(rate, row, period, 'cost'));
	if (both || !first || row.cost === undefined) return both ?? first;
	const cost = costOfSplit(row.cost, row, period);
	return { price: first.price, ...(cost === undefined ? {} : { cost }) };
}

/** A row of a line, and what a unit costs on its days; without a rate where it holds no units or no known rate explains it: then a person is asked. */
export interface RatedRow {
	readonly row: UnitRow;
	readonly rate?: Rate;
}

/**
 * What does Autotask hold as the rate of a unit, row by row? What we last wrote where rounding explains the row by it; else
 * price / units of an unsplit row; of a split row the rate among those known (our journal's, then the line's unsplit rows,
 * nearest first) that explains its total best.
 *
 * @param knownOn what is known on the first day of a row. Source: rule Q1.
 */
export function ratedRows(
	state: LineState,
	contract: Contract & { readonly periodType: PeriodType },
	knownOn: (day: CalendarDate) => KnownRates = () => ({}),
): readonly RatedRow[] {
	const held = state.rows.map((row) => {
		const period = contractPeriod(contract, row.startsOn);
		return { row, period, isWhole: row.units !== 0 && isWholePeriod(row, period) };
	});
	const whole = held.flatMap(({ row, isWhole }) => (isWhole ? { startsOn: row.startsOn, rate: perUnit(row) } : []));
	return held.map(({ row, period, isWhole }) => {
		if (row.units === 0) return { row };
		const known = knownOn(row.startsOn);
		if (isWhole) return { row, rate: known.left ? asLeft(known.left, row, period) : perUnit(row) };
		const nearest = sortBy(whole, ({ startsOn }) => Math.abs(daysBetween(row.startsOn, startsOn)));
		const others = uniqBy(
			nearest.map((other) => other.rate),
			({ price, cost }) => `${price} ${cost}`,
		);
		const rate = rateOfSplit(row, period, known, others);
		return { row, ...(rate ? { rate } : {}) };
	});
}

/** Whether any day of the period is posted on this line. Source: rules A6 and P4. */
export function isPosted(state: LineState, period: BillingPeriod): boolean {
	return state.rows.some((row) => row.isPosted && row.startsOn < period.nextStart && row.endsOn >= period.start);
}

/** Whether two rates agree in price, and in cost where both are known. */
export function ratesAgree(first: Rate, second: { readonly price: Decimal; readonly cost?: Decimal }): boolean {
	if (!isSameAmount(first.price, second.price)) return false;
	return first.cost === undefined || second.cost === undefined || isSameAmount(first.cost, second.cost);
}
