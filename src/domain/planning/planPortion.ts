import { compact, partition, uniq } from 'lodash';
import { aboutNewContract } from '../contractChoice/newContract';
import type { TaskId } from '../ids';
import { currentLink, type Ledger, withChange } from '../line/ledger';
import { type Decimal, total } from '../money';
import type { TaskKind } from '../order/taskKind';
import type { ForeignState } from '../plan/foreignState';
import type { ContractPlan } from '../plan/plan';
import type { PlanLine } from '../plan/planRow';
import { isUnordered } from '../task/taskOf';
import { usageRows } from '../wanted/planUsage';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { quantitiesOf } from '../wanted/taskQuantities';
import type { ChargeKeyed, PlannedChargeLine } from './chargeRow';
import { foreignState } from './foreignState';
import { refuseRisesOnInactive } from './inactiveContract';
import type { LineShare } from './lineShare';
import { otherBoundaries } from './otherBoundaries';
import { planCharges } from './planCharges';
import { planProduct } from './planProduct';
import type { ProductPlan } from './productPlan';

/** What a task does for one of its subscriptions. */
export interface PortionPlan {
	readonly context: TaskContext;
	readonly products: readonly ProductPlan[];
	readonly charges: readonly PlannedChargeLine[];
	readonly lines: readonly PlanLine[];
	readonly once: Decimal;
	readonly approvalNeeded: readonly string[];
	readonly predecessors: readonly TaskId[];
	readonly foreign: ForeignState;
	readonly catalogueCosts: ContractPlan['catalogueCosts'];
}

/** Why the subscription's contract, or the company that it is billed to, is not the one that was expected. Source: rules C1 and C5. */
function contractChange({ task, facts, contract, periodType, leaves, takesOverFrom }: TaskContext): string | undefined {
	const company = facts.customerMapping(task)?.companyId;
	if (company !== undefined && contract.companyId !== company)
		return `the customer is mapped to company ${company}, the subscription ends on contract ${contract.name} (${contract.id}) of company ${contract.companyId}`;
	if (leaves)
		return `the subscription is billed ${periodType} from now on: it goes from contract ${leaves.name} (${leaves.id}) to ${contract.name} (${contract.id})`;
	if (takesOverFrom === undefined) return undefined;
	const before = facts.contract(takesOverFrom);
	if (before && before.companyId !== contract.companyId)
		return `the customer is mapped to company ${contract.companyId}, the subscription belongs to contract ${before.name} (${before.id}) of company ${before.companyId}: ${contract.name} (${contract.id}) takes over, closed periods stay as they are`;
	return `contract ${takesOverFrom}, which the subscription belongs to, does not cover its day: ${contract.name} (${contract.id}) takes over`;
}

function approvalReasons(
	context: TaskContext,
	products: readonly ProductPlan[],
	charges: readonly PlannedChargeLine[],
	totals: ContractPlan['totals'],
): readonly string[] {
	const { task, facts, contract } = context;
	const mapping = facts.customerMapping(task);
	return compact([
		task.isFirst && 'it is one of the first tasks of this connection',
		isUnordered(task) && 'nobody has ordered it',
		task.kind === 'migration' &&
			'it is a migration: the provider may bill these seats already, and the order does not say from when',
		!task.isFirst && !task.processAutomatically && 'automatic processing is off',
		!task.isFirst &&
			task.processAutomatically &&
			mapping?.processAutomatically === false &&
			'automatic processing is off for this customer',
		otherBoundaries(context, totals),
		contractChange(context),
		contract.planned && aboutNewContract(contract),
		charges.some((line) => line.needsApproval) && 'the order has lines whose meaning a person confirms',
		...products.flatMap((product) => product.approvalNeeded),
	]);
}

/** Kinds of tasks that a price depends on: what they leave comes before what a later Billing order says. */
const pricing: readonly TaskKind[] = ['initial', 'sales', 'change', 'renewal', 'migration'];

/** Whether the order states a price that is written to a line, once there are units on one. Source: rule A13. */
function bringsPrice({ facts, amounts }: TaskContext): boolean {
	const stated = [...amounts.recurring.values()].some(({ unitPrice }) => unitPrice !== undefined);
	return stated && facts.settings.priceSource === 'marketplace';
}

/**
 * Open tasks that are written before this one: the earlier ones of its subscription; of a Billing order only those that
 * its price comes after, also where the units are still to come with them, and none where it brings no price. Source:
 * rules T9 and A13.
 */
