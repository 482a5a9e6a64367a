import { type PeriodType, periodTypes } from '../billingPeriod';
import { type CalendarDate, latest } from '../calendarDate';
import { absolute, type Decimal, minus, plus, roundedAmount, total } from '../money';
import { billChangeOf, type BillChange, joinedMoves, type LineMove, type PeriodBill } from '../writes/billChange';

/** What contract services are billed each period, before a plan and after it. */
export interface RecurringMoney {
	readonly periodType: PeriodType;
	/** The first day from which on periods are billed `after`. */
	readonly from: CalendarDate;
	readonly before: Decimal;
	readonly after: Decimal;
	/** Absent where Autotask does not tell a cost. */
	readonly costs?: { readonly before: Decimal; readonly after: Decimal };
}

/** What a plan changes of the customer's bills. */
export interface PlanMoney {
	/** One for each length of period; none where no contract service changes. */
	readonly recurring: readonly RecurringMoney[];
	/** What the invoices until then gain (above 0) or lose: charges, and periods that have begun or change in their midst. */
	readonly once: Decimal;
	/** What that costs; absent where Autotask or the marketplace does not tell it. */
	readonly onceCost?: Decimal;
}

/** A charge of a plan. */
interface OneTime {
	readonly amount: Decimal;
	readonly cost?: Decimal;
	readonly selected: boolean;
}

/** The sum; undefined where one of them can not be told. */
function sum(amounts: readonly (Decimal | undefined)[]): Decimal | undefined {
	return amounts.includes(undefined) ? undefined : total(amounts.flatMap((amount) => amount ?? []));
}

function recurringOf(periodType: PeriodType, changes: readonly BillChange[]): RecurringMoney | undefined {
	const [first, ...others] = changes.map(({ from }) => from);
	const of = (which: 'before' | 'after', amount: keyof PeriodBill) => sum(changes.map((one) => one[which][amount]));
	const [before, after] = [of('before', 'price'), of('after', 'price')];
	if (first === undefined || before === undefined || after === undefined) return undefined;
	const [costBefore, costAfter] = [of('before', 'cost'), of('after', 'cost')];
	return {
		periodType,
		from: latest(first, ...others),
		before: roundedAmount(before),
		after: roundedAmount(after),
		...(costBefore === undefined || costAfter === undefined
			? {}
			: { costs: { before: roundedAmount(costBefore), after: roundedAmount(costAfter) } }),
	};
}

/**
 * What a plan changes of the bills: of the lines that it moves, whole, since a price of theirs is that of all their units,
 * and by its charges. Undefined where Autotask does not tell what a line costs. `today` in the connection's zone.
 * Source: rules A8, A9 and A11.
 */
export function moneyOf(
	moves: readonly LineMove[],
	charges: readonly OneTime[],
	today: CalendarDate,
): PlanMoney | undefined {
	const changes = joinedMoves(moves).map((move) => billChangeOf(move, today));
	const types = periodTypes.filter((type) => changes.some(({ periodType }) => periodType === type));
	const recurring = types.map((type) =>
		recurringOf(
			type,
			changes.filter(({ periodType }) => periodType === type),
		),
	);
	const ticked = charges.filter(({ selected }) => selected);
	const once = sum([...changes.map((change) => change.once.price), ...ticked.map(({ amount }) => amount)]);
	if (once === undefined || recurring.includes(undefined)) return undefined;
	const cost = sum([...changes.map((change) => change.once.cost), ...ticked.map((charge) => charge.cost)]);
	return {
		recurring: recurring.flatMap((one) => one ?? []),
		once: roundedAmount(once),
		...(cost === undefined ? {} : { onceCost: roundedAmount(cost) }),
	};
}

/** How much money a plan moves, once and each period, signs left out. Source: rule T10. */
export function moneyMoved({ once, recurring }: PlanMoney): Decimal {
	return recurring.reduce((all, { before, after }) => plus(all, absolute(minus(after, before))), absolute(once));
}
