import { groupBy, uniq } from 'lodash';
import { daysIn } from '../billingPeriod';
import { type CalendarDate, daysBetween, earliest, latest, plusDays } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod, type Rate, ratesAgree, rateTolerance } from '../contract/lineState';
import type { LedgerLine, LedgerLink } from '../line/ledger';
import type { EndedSeats, PlannedAdjustment } from '../line/plannedAdjustment';
import { rateMeantOn } from '../line/rateMeantOn';
import { agrees, type Decimal, minus, over, roundedAmount, times, total, zero } from '../money';
import { NotPlannable } from '../notPlannable';
import { unitsOn, type UnitTimeline } from '../unitTimeline';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { type Credit, type Fragment, risesOn } from './periodCharges';

/** What a new price makes of credits of seats that ended with a term: the difference, negative where more is credited. */
export interface CreditDifference {
	readonly on: CalendarDate;
	/** The days that it is for. */
	readonly from: CalendarDate;
	readonly lastDay: CalendarDate;
	readonly amount: Decimal;
	readonly cost?: Decimal;
}

/** The line as the task leaves it, and the rate that the task asks for. */
export interface RatedLine {
	readonly line: LedgerLine;
	readonly contract: FittingContract;
	readonly adjustments: readonly PlannedAdjustment[];
	readonly rate?: Rate;
}

/** The days of the seats, apart where the line takes another price in between. */
function apart(seats: EndedSeats, { line, adjustments }: RatedLine): readonly EndedSeats[] {
	const priced = [...line.ownWrites, ...line.planned, ...adjustments].filter((write) => write.price !== undefined);
	const inside = priced.map((write) => write.on).filter((day) => day > seats.from && day < seats.until);
	const days = [seats.from, ...uniq(inside).sort()];
	return days.map((from, at) => ({ ...seats, from, until: days[at + 1] ?? seats.until }));
}

/** The seats at the rate that is billed for them once the task is written: another one where the task's price reaches them. */
function repriced(seats: EndedSeats, { line, contract, adjustments, rate }: RatedLine): EndedSeats {
	const billed = rateMeantOn({ ...line, planned: [...line.planned, ...adjustments] }, contract, seats.from);
	const isTasks = rate !== undefined && billed !== undefined && agrees(billed.price, rate.price, rateTolerance);
	return isTasks && !ratesAgree(billed, seats.rate) ? { ...seats, rate: { ...seats.rate, ...billed } } : seats;
}

/** What each credit comes to, rounded as it is. */
function credited(ended: readonly EndedSeats[], of: keyof Rate, contract: FittingContract): Decimal {
	const credits = Object.values(groupBy(ended, 'endedOn')).map((seats) => {
		const amounts = seats.map(({ units, from, until, rate }) =>
			times(rate[of] ?? zero, -units * daysBetween(from, until)),
		);
		const inPeriod = daysIn(contractPeriod(contract, seats[0]?.from ?? contract.startsOn));
		return roundedAmount(over(total(amounts), inPeriod));
	});
	return total(credits);
}

function differenceOf(
	before: readonly EndedSeats[],
	after: readonly EndedSeats[],
	{ contract }: RatedLine,
	changedOn: CalendarDate,
): CreditDifference | undefined {
	const [first] = before.filter((seats, at) => seats !== after[at]);
	if (!first) return undefined;
	const sumOf = (of: keyof Rate) => minus(credited(after, of, contract), credited(before, of, contract));
	return {
		on: latest(changedOn, first.from),
		from: first.from,
		lastDay: plusDays(first.until, -1),
		amount: sumOf('price'),
		...(first.rate.cost === undefined ? {} : { cost: sumOf('cost') }),
	};
}

/** The seats without those that are charged again from the day on: the line's own price is right for them then. */
function without(ended: readonly EndedSeats[], units: number, day: CalendarDate): readonly EndedSeats[] {
	let left = units;
	return Object.values(groupBy(ended, 'endedOn')).flatMap((seats) => {
		const back = Math.min(left, seats.at(-1)?.units ?? 0);
		left -= back;
		return seats
			.flatMap((one) => [
				{ ...one, until: earliest(one.until, latest(one.from, day)) },
				{ ...one, from: latest(one.from, day), units: one.units - back },
			])
			.filter((one) => one.units > 0 && one.from < one.until);
	});
}

/** Seats that come back at another price than the line has until E, so that a later price of the period can not be told for them. */
function refuseOtherPrice(context: TaskContext, wanted: ProductQuantity, ended: readonly EndedSeats[], back: Fragment) {
	const other = ended.find(
		({ until, rate }) => until > context.changedOn && back.rate && !agrees(rate.price, back.rate.price, rateTolerance),
	);
	if (!other) return;
	throw new NotPlannable(
		'price conflict',
		`${context.subject}, ${wanted.name}: seats that ended on ${other.endedOn} come back at another price; they were credited at ${other.rate.price} until ${plusDays(other.until, -1)}. Enter the change in Autotask by hand, correct that credit there, and ignore the task.`,
	);
}

/**
 * Seats that ended with a term and that the line holds until E all the same: those of before, at what is billed for them
 * once the task is written, and the task's own. A price that reaches their days is billed for them too: their credit
 * becomes as much more, or less. Seats that fragments have paid for are on no line, so that no price reaches them.
 *
 * @throws NotPlannable where some of them come back at another price. Source: rules Q5, A6 and A10.
 */
export function endedSeats(
	context: TaskContext,
	wanted: ProductQuantity,
	of: RatedLine & {
		readonly before: UnitTimeline;
		readonly link: LedgerLink | undefined;
		readonly credit: Credit | undefined;
		readonly fragment: Fragment | undefined;
	},
): { readonly ended: readonly EndedSeats[]; readonly difference?: CreditDifference } {
	const { changedOn, period, task } = context;
	const { link, credit, fragment, before } = of;
	const charged = link?.charged && changedOn < link.charged.until ? link.charged : undefined;
	const seats = (charged?.ended ?? []).flatMap((one) => apart(one, of));
	const known = seats.map((one) => repriced(one, of));
	const isBack = fragment !== undefined && risesOn(context) === changedOn;
	if (isBack) refuseOtherPrice(context, wanted, known, fragment);
	const onLine = Math.min(credit?.units ?? 0, unitsOn(before, changedOn) - wanted.quantity);
	const isCharged = !task.isOlderThanConnection || task.answers.oneTimeLines === true;
	const own =
		credit?.isTermEnd && credit.rate && isCharged && onLine > 0
			? [{ units: onLine, endedOn: changedOn, from: changedOn, until: period.nextStart, rate: credit.rate }]
			: [];
	const difference = differenceOf(seats, known, of, changedOn);
	return {
		ended: [...(isBack ? without(known, fragment.units, changedOn) : known), ...own],
		...(difference ? { difference } : {}),
	};
}
