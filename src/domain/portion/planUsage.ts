import type { BillingPeriod } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { covers } from '../contract/successor';
import type { ProductId } from '../ids';
import { type Ledger, linksOfProduct } from '../line/ledger';
import { unitsOfProduct } from '../line/stays';
import { type Decimal, isNegative, isZero, negate, roundedAmount } from '../money';
import { NotPlannable } from '../notPlannable';
import { hasContractLine } from '../order/billedPeriod';
import type { Order, OrderDetail } from '../order/order';
import type { OneTimeLine } from '../order/orderAmounts';
import { isChargeType, isLoweringType } from '../order/orderLineTypes';
import { modelOf, splitUsage } from '../order/usageLines';
import { lastDayOf, usagePeriod, usagePeriodOf } from '../period/usagePeriod';
import type { PlanLine } from '../plan/planRow';
import { unitsOn } from '../unitTimeline';
import { refuseCounting } from './productChain';
import type { ProductQuantity, TaskContext } from './taskContext';

/** What is known of a task before its order's amounts are read. */
export interface BeforeAmounts extends Omit<TaskContext, 'amounts' | 'movedOn'> {
	/** The contract that bills the subscription on the day; undefined where none does. */
	readonly contractOn: (day: CalendarDate) => FittingContract | undefined;
}

/** Whether the task plans units on the contract at all: Billing orders and plans that are billed by usage do not. Source: rules A12, A13, Q12. */
export function plansUnits({ task, subscription }: Pick<TaskContext, 'task' | 'subscription'>): boolean {
	return task.kind !== 'billing' && hasContractLine(modelOf(subscription, task.order));
}

function amountOf(detail: OrderDetail): Decimal {
	const amount = roundedAmount(detail.extendedPrice?.amount ?? ('0' as Decimal));
	return isLoweringType(detail.type) && !isNegative(amount) ? negate(amount) : amount;
}

function usageCharge(context: BeforeAmounts, detail: OrderDetail, period: BillingPeriod): OneTimeLine {
	const amount = amountOf(detail);
	const on = lastDayOf(period);
	const contract = contractOfUsage(context, detail, period);
	return {
		kind: isNegative(amount) ? 'credit' : 'usage',
		amount,
		on,
		description: `${detail.description || detail.type}: ${detail.quantity} x ${period.start} to ${on}`,
		needsApproval: on < context.subscription.createdOn,
		...(contract.id === context.contract.id ? {} : { contractId: contract.id }),
		...(detail.productId ? { productId: detail.productId } : {}),
	};
}

/**
 * Days that a line names are charged on the contract that covered them: the task's, else the one that billed the
 * subscription then; other ones wait for a person.
 *
 * @throws NotPlannable. Source: rule A12.
 */
function contractOfUsage(context: BeforeAmounts, detail: OrderDetail, of: BillingPeriod): FittingContract {
	const { subject, contract, subscription, facts, task, contractOn } = context;
	const on = lastDayOf(of);
	const usual = task.order && usagePeriod(task.order, subscription, facts.settings);
	if (covers(contract, on)) return contract;
	const then = contractOn(on);
	if (then && covers(then, on)) return then;
	if (usual?.nextStart === of.nextStart) return contract;
	throw new NotPlannable(
		'order not understood',
		`${subject}: "${detail.description}" is of ${of.start} to ${on}, contract ${contract.name} (${contract.id}) runs from ${contract.startsOn} to ${contract.endsOn}. Charge it by hand and ignore the task.`,
	);
}

/**
 * The usage that an order charges, one charge a line, and the order without it.
 *
 * The amount is the line's own, however many units and whichever unit price it names; it is dated on the last of the days
 * that it names, else of the subscription's own period that ended last before the order was created. Usage from before the subscription began needs
 * approval. Source: rules A12 and Q9.
 *
 * @throws NotPlannable for a Billing order that is not understood.
 */