function predecessorsOf(context: TaskContext, products: readonly ProductPlan[]): readonly TaskId[] {
	const { task, facts, subscription } = context;
	const isBilling = task.kind === 'billing';
	const chain = isBilling && !bringsPrice(context) ? [] : facts.chainOf(subscription.id);
	const at = chain.findIndex((other) => other.id === task.id);
	const earlier = chain
		.slice(0, Math.max(0, at))
		.filter((other) => (isBilling ? pricing.includes(other.kind) : other.kind !== 'billing'))
		.map((other) => other.id);
	const creator = context.contract.planned?.by;
	return uniq([
		...earlier,
		...(creator === undefined ? [] : [creator]),
		...products.flatMap((product) => product.plannedBy),
	]).filter((id) => id !== task.id);
}

function catalogueCostsOf(context: TaskContext): ContractPlan['catalogueCosts'] {
	const products = context.subscription.products.map((product) => product.productId);
	return Object.fromEntries(
		products.flatMap((id) => {
			const cost = context.facts.catalogueCost(id);
			return cost ? [[id, cost]] : [];
		}),
	);
}

/** Whether a product that ends is on no line, of ours or not: then there is nothing to end. Source: rules A7 and Q11. */
function isHeldNowhere(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): boolean {
	const { facts, subscription, contract, periodType, task } = context;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	const ends = task.kind === 'cancellation' || (wanted.moved?.direction === 'out' && wanted.quantity === 0);
	if (!ends || currentLink(ledger, of)) return false;
	const mapping = facts.productMapping(wanted.productId, periodType);
	return !ledger.lines.some((line) => line.contractId === contract.id && line.serviceId === mapping?.serviceId);
}

function nothingToEnd({ changedOn, contract }: TaskContext, wanted: ProductQuantity): PlanLine {
	return {
		kind: 'recurring',
		selected: true,
		effectiveDate: changedOn,
		endDate: changedOn,
		serviceName: '',
		invoiceDescription: wanted.name,
		currentQuantity: 0,
		quantityChange: 0,
		detail: `${wanted.name} is on no line of ${contract.name}: nothing to end.`,
	};
}

/** The ledger after a product's changes, for the next product and the next task. */
function withShares(ledger: Ledger, shares: readonly LineShare[], by: TaskId): Ledger {
	return shares.reduce((after, { line, link, change }) => {
		const { otherUnits, share } = change;
		return withChange(after, line, link, { by, otherUnits, share });
	}, ledger);
}

/**
 * Plans what a task does for one of its subscriptions, on the state that the portions before it leave; returns that
 * state for the next. `earlier`: the charges of the portions before.
 *
 * @throws NotPlannable with one of rule T8's words.
 */
export function planPortion(
	context: TaskContext,
	ledger: Ledger,
	earlier: readonly ChargeKeyed[],
): { readonly portion: PortionPlan; readonly ledger: Ledger } {
	const { task } = context;
	let after = ledger;
	const products: ProductPlan[] = [];
	const [endedNowhere, onLines] = partition(quantitiesOf(context, ledger), (wanted) =>
		isHeldNowhere(context, wanted, ledger),
	);
	for (const wanted of onLines) {
		const product = planProduct(context, wanted, after);
		products.push(product);
		after = withShares(after, product.shares, task.id);
	}
	refuseRisesOnInactive(
		context,
		products.flatMap((product) => product.shares.map(({ change }) => change)),
	);
	const charges = planCharges(context, products, earlier);
	const planned = products.map((product) => product.productId);
	const once = total([
		...charges.filter((charge) => charge.charge.selected).map((charge) => charge.charge.amount),
		...products.flatMap((product) => product.estimate ?? []),
	]);
	const perPeriod = total(products.map((product) => product.perPeriod));
	const portion: PortionPlan = {
		context,
		products,
		charges,
		lines: [
			...products.flatMap((product) => product.lines),
			...endedNowhere.map((wanted) => nothingToEnd(context, wanted)),
			...charges.map((charge) => charge.line),
			...usageRows(context, planned),
		],
		once,
		approvalNeeded: approvalReasons(context, products, charges, { once, perPeriod }),
		predecessors: predecessorsOf(context, products),
		foreign: foreignState(
			context,
			products.flatMap((product) => product.shares.map(({ line }) => line)),
			charges.map((charge) => charge.charge),
		),
		catalogueCosts: catalogueCostsOf(context),
	};
	return { portion, ledger: after };
}
