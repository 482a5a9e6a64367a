import { plusDays } from './calendarDate';
import type { ChargeKind } from './contract';
import type { ProductId } from './ids';
import { type Decimal } from './money';
import type { OneTimeLine } from './orderAmounts';
import type { PlanLine, PlannedCharge } from './plan';
import type { ProductPlan } from './planProduct';
import { NotPlannable, type TaskContext } from './taskContext';
import { prorate } from './proration';

/** A charge with the row that shows it. */
export interface PlannedChargeLine {
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
	/** Which charge of that kind and product this is within the order. */
	readonly nth: number;
}

function plannedCharge(context: TaskContext, charge: ChargeFacts): PlannedChargeLine {
	const { task, facts, subject, changedOn } = context;
	const target = facts.chargeTarget(charge.kind, charge.productId);
	const selected = !task.isOlderThanConnection || task.answers.oneTimeLines === true;
	if (!target && selected) {
		throw new NotPlannable(
			'charge not mapped',
			`${subject}: charges of kind ${charge.kind} are not mapped to a material billing code or product; map the kind in Map Product.`,
		);
	}
	const money = { ...(charge.cost === undefined ? {} : { cost: charge.cost }) };
	const ticked = selected ? '' : ' Older than the connection: not ticked, it may have been billed by hand.';
	return {
		needsApproval: charge.needsApproval,
		charge: {
			key: facts.keys.charge(task, charge.kind, charge.productId, charge.nth),
			kind: charge.kind,
			name: charge.name,
			description: `${subject}: ${charge.detail}`,
			on: changedOn,
			amount: charge.amount,
			...money,
			...(target ? { target } : {}),
			selected,
		},
		line: {
			kind: charge.kind,
			selected,
			effectiveDate: changedOn,
			endDate: charge.endDate ?? changedOn,
			serviceName: charge.serviceName,
			invoiceDescription: charge.name,
			currentQuantity: 0,
			quantityChange: 1,
			price: charge.amount,
			...money,
			detail: `${charge.detail}${ticked}`,
		},
	};
}

/** What the marketplace's proration charges for the rest of the period. Source: rule A9. */
function fragmentCharge(context: TaskContext, product: ProductPlan): PlannedChargeLine | undefined {
	const { fragment } = product;
	if (!fragment) return undefined;
	const { amounts, facts, changedOn, period, ownPeriod, subject } = context;
	if (!fragment.rate)
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${product.name}: there is no price to charge the rest of the period with.`,
		);
	const stated = amounts.recurring.get(product.productId)?.fragment;
	const isStated =
		facts.settings.priceSource === 'marketplace' &&
		stated !== undefined &&
		ownPeriod.nextStart === period.nextStart &&
		fragment.increase === fragment.units;
	const amount = isStated ? stated : prorate(fragment.units, fragment.rate.price, changedOn, period);
	const lastDay = plusDays(period.nextStart, -1);
	return plannedCharge(context, {
		kind: 'proration',
		productId: product.productId,
		name: `${product.change.invoiceDescription}: ${fragment.units} x ${changedOn} to ${lastDay}`,
		serviceName: product.change.serviceName,
		amount,
		...(fragment.rate.cost === undefined
			? {}
			: { cost: prorate(fragment.units, fragment.rate.cost, changedOn, period) }),
		detail: `${fragment.units} more from ${changedOn} to ${lastDay}${isStated ? ', as the order states it' : ''}; the units rise on ${period.nextStart}.`,
		endDate: lastDay,
		needsApproval: false,
		nth: 0,
	});
}

function oneTimeCharge(
	context: TaskContext,
	line: OneTimeLine,
	nth: number,
	products: readonly ProductPlan[],
): PlannedChargeLine {
	const product = products.find((other) => other.productId === line.productId);
	const name = line.description || `${line.kind} ${product?.name ?? ''}`.trim();
	return plannedCharge(context, {
		kind: line.kind,
		...(line.productId === undefined ? {} : { productId: line.productId }),
		name,
		serviceName: product?.change.serviceName ?? '',
		amount: line.amount,
		detail: `${name}, charged once.`,
		needsApproval: line.needsApproval,
		nth,
	});
}

/** The one-time charges of a task: what the order states once, and the marketplace's fragments. Source: rules A9 and A11. */
export function planCharges(context: TaskContext, products: readonly ProductPlan[]): readonly PlannedChargeLine[] {
	const { oneTime } = context.amounts;
	const stated = oneTime.map((line, at) => {
		const nth = oneTime
			.slice(0, at)
			.filter((other) => other.kind === line.kind && other.productId === line.productId).length;
		return oneTimeCharge(context, line, nth, products);
	});
	return [...stated, ...products.flatMap((product) => fragmentCharge(context, product) ?? [])];
}