export function takeUsage(
	order: Order,
	context: BeforeAmounts,
): { readonly order: Order; readonly usage: readonly OneTimeLine[] } {
	const { task, subject, facts, subscription } = context;
	const split = splitUsage(order, task.kind, modelOf(subscription, order));
	if (split.kind === 'notUnderstood')
		throw new NotPlannable('order not understood', `${subject}: ${split.why}. Look at the order in the marketplace.`);
	if (split.usage.length === 0) return { order, usage: [] };
	const usage = split.usage.map((detail) => {
		const period = usagePeriodOf(detail, order, subscription, facts.settings);
		if (!period) throw new RangeError(`${task.id} has a contract, but its subscription has no period`);
		return usageCharge(context, detail, period);
	});
	return { order: { ...order, details: split.others }, usage: usage.filter((line) => !isZero(line.amount)) };
}

function nameOf({ subscription, task }: TaskContext, productId: ProductId): string {
	const products = [...subscription.products, ...(task.order?.products ?? [])];
	return products.find((product) => product.productId === productId)?.name ?? productId;
}

/**
 * How many seats of a product a Billing order names: its own quantity, and what its lines charge for if that is more. Lines
 * may charge for fewer, such as the rest of a period. Source: rule Q8.
 */
function billedQuantities({ task, ordered }: TaskContext, productId: ProductId): readonly number[] {
	const named = ordered.find((product) => product.productId === productId)?.quantity;
	const lines = task.order?.details.filter((line) => line.productId === productId && isChargeType(line.type)) ?? [];
	const charged = lines.map(({ quantity }) => Number(quantity));
	if (named === undefined) return charged;
	return [Number(named), ...charged.filter((quantity) => quantity > Number(named))];
}

/**
 * The products of a prepaid plan whose price a Billing order brings, with the units that they have or begin with: none
 * changes. Empty with Autotask's prices, and for what has no units on a line.
 *
 * @throws NotPlannable where it may count an order that is under way. Source: rules A13 and Q8.
 */
export function priceSyncs(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { task, facts, subscription, amounts, changedOn } = context;
	if (task.kind !== 'billing' || facts.settings.priceSource !== 'marketplace') return [];
	return [...amounts.recurring].flatMap(([productId, { unitPrice }]): ProductQuantity[] => {
		const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId };
		const units = unitsOfProduct(linksOfProduct(ledger, of));
		const quantity = unitsOn(units, changedOn) || (units.at(-1)?.units ?? 0);
		if (unitPrice === undefined || quantity === 0) return [];
		const product = { productId, name: nameOf(context, productId) };
		const told = [quantity, ...units.filter(({ from }) => from > changedOn).map((step) => step.units)];
		for (const named of billedQuantities(context, productId)) refuseCounting(context, product, { named, told });
		return [{ ...product, quantity, keepsUnits: true }];
	});
}

function idleRow(context: TaskContext, kind: PlanLine['kind'], name: string, detail: string): PlanLine {
	const { changedOn } = context;
	return {
		kind,
		selected: true,
		effectiveDate: changedOn,
		endDate: changedOn,
		serviceName: '',
		invoiceDescription: name,
		currentQuantity: 0,
		quantityChange: 0,
		detail,
	};
}

/** Why a recurring line of a Billing order writes nothing. Source: rule A13. */
function unsyncedText({ facts, contract }: TaskContext, name: string, unitPrice: Decimal | undefined): string {
	if (facts.settings.priceSource === 'autotask' || unitPrice === undefined)
		return 'It is billed by the contract already: nothing is charged.';
	return `${name} holds no units on a line of ${contract.name}: its price ${unitPrice} is not written, and nothing is charged.`;
}

/** Rows that say what is left as it is: recurring lines of a Billing order, and products that are billed by usage. Source: rules A13 and Q12. */
export function usageRows(context: TaskContext, synced: readonly ProductId[]): readonly PlanLine[] {
	const { task, subscription, amounts } = context;
	if (task.kind === 'billing')
		return [...amounts.recurring]
			.filter(([id]) => !synced.includes(id))
			.map(([id, { unitPrice }]) => {
				const name = nameOf(context, id);
				return idleRow(context, 'recurring', name, unsyncedText(context, name, unitPrice));
			});
	if (plansUnits(context)) return [];
	const detail = 'It is billed by usage, which arrives in Billing orders: nothing goes on the contract.';
	return subscription.products.map((product) => idleRow(context, 'usage', product.name, detail));
}
