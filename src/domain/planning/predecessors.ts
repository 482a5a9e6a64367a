import { uniq } from 'lodash';
import type { TaskId } from '../ids';
import type { TaskKind } from '../order/taskKind';
import type { TaskContext } from '../portion/taskContext';
import type { ProductPlan } from './productPlan';

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
export function predecessorsOf(context: TaskContext, products: readonly ProductPlan[]): readonly TaskId[] {
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
		...products.flatMap(({ stays }) => stays.flatMap(({ line }) => line.plannedBy)),
	]).filter((id) => id !== task.id);
}
