import type { FittingContract } from '../contract/fittingContract';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { SubscriptionId } from '../ids';
import { NotPlannable } from '../notPlannable';
import type { Order } from '../order/order';
import { splitOrder } from '../order/orderPortions';
import type { PortionProduct } from '../order/portionRows';
import type { SeenSubscription } from '../order/seenSubscription';
import type { SyncTask } from '../task/task';

/** A task as it is to one of the subscriptions that it touches: the order holds only what concerns that one. */
export interface TaskPortion {
	readonly task: SyncTask;
	readonly seen: SeenSubscription;
	/** The order's products of this subscription; empty for tasks without an order. */
	readonly ordered: readonly PortionProduct[];
	/** How a message names it. */
	readonly subject: string;
	/** Whether the task touches no other subscription. */
	readonly isWhole: boolean;
	/** The contract that it is written to whatever fits: units end there, or the order is older than a change of the period. */
	readonly stays?: FittingContract;
	/** The contract that the subscription leaves because it is billed by another period. Source: rule Q11. */
	readonly leaves?: FittingContract;
}

function seenOf(id: SubscriptionId, facts: PlanningFacts, subject: string): SeenSubscription {
	const seen = facts.subscription(id);
	if (!seen)
		throw new NotPlannable(
			'order not understood',
			`${subject}: subscription ${id} was not found on the marketplace. Retry the task.`,
		);
	return seen;
}

/**
 * The task taken apart by subscription; seats that move leave the first ones.
 *
 * @throws NotPlannable where the order can not be told apart, or a subscription is not known. Source: rules T9, Q11.
 */
export function portionsOfTask(
	task: SyncTask,
	order: Order | undefined,
	facts: PlanningFacts,
	subject: string,
): readonly TaskPortion[] {
	if (!order) {
		const [id] = task.subscriptionIds;
		if (id === undefined)
			throw new NotPlannable(
				'order not understood',
				`${subject} names no subscription. Look at it in the marketplace, then retry.`,
			);
		return [{ task, seen: seenOf(id, facts, subject), ordered: [], subject, isWhole: true }];
	}
	const split = splitOrder(order, task.kind, facts.subscription);
	if (split.kind === 'notUnderstood')
		throw new NotPlannable(
			'order not understood',
			`${subject}: ${split.why}. Look at it in the marketplace; enter it in Autotask by hand and ignore the task, or retry it.`,
		);
	return split.portions.map(({ subscriptionId, products, details }) => {
		const seen = seenOf(subscriptionId, facts, subject);
		if (split.portions.length > 1 && seen.customerId !== task.customerId)
			throw new NotPlannable(
				'order not understood',
				`${subject} concerns subscription ${subscriptionId} of another customer (${seen.customerId}). Enter it in Autotask by hand and ignore the task.`,
			);
		const named = split.portions.length === 1 ? subject : `${subject}, subscription ${subscriptionId}`;
		const own: Order = { ...order, subscriptionId, products, details };
		return {
			task: { ...task, order: own },
			seen,
			ordered: products,
			subject: named,
			isWhole: split.portions.length === 1,
		};
	});
}

/** What an order says of one subscription's products; undefined where it is not understood. */
export function productsOfPortion(
	task: SyncTask,
	id: SubscriptionId,
	facts: PlanningFacts,
): readonly PortionProduct[] | undefined {
	if (!task.order) return undefined;
	const split = splitOrder(task.order, task.kind, facts.subscription);
	if (split.kind === 'notUnderstood') return undefined;
	return split.portions.find((portion) => portion.subscriptionId === id)?.products ?? [];
}
