import { sum } from 'lodash';
import { localDay } from '../../domain/calendarDate';
import { linksOf } from '../../domain/line/ledger';
import { lineKey } from '../../domain/line/lineTarget';
import { type Decimal, decimal } from '../../domain/money';
import type { SubscriptionProduct } from '../../domain/order/order';
import { comparedRates, firstLinks, type LineComparison } from '../../domain/plan/adoption';
import type { ContractPlan } from '../../domain/plan/plan';
import type { SyncTask } from '../../domain/task/task';
import { unitsOn } from '../../domain/unitTimeline';
import { heldRateOn } from '../../domain/writes/held';
import { heldInAutotask } from '../../domain/writes/heldOf';
import type { BatchFacts } from '../planning/batchFacts';

/** What a seat costs at the marketplace, where it is one that Autotask would show. Source: rule A5. */
function costOf(product: SubscriptionProduct | undefined, { facts }: BatchFacts): { readonly cost?: Decimal } {
	const { unitCost } = product ?? {};
	return unitCost && unitCost.currency === facts.internalCurrency && !facts.hidesCosts ? { cost: unitCost.amount } : {};
}

/**
 * The lines that a plan links first, each beside its subscription, as both are today.
 *
 * `others`: the other units of lines, by their keys, where several plans settle them together.
 */
export function compareLines(
	plan: ContractPlan,
	task: SyncTask,
	batch: BatchFacts,
	now: SyncTask['createdAt'],
	others: ReadonlyMap<string, number> = new Map(),
): readonly LineComparison[] {
	const today = localDay(now, batch.connection.timeZone);
	const contract = batch.facts.contract(plan.contractId);
	return firstLinks(plan).flatMap((change): LineComparison[] => {
		const key = lineKey(change.target);
		const line = batch.ledger.lines.find((one) => lineKey(one.target) === key);
		if (!line || !contract) return [];
		const subscription = batch.subscriptions.find((one) => one.id === change.subscriptionId) ?? task.snapshot;
		const product = subscription?.products.find((one) => one.productId === change.productId);
		return [
			{
				contractServiceId: change.target.contractServiceId,
				serviceName: change.serviceName,
				companyName: batch.facts.company(plan.companyId)?.name ?? '',
				contractName: plan.contractName,
				subscriptionName: `${subscription?.name ?? ''} (${change.subscriptionId})`.trim(),
				unitsInAutotask: unitsOn(line.state.units, today),
				unitsLinked: sum(linksOf(batch.ledger, line.target).map((link) => unitsOn(link.units, today))),
				unitsAtMarketplace: product?.quantity ?? decimal(change.unitsAfter.at(-1)?.units ?? 0),
				otherUnits: others.get(key) ?? change.otherUnits,
				...comparedRates(heldRateOn(heldInAutotask(line, contract, undefined), today), {
					...(product?.unitPrice ? { price: product.unitPrice.amount } : {}),
					...costOf(product, batch),
				}),
			},
		];
	});
}
