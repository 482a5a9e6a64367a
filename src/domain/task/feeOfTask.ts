import type { SubscriptionId } from '../ids';
import { hasUnnamedLines, withFeeNamed } from '../order/feeLines';
import type { Subscription, SubscriptionProduct } from '../order/order';
import { feeLeftBy } from '../order/planFee';
import type { SyncTask } from './task';
import { oldestFirst } from './taskChain';

/** The subscription whose own fee the task's order may charge: it has lines that name no product, and touches no other. */
export function mayHaveFee({ order, subscriptionIds }: SyncTask): SubscriptionId | undefined {
	const [id, ...others] = subscriptionIds;
	return order && others.length === 0 && hasUnnamedLines(order) ? id : undefined;
}

/** The fee that the orders of a subscription leave; undefined where none of them names one. */
export function feeAfter(tasks: readonly SyncTask[], id: SubscriptionId): SubscriptionProduct | undefined {
	const own = tasks.filter(({ subscriptionIds }) => subscriptionIds.includes(id));
	return oldestFirst(own)
		.flatMap(({ order }) => (order && feeLeftBy(order)) ?? [])
		.at(-1);
}

/**
 * The task whose order names its subscription's own fee as a product, where it charges one.
 *
 * `others`: the subscription's tasks, later ones too; only those before it tell what the fee was, so that reading the order once more comes to
 * the same. Source: rules M1 and A11.
 */
export function withFeeOf(task: SyncTask, others: readonly SyncTask[], subscription: Subscription): SyncTask {
	if (!task.order || mayHaveFee(task) !== subscription.id) return task;
	const chain = oldestFirst([...others.filter(({ id }) => id !== task.id), task]);
	const known = feeAfter(chain.slice(0, chain.indexOf(task)), subscription.id);
	return { ...task, order: withFeeNamed(task.order, subscription, known) };
}
