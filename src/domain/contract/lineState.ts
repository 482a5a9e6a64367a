import { sortBy, uniqBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import { type BillingPeriod, daysIn, periodHolding, type PeriodType } from '../billingPeriod';
import { type CalendarDate, daysBetween, plusDays } from '../calendarDate';
import { type Decimal, over, roundedPrice, times } from '../money';
import { simplified, type UnitTimeline } from '../unitTimeline';
import type { Contract, ContractService, UnitRow } from './contract';

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

/** Reads the rows of one line. */
export function lineState(rows: readonly UnitRow[]): LineState {
	const sorted = sortBy(rows, (row) => row.startsOn);
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

/** Whether a split row's total is what the rate makes of its days, given that rows keep four decimals. */
function explains(rate: Rate, row: UnitRow, period: BillingPeriod, of: 'price' | 'cost'): boolean {
	const [perUnit, total] = [rate[of], row[of]];
	if (perUnit === undefined || total === undefined) return of === 'cost';
	const days = daysBetween(row.startsOn, row.endsOn) + 1;
	const expected = over(times(times(perUnit, row.units), days), daysIn(period));
	return isSameAmount(expected, total);
}

/** A row of a line, and what a unit costs on its days; without a rate where it holds no units or no known rate explains it: then a person is asked. */
export interface RatedRow {
	readonly row: UnitRow;
	readonly rate?: Rate;
}

/**
 * What does Autotask hold as the rate of a unit, row by row? Price / units of an unsplit row; of a split row the rate
 * among those known (our journal's, then the line's unsplit rows, nearest first) that explains its total, best its cost
 * too.
 *
 * Source: rule Q1.
 */
export function ratedRows(
	state: LineState,
	contract: Contract & { readonly periodType: PeriodType },
	journalled: readonly Rate[] = [],
): readonly RatedRow[] {
	const held = state.rows.map((row) => {
		const period = contractPeriod(contract, row.startsOn);
		const isWhole = row.units !== 0 && isWholePeriod(row, period);
		return { row, period, ...(isWhole ? { rate: perUnit(row) } : {}) };
	});
	const whole = held.flatMap(({ row, rate }) => (rate ? { startsOn: row.startsOn, rate } : []));
	return held.map(({ row, period, rate }) => {
		if (rate || row.units === 0) return { row, ...(rate ? { rate } : {}) };
		const nearest = sortBy(whole, ({ startsOn }) => Math.abs(daysBetween(row.startsOn, startsOn)));
		const known = uniqBy(
			[...journalled, ...nearest.map((other) => other.rate)],
			({ price, cost }) => `${price} ${cost}`,
		);
		const explaining = known.filter((one) => explains(one, row, period, 'price'));
		const explained = explaining.find((one) => explains(one, row, period, 'cost')) ?? explaining[0];
		return { row, ...(explained ? { rate: explained } : {}) };
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
