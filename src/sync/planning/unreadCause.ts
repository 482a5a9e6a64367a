import type { Attention, AttentionReason } from '../../domain/attention';
import type { ContractId, SubscriptionId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import { contractsOf } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { subjectOf } from '../../domain/portion/taskOrder';
import type { BatchFacts } from './batchFacts';

function cause(reason: AttentionReason, task: SyncTask, what: string, why: string): Attention {
	return {
		reason,
		message: `${subjectOf(task)}: ${what} could not be read. ${why}. Repair it in Autotask, then retry.`,
	};
}

/** The contracts that the subscriptions are on, were assigned to, or that a person named. */
function contractsOfTask({ subscriptionIds, answers }: SyncTask, batch: BatchFacts): readonly ContractId[] {
	const onLines = batch.linked.filter(({ subscriptionId }) => subscriptionIds.includes(subscriptionId));
	return [
		...subscriptionIds.flatMap((id) => batch.ledger.assigned.get(id) ?? []),
		...onLines.map(({ contractId }) => contractId),
		...(answers.contractId === undefined ? [] : [answers.contractId]),
	];
}

function contractCause(task: SyncTask, ids: readonly ContractId[], batch: BatchFacts): Attention | undefined {
	const { contracts } = batch.autotask.unread;
	const id = ids.find((one) => contracts.has(one));
	return id === undefined ? undefined : cause('no contract fits', task, `contract ${id}`, contracts.get(id) ?? '');
}

/** Where a subscription has no contract yet, every contract of its company is asked. */
function choiceCause(task: SyncTask, batch: BatchFacts): Attention | undefined {
	const { unread } = batch.autotask;
	const mapping = batch.facts.customerMapping(task);
	if (!mapping) return undefined;
	const { companyId } = mapping;
	const company = unread.companies.get(companyId);
	if (company !== undefined) return cause('customer not mapped', task, `company ${companyId}`, company);
	const isFree = (id: SubscriptionId) => !batch.ledger.assigned.has(id);
	const contract = unread.contractsOf.get(companyId);
	return contract !== undefined && task.subscriptionIds.some(isFree)
		? cause('no contract fits', task, `a contract of company ${companyId}`, contract)
		: undefined;
}

/** A currency that is not known is none that agrees. */
function currencyCause(task: SyncTask, batch: BatchFacts): Attention | undefined {
	const [why] = batch.autotask.unread.currencies;
	const mapping = batch.facts.customerMapping(task);
	if (why === undefined || !mapping) return undefined;
	const { facts, autotask } = batch;
	const billed = autotask.contracts.flatMap((one) =>
		one.companyId === mapping.companyId ? (one.billToCompanyId ?? []) : [],
	);
	const isKnown = [mapping.companyId, ...billed].every((id) => facts.currencyOfCompany(id) !== undefined);
	return isKnown && facts.internalCurrency !== undefined
		? undefined
		: cause('currency differs', task, `a currency of company ${mapping.companyId}`, why);
}

/** A service is not told from one that is not there, and its price may be what a line of ours began with. */
function serviceCause(task: SyncTask, batch: BatchFacts): Attention | undefined {
	const { services } = batch.autotask.unread;
	if (services.size === 0) return undefined;
	const contracts = contractsOfTask(task, batch);
	const onLines = batch.ledger.lines.filter((line) => contracts.includes(line.contractId));
	const used = [...batch.servicesOf(task), ...onLines.map((line) => line.serviceId)];
	const id = used.find((one) => services.has(one));
	return id === undefined ? undefined : cause('product not mapped', task, `service ${id}`, services.get(id) ?? '');
}

/** Why the task cannot be planned: something of what Autotask holds for it could not be read. Source: rule T8. */
export function unreadCause(task: SyncTask, batch: BatchFacts): Attention | undefined {
	return (
		contractCause(task, contractsOfTask(task, batch), batch) ??
		choiceCause(task, batch) ??
		currencyCause(task, batch) ??
		serviceCause(task, batch)
	);
}

/** The same of a plan that came to a contract of which something could not be read. */
export function unreadContract(task: SyncTask, plan: ContractPlan, batch: BatchFacts): Attention | undefined {
	return contractCause(task, contractsOf(plan), batch);
}

/** Where the catalogue does not tell what a product of the task's subscriptions costs, since its row could not be read. Source: rule A4. */
export function unreadCost(
	task: SyncTask,
	unread: ReadonlyMap<string, string> | undefined,
	{ subscriptions }: BatchFacts,
): Attention | undefined {
	const own = subscriptions.filter((subscription) => task.subscriptionIds.includes(subscription.id));
	const product = own.flatMap((one) => one.products).find(({ productId }) => unread?.has(productId));
	if (!product) return undefined;
	const message = `${subjectOf(task)}: product ${product.productId} of the catalogue could not be read. ${unread?.get(product.productId) ?? ''}. Have it repaired at the marketplace, then retry.`;
	return { reason: 'order not understood', message };
}
