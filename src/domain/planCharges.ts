import { plusDays, type CalendarDate } from './calendarDate';
import type { ChargeKind } from './contract';
import type { ProductId } from './ids';
import { isNegative, isZero, zero, type Decimal } from './money';
import type { OneTimeLine } from './orderAmounts';
import type { PlanLine, PlannedCharge } from './plan';
import type { ProductPlan } from './planProduct';
import { prorate } from './proration';
import { chargeRow } from './rowAnswer';
import { isAsOrdered, withChargeSet } from './rowChanges';
import { NotPlannable, type TaskContext } from './taskContext';

/** What charges of one task are told apart by, besides their number. */
export interface ChargeKeyed {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
}

/** A charge with the row that shows it. */
export interface PlannedChargeLine extends ChargeKeyed {
	readonly charge: PlannedCharge;
	readonly line: PlanLine;
	readonly needsApproval: boolean;
}

interface ChargeFacts {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly name: string;
	readonly serviceName: string;
	readonly amount: Decimal;
	readonly cost?: Decimal;
	readonly detail: string;
	readonly endDate?: PlanLine['effectiveDate'];
	readonly needsApproval: boolean;
	/** The day it is dated on, where that is not the effective day. */
	readonly on?: CalendarDate;
}

/** `nth`: which charge of that kind and product this is within the order. */
function plannedCharge(context: TaskContext, charge: ChargeFacts, nth: number): PlannedChargeLine {
	const { task, facts, subject } = context;
	const on = charge.on ?? context.changedOn;
	const target = facts.chargeTarget(charge.kind, charge.productId);
	const money = { ...(charge.cost === undefined ? {} : { cost: charge.cost }) };
	const planned = withChargeSet(context, {
		contractId: context.contract.id,
		key: facts.keys.charge(task, charge.kind, charge.productId, nth),
		kind: charge.kind,
		name: charge.name,
		description: `${subject}: ${charge.detail}`,
		on,
		amount: charge.amount,
		...money,
		...(target ? { target } : {}),
		selected: !task.isOlderThanConnection || task.answers.oneTimeLines === true,
	});
	if (!target && planned.selected) {
		throw new NotPlannable(
			'charge not mapped',
			`${subject}: charges of kind ${charge.kind} are not mapped to a material billing code or product`,
			'; map the kind in Map Product.',
		);
	}
	return {
		kind: charge.kind,
		...(charge.productId === undefined ? {} : { productId: charge.productId }),
		needsApproval: charge.needsApproval,
		charge: planned,
		line: chargeLine(context, charge, planned),
	};
}

/** The row that shows a charge; the days that it is for stay, whatever day it is dated on. */
function chargeLine({ task }: TaskContext, facts: ChargeFacts, charge: PlannedCharge): PlanLine {
	const why = task.isOlderThanConnection
		? ' Older than the connection: not ticked, it may have been billed by hand.'
		: ' Not ticked: it is never written.';
	return {
		kind: charge.kind,
		row: chargeRow(charge),
		selected: charge.selected,
		effectiveDate: charge.on,
		endDate: facts.endDate ?? charge.on,
		serviceName: facts.serviceName,
		invoiceDescription: charge.name,
		currentQuantity: 0,
		quantityChange: 1,
		price: charge.amount,
		...(charge.cost === undefined ? {} : { cost: charge.cost }),
		detail: `${facts.detail}${charge.selected ? '' : why}`,
	};
}

