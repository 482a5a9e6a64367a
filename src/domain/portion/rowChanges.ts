import { omit } from 'lodash';
import { chargeRow, productRow, type RowAnswer } from '../answers/rowAnswer';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { ProductId } from '../ids';
import { compare, type Decimal, isNegative, isZero, roundedAmount, roundedPrice, zero } from '../money';
import { NotPlannable } from '../notPlannable';
import type { PlannedCharge } from '../plan/plan';
import { isSuccession } from '../task/successionTask';
import type { ProductQuantity, TaskContext } from './taskContext';

const longestName = 100;

/** A change by a person that the rules forbid; nothing is planned with it. */
export function forbidden(subject: string, why: string): NotPlannable {
	return new NotPlannable('approval', `${subject}: ${why}`);
}

function answerOf(context: TaskContext, product: ProductId): RowAnswer {
	return context.task.answers.rows?.[productRow(context.subscription.id, product)] ?? {};
}

/** Whether price, quantity and day are those of the order: else what it states for part of a period does not count. Source: rule A9. */
export function isAsOrdered(context: TaskContext, product: ProductId): boolean {
	const { price, quantity } = answerOf(context, product);
	return price === undefined && quantity === undefined && context.task.answers.effectiveOn === undefined;
}

/** The quantity that a person set in place of the order's. Source: rules Q8 and Q9. */
export function withQuantitySet(context: TaskContext, wanted: ProductQuantity): ProductQuantity {
	const { quantity } = answerOf(context, wanted.productId);
	if (quantity === undefined) return wanted;
	const subject = `${context.subject}, ${wanted.name}`;
	const hasOwn = context.task.kind === 'cancellation' || isSuccession(context.task);
	if (hasOwn || wanted.keepsUnits || wanted.moved)
		throw forbidden(subject, 'this order leaves no quantity to choose. Take the change of its quantity back.');
	if (!Number.isSafeInteger(quantity) || quantity < 0)
		throw forbidden(subject, 'Autotask counts whole units, 0 or more. Set another quantity.');
	return { ...omit(wanted, 'increase'), quantity };
}

/** A cost that Autotask would ignore is not set. Source: rule A5. */
function refuseHiddenCost({ facts }: TaskContext, subject: string): void {
	if (facts.hidesCosts)
		throw forbidden(
			subject,
			'the API user in Autotask may not read costs, so none is written. Take the change of its cost back.',
		);
}

/** Price and cost that a person set in place of those that were found. Source: rules A2, A3 and A5. */
export function rateSet(
	context: TaskContext,
	wanted: Pick<ProductQuantity, 'productId' | 'name'>,
): { readonly price?: Decimal; readonly cost?: Decimal } {
	const { price, cost } = answerOf(context, wanted.productId);
	if (price === undefined && cost === undefined) return {};
	const subject = `${context.subject}, ${wanted.name}`;
	if (context.task.kind === 'cancellation')
		throw forbidden(subject, 'a cancellation writes no price. Take the change of its price and cost back.');
	if (price !== undefined && (isNegative(price) || isZero(price)))
		throw forbidden(subject, 'a price is above 0; what is free is not billed on this line. Set another price.');
	if (cost !== undefined) refuseHiddenCost(context, subject);
	if (cost !== undefined && isNegative(cost)) throw forbidden(subject, 'a cost is 0 or more. Set another cost.');
	return {
		...(price === undefined ? {} : { price: roundedPrice(price) }),
		...(cost === undefined ? {} : { cost: roundedPrice(cost) }),
	};
}

function readDescription(subject: string, description: string): string {
	const text = description.trim();
	if (text === '' || text.length > longestName)
		throw forbidden(subject, `a description has 1 to ${longestName} characters. Set another one.`);
	return text;
}

/** The text on the invoice that a person set for a product's new line. Source: rule Q14. */
export function descriptionSet(context: TaskContext, wanted: ProductQuantity): string | undefined {
	const { description } = answerOf(context, wanted.productId);
	return description === undefined ? undefined : readDescription(`${context.subject}, ${wanted.name}`, description);
}

/** Whether the product's rows are ticked: else the task waits. */
export function isTicked(context: TaskContext, product: ProductId): boolean {
	return answerOf(context, product).selected !== false;
}

function amountSet(subject: string, charge: PlannedCharge, amount: Decimal): Decimal {
	if (compare(roundedAmount(amount), amount) !== 0)
		throw forbidden(subject, 'an amount has two places. Set another one.');
	if (isZero(amount)) throw forbidden(subject, 'an amount of 0 is not written. Untick the row instead.');
	if (isNegative(amount) !== isNegative(charge.amount))
		throw forbidden(
			subject,
			isNegative(charge.amount)
				? 'a credit is below 0. Set another amount.'
				: 'a charge is above 0. Set another amount.',
		);
	return roundedAmount(amount);
}

function costSet(subject: string, charge: PlannedCharge, cost: Decimal): Decimal {
	if (isNegative(charge.amount)) throw forbidden(subject, 'a credit has no cost. Take the change of its cost back.');
	if (compare(cost, zero) < 0) throw forbidden(subject, 'a cost is 0 or more. Set another cost.');
	return roundedAmount(cost);
}

function daySet(subject: string, contract: FittingContract, on: CalendarDate): CalendarDate {
	if (on >= contract.startsOn && on <= contract.endsOn) return on;
	throw forbidden(
		subject,
		`contract ${contract.name} runs from ${contract.startsOn} to ${contract.endsOn}, and ${on} is outside. Set another date.`,
	);
}

/** A charge with what a person set for it. Source: rules A2, A11 and Q14. */
export function withChargeSet(context: TaskContext, charge: PlannedCharge): PlannedCharge {
	const set = context.task.answers.rows?.[chargeRow(charge)];
	if (!set) return charge;
	const subject = `${context.subject}, ${charge.name}`;
	if (set.cost !== undefined) refuseHiddenCost(context, subject);
	if (set.quantity !== undefined && set.quantity !== 1)
		throw forbidden(subject, 'a charge has quantity 1 and the amount as its price. Set the amount.');
	return {
		...charge,
		...(set.description === undefined ? {} : { name: readDescription(subject, set.description) }),
		...(set.price === undefined ? {} : { amount: amountSet(subject, charge, set.price) }),
		...(set.cost === undefined ? {} : { cost: costSet(subject, charge, set.cost) }),
		...(set.on === undefined
			? {}
			: { on: daySet(subject, context.facts.contract(charge.contractId) ?? context.contract, set.on) }),
		...(set.selected === undefined ? {} : { selected: set.selected }),
	};
}
