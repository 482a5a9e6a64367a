import { compact, partition, uniq } from 'lodash';
import { asFound, changedPlan, isChanged } from './changedPlan';
import { contextOf } from './contextOf';
import { foreignState } from './foreignState';
import type { TaskId } from './ids';
import { currentLink, type Ledger, withChange } from './ledger';
import { total } from './money';
import type { ContractPlan, PlanLine, PlanQuestion } from './plan';
import { type PlannedChargeLine, planCharges } from './planCharges';
import { type LineShare, type ProductPlan, planProduct } from './planProduct';
import { usageRows } from './planUsage';
import type { PlanningFacts } from './planningFacts';
import type { Attention, SyncTask } from './task';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { isUnordered } from './taskOf';
import { quantitiesOf } from './taskQuantities';

export type PlanOutcome =
	| { readonly kind: 'planned'; readonly plan: ContractPlan; readonly ledger: Ledger }
	| ({ readonly kind: 'attention' } & Attention);

/** Why the subscription's contract, or the company that it is billed to, is not the one that was expected. Source: rules C1 and C5. */
function contractChange({ task, facts, contract, takesOverFrom }: TaskContext): string | undefined {
	const company = facts.customerMapping(task)?.companyId;
	if (company !== undefined && contract.companyId !== company)
		return `the customer is mapped to company ${company}, the subscription ends on contract ${contract.name} (${contract.id}) of company ${contract.companyId}`;
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
): readonly string[] {
	const { task, facts, contract, ownPeriod, period } = context;
	const mapping = facts.customerMapping(task);
	return compact([
		task.isFirst && 'it is one of the first tasks of this connection',
		isUnordered(task) && 'nobody has ordered it',
		!task.isFirst && !task.processAutomatically && 'automatic processing is off',
		!task.isFirst &&
			task.processAutomatically &&
			mapping?.processAutomatically === false &&
			'automatic processing is off for this customer',
		task.kind !== 'billing' &&
			contract.periodType !== 'monthly' &&
			ownPeriod.nextStart !== period.nextStart &&
			`the contract's ${contract.periodType} period ends on ${period.nextStart}, the subscription's on ${ownPeriod.nextStart}`,
		contractChange(context),
		charges.some((line) => line.needsApproval) && 'the order has lines whose meaning a person confirms',
		...products.flatMap((product) => product.approvalNeeded),
	]);
}

function predecessorsOf(context: TaskContext, products: readonly ProductPlan[]): readonly TaskId[] {
	const { task, facts, subscription } = context;
	const chain = task.kind === 'billing' ? [] : facts.chainOf(subscription.id);
	const earlier = chain
		.slice(
			0,
			Math.max(
				0,
				chain.findIndex((other) => other.id === task.id),
			),
		)
		.filter((other) => other.kind !== 'billing')
		.map((other) => other.id);
	return uniq([...earlier, ...products.flatMap((product) => product.plannedBy)]);
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

/**
 * Plans one task on the state that Autotask and the plans before it leave.
 *
 * Pure: everything is read beforehand. The ledger that comes back is what the next task of the chain is planned on.
 * Source: rules T3, T8, T9, C1 to C4, Q1 to Q9, A1 to A9, A11.
 */
export function planTask(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	try {
		const outcome = plan(task, facts, ledger);
		if (outcome.kind === 'attention' || !isChanged(task)) return outcome;
		const found = planTask(asFound(task), facts, ledger);
		const before = found.kind === 'planned' ? found.plan : undefined;
		return { ...outcome, plan: changedPlan(task, outcome.plan, before, { facts, ledger }) };
	} catch (error) {
		if (error instanceof NotPlannable) return { kind: 'attention', reason: error.reason, message: error.message };
		throw error;
	}
}

/** Whether a cancelled product is on no line, of ours or not: then there is nothing to end. Source: rule A7. */
function isHeldNowhere(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): boolean {
	const { facts, subscription, contract, periodType, task } = context;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	if (task.kind !== 'cancellation' || currentLink(ledger, of)) return false;
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

export function plan(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	const context = contextOf(task, facts, ledger);
	const quantities = quantitiesOf(context, ledger);
	let after = ledger;
	const products: ProductPlan[] = [];
	const [endedNowhere, onLines] = partition(quantities, (wanted) => isHeldNowhere(context, wanted, ledger));
	for (const wanted of onLines) {
		const product = planProduct(context, wanted, after);
		products.push(product);
		after = withShares(after, product.shares, task.id);
	}
	const charges = planCharges(context, products);
	const questions: PlanQuestion[] = products.flatMap((product) => product.question ?? []);
	const idle = usageRows(
		context,
		products.map((product) => product.productId),
	);
	const lines = [
		...products.flatMap((product) => product.lines),
		...endedNowhere.map((wanted) => nothingToEnd(context, wanted)),
		...charges.map((charge) => charge.line),
		...idle,
	];
	const once = total([
		...charges.filter((charge) => charge.charge.selected).map((charge) => charge.charge.amount),
		...products.flatMap((product) => product.estimate ?? []),
	]);
	const { contract } = context;
	return {
		kind: 'planned',
		ledger: after,
		plan: {
			taskId: task.id,
			fingerprint: '',
			contractId: contract.id,
			contractName: contract.name,
			companyId: contract.companyId,
			currency: context.amounts.currency ?? facts.currencyOfCompany(contract.companyId) ?? '',
			effectiveOn: context.changedOn,
			plannedAt: facts.now,
			lines,
			totals: { once, perPeriod: total(products.map((product) => product.perPeriod)) },
			changes: products.flatMap((product) => product.shares.map(({ change }) => change)),
			charges: charges.map((charge) => charge.charge),
			predecessors: predecessorsOf(context, products),
			questions,
			approvalNeeded: approvalReasons(context, products, charges),
			foreign: foreignState(
				context,
				products.flatMap((product) => product.shares.map(({ line }) => line)),
				charges.map((charge) => charge.charge),
			),
			settings: facts.settings,
			catalogueCosts: catalogueCostsOf(context),
		},
	};
}