/** What the marketplace's proration charges for the rest of the period. Source: rule A9. */
function fragmentCharge(context: TaskContext, product: ProductPlan): ChargeFacts | undefined {
	const { fragment } = product;
	if (!fragment) return undefined;
	const { amounts, facts, changedOn, period, ownPeriod, subject } = context;
	if (!fragment.rate)
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${product.name}: there is no price to charge the rest of the period with. Look at the line's price in Autotask, then retry the task.`,
		);
	const stated = amounts.recurring.get(product.productId)?.fragment;
	const isStated =
		facts.settings.priceSource === 'marketplace' &&
		stated !== undefined &&
		!fragment.isTakenBack &&
		isAsOrdered(context, product.productId) &&
		ownPeriod.nextStart === period.nextStart &&
		fragment.increase === fragment.units;
	const amount = isStated ? stated : prorate(fragment.units, fragment.rate.price, changedOn, period);
	const lastDay = plusDays(period.nextStart, -1);
	return {
		kind: 'proration',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: ${fragment.units} x ${changedOn} to ${lastDay}`,
		serviceName: product.change.serviceName,
		amount,
		...(fragment.rate.cost === undefined
			? {}
			: { cost: prorate(fragment.units, fragment.rate.cost, changedOn, period) }),
		detail: fragmentDetail(context, fragment, { lastDay, isStated }),
		endDate: lastDay,
		needsApproval: false,
	};
}

function fragmentDetail(
	context: TaskContext,
	fragment: NonNullable<ProductPlan['fragment']>,
	of: { readonly lastDay: string; readonly isStated: boolean },
): string {
	const { changedOn, period } = context;
	const days = `from ${changedOn} to ${of.lastDay}`;
	if (fragment.isTakenBack) return `${fragment.units} that were credited are charged again ${days}.`;
	return `${fragment.units} more ${days}${of.isStated ? ', as the order states it' : ''}; the units rise on ${period.nextStart}.`;
}

function oneTimeCharge(line: OneTimeLine, products: readonly ProductPlan[]): ChargeFacts {
	const product = products.find((other) => other.productId === line.productId);
	const name = line.description || `${line.kind} ${product?.name ?? ''}`.trim();
	return {
		kind: line.kind,
		...(line.productId === undefined ? {} : { productId: line.productId }),
		name,
		serviceName: product?.change.serviceName ?? (line.kind === 'usage' ? line.description : ''),
		amount: line.amount,
		detail: `${name}, ${line.kind === 'credit' ? 'credited' : 'charged'} once.`,
		needsApproval: line.needsApproval,
		...(line.on ? { on: line.on } : {}),
	};
}

/** Refunds of a cancellation are always credited, those of other orders by setting. Source: rule A10. */
function creditsRefunds({ task, facts }: TaskContext): boolean {
	return task.kind === 'cancellation' || facts.settings.syncRefunds;
}

/** What is credited for the seats that a product has lost: as the order states it, else their part of the period. Source: rule A10. */
function productCredit(context: TaskContext, product: ProductPlan): ChargeFacts | undefined {
	const { amounts, facts, changedOn, period, subject, task } = context;
	const stated = amounts.recurring.get(product.productId)?.refund;
	const { credit } = product;
	if (!credit || (task.kind === 'cancellation' && stated === undefined && !credit.isTermEnd)) return undefined;
	const isOrders = isAsOrdered(context, product.productId);
	const isStated =
		facts.settings.priceSource === 'marketplace' && stated !== undefined && !credit.isTermEnd && isOrders;
	if (!isStated && !credit.rate)
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${product.name}: there is no price to credit the rest of the period with. Look at the line's price in Autotask, then retry the task.`,
		);
	const computed = credit.rate ? prorate(-credit.units, credit.rate.price, changedOn, period) : zero;
	const lastDay = plusDays(period.nextStart, -1);
	return {
		kind: 'credit',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: ${credit.units} x ${changedOn} to ${lastDay}`,
		serviceName: product.change.serviceName,
		amount: isStated ? stated : computed,
		...(credit.rate?.cost === undefined ? {} : { cost: prorate(-credit.units, credit.rate.cost, changedOn, period) }),
		detail: `${credit.units} fewer from ${changedOn} to ${lastDay}, credited${isStated ? ' as the order states it' : ''}; the units fall on ${period.nextStart}.`,
		endDate: lastDay,
		needsApproval: false,
	};
}

/** What a new price makes of earlier credits of seats that the line holds until E. Source: rules Q5 and A6. */
function creditDifference({ changedOn }: TaskContext, product: ProductPlan): ChargeFacts | undefined {
	if (!product.creditDifference) return undefined;
	const { on, from, lastDay, amount, cost } = product.creditDifference;
	return {
		kind: isNegative(amount) ? 'credit' : 'proration',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: credit of ${from} to ${lastDay} at another price`,
		serviceName: product.change.serviceName,
		amount,
		...(cost === undefined ? {} : { cost }),
		detail: `seats that ended before are billed at the price of ${changedOn} from ${from} to ${lastDay} too, and were credited at another one.`,
		endDate: lastDay,
		needsApproval: false,
		on,
	};
}

/** A refund of a product whose seats do not fall here: a person looks at it. Source: rule A10. */
function refuseUnplacedRefund(context: TaskContext, products: readonly ProductPlan[]): void {
	const { amounts, subject } = context;
	const unplaced = [...amounts.recurring].find(
		([id, { refund }]) =>
			refund !== undefined &&
			!products.some((product) => product.productId === id && (product.isMove || product.credit !== undefined)),
	);
	if (!unplaced) return;
	throw new NotPlannable(
		'order not understood',
		`${subject} refunds ${unplaced[1].refund ?? ''} for product ${unplaced[0]}, of which nothing is billed until the next period. Credit it by hand and ignore the task.`,
	);
}

/**
 * The one-time charges of a task, or of its part for one subscription: what the order states once, the marketplace's
 * fragments, and credits. `earlier`: those of the parts before, so that each has a key of its own.
 *
 * Source: rules A7, A9 to A11.
 */
export function planCharges(
	context: TaskContext,
	products: readonly ProductPlan[],
	earlier: readonly ChargeKeyed[] = [],
): readonly PlannedChargeLine[] {
	const { oneTime, credits } = context.amounts;
	const isCredited = creditsRefunds(context);
	if (isCredited) refuseUnplacedRefund(context, products);
	const charges = [
		...[...oneTime, ...(isCredited ? credits : [])].map((line) => oneTimeCharge(line, products)),
		...products.flatMap((product) => fragmentCharge(context, product) ?? []),
		...products
			.filter((product) => isCredited || product.credit?.isTermEnd)
			.flatMap((product) => productCredit(context, product) ?? []),
		...products.flatMap((product) => creditDifference(context, product) ?? []),
	].filter((charge) => !isZero(charge.amount));
	return charges.map((charge, at) => {
		const isAlike = (other: ChargeKeyed) => other.kind === charge.kind && other.productId === charge.productId;
		return plannedCharge(context, charge, [...earlier, ...charges.slice(0, at)].filter(isAlike).length);
	});
}
