import { type CalendarDate, latest, plusDays } from '../calendarDate';
import { isNegative, isZero, roundedAmount } from '../money';
import { seatsInAll } from '../owed/owed';
import { unitsOn } from '../unitTimeline';
import type { TaskContext } from '../portion/taskContext';
import type { PeriodAmount } from '../writes/missed';
import type { ChargeFacts } from './chargeRow';
import type { ProductPlan, StayPlan } from './productPlan';

/** What it is booked as: a charge above 0, a credit below; of a change of cost alone, by that. */
function kindOf({ price, cost }: PeriodAmount): 'proration' | 'credit' {
	return isNegative(isZero(price) ? cost : price) ? 'credit' : 'proration';
}

function amountsOf({ price, cost }: PeriodAmount): Pick<ChargeFacts, 'amount' | 'cost'> {
	return { amount: roundedAmount(price), ...(isZero(cost) ? {} : { cost: roundedAmount(cost) }) };
}

/** The last day that a charge of the period is for. */
function lastDayOf({ period }: PeriodAmount): CalendarDate {
	return plusDays(period.nextStart, -1);
}

/** Seats beside the line that come, or go, with the task on the day. */
function seatsMoved({ owedBefore, owed }: ProductPlan['books'], day: CalendarDate): number {
	const beside = (books: ProductPlan['books']['owed']) => unitsOn(seatsInAll(books), day) - unitsOn(books.seats, day);
	return beside(owed) - beside(owedBefore);
}

function detailOf(
	units: number,
	days: string,
	of: { readonly isStated: boolean; readonly isBack: boolean; readonly next: string },
) {
	const stated = of.isStated ? ' as the order states it' : '';
	if (units === 0) return `fragments and credits ${days} follow the price of the line.`;
	if (units < 0) return `${-units} fewer ${days}, credited${stated}; the units fall on ${of.next}.`;
	if (of.isBack) return `${units} that were credited are charged again ${days}.`;
	return `${units} more ${days}${of.isStated ? ',' : ''}${stated}; the units rise on ${of.next}.`;
}

/** What a task makes of fragments and credits in a period. Source: rules A9, A10 and decision B1 of rule A6. */
function asideCharge(context: TaskContext, product: ProductPlan, amount: PeriodAmount): ChargeFacts {
	const { changedOn } = context;
	const { owedBefore, owed, endsOn } = product.books;
	const { period, from } = amount;
	const day = latest(from, changedOn) < period.nextStart ? latest(from, changedOn) : from;
	const units = seatsMoved(product.books, day);
	const lastDay = lastDayOf(amount);
	const known = new Set(owedBefore.asides.map(({ id }) => id));
	const isStated = owed.asides.some(({ id, stated }) => stated !== undefined && !known.has(id));
	const isBack = !owed.asides.some(({ id }) => !known.has(id));
	const invoice = product.change.invoiceDescription;
	return {
		kind: kindOf(amount),
		productId: product.productId,
		name:
			units === 0
				? `${invoice}: another price, ${day} to ${lastDay}`
				: `${invoice}: ${Math.abs(units)} x ${day} to ${lastDay}`,
		serviceName: product.change.serviceName,
		...amountsOf(amount),
		detail: detailOf(units, `from ${day} to ${lastDay}`, { isStated, isBack, next: period.nextStart }),
		endDate: lastDay,
		needsApproval: false,
		on: day,
		...(endsOn === undefined ? {} : { contractId: endsOn }),
	};
}

/** What a line is charged for the days that take no change of it. Source: rule Q7. */
function missedCharge(product: ProductPlan, stay: StayPlan, amount: PeriodAmount): ChargeFacts {
	const { from } = amount;
	return {
		kind: kindOf(amount),
		productId: product.productId,
		name: `${stay.change.invoiceDescription}: change of ${from} on a later day`,
		serviceName: stay.change.serviceName,
		...amountsOf(amount),
		detail: `Autotask takes one change of a line a day: what it does not bill of the change of ${from} is ${kindOf(amount) === 'credit' ? 'credited' : 'charged'}.`,
		needsApproval: false,
		on: from,
		contractId: stay.change.contractId,
		isOfWrite: true,
	};
}

/** What a task charges and credits of a product beside what Autotask bills of its lines. */
export function productCharges(context: TaskContext, product: ProductPlan): readonly ChargeFacts[] {
	const isNothing = ({ price, cost }: PeriodAmount) => isZero(price) && isZero(cost);
	return [
		...product.asides.filter((one) => !isNothing(one)).map((one) => asideCharge(context, product, one)),
		...product.stays.flatMap((stay) =>
			stay.missed.filter((one) => !isNothing(one)).map((one) => missedCharge(product, stay, one)),
		),
	];
}
