import { uniq } from 'lodash';
import { lengthInMonths, type PeriodLength, type PeriodType } from '../billingPeriod';
import {
	billedLength,
	billedPeriodType,
	hasContractLine,
	lengthText,
	orderedLength,
	orderedPeriods,
} from '../order/billedPeriod';
import type { BillingModel, OrderProduct, Subscription } from '../order/order';
import type { TaskKind } from '../order/taskKind';
import { modelOf } from '../order/usageLines';
import type { SyncTask } from '../task/task';
import type { PlanningFacts } from './planningFacts';

/** Whether a later order of the subscription is not written yet. */
export function hasLaterOrder(
	task: SyncTask,
	seen: Pick<Subscription, 'id'>,
	chainOf: PlanningFacts['chainOf'],
): boolean {
	const chain = chainOf(seen.id);
	return chain.slice(chain.findIndex((other) => other.id === task.id) + 1).some((other) => other.order);
}

const kindsThatName: readonly TaskKind[] = ['sales', 'change', 'renewal', 'migration'];

/** What the period that an order names says, where its subscription has another one. */
type OtherPeriod =
	/** A later order has changed it: this one is billed by the period that it names. */
	| { readonly kind: 'earlier'; readonly periodType: PeriodType }
	/** The subscription is not billed by it yet, or no longer; why the task waits. */
	| { readonly kind: 'waits'; readonly why: string };

/** Whether lengths say nothing of how seats are billed: no months, or a first term that is longer or shorter than the later ones. */
function saysNoPeriod(lengths: readonly PeriodLength[], billingModel: BillingModel): boolean {
	const isTerm = billingModel === 'chargeBeforeSubscriptionPeriod';
	return isTerm || lengths.every((length) => lengthInMonths(length) === undefined);
}

/**
 * Reads the period that an order names against the one that its subscription has; undefined where both are the same, or
 * one of them is told by nobody. `belongs`: the period of the contract that the subscription is on. Source: rules C2 and Q11.
 */
export function otherPeriodNamed(
	task: SyncTask,
	of: {
		readonly seen: Subscription;
		readonly ordered: readonly OrderProduct[];
		readonly belongs?: PeriodType | undefined;
	},
	chainOf: PlanningFacts['chainOf'],
): OtherPeriod | undefined {
	const { seen, ordered, belongs } = of;
	const billingModel = modelOf(seen, task.order);
	if (!kindsThatName.includes(task.kind) || !hasContractLine(billingModel)) return undefined;
	const billed = billedPeriodType({ ...seen, billingModel });
	const [named, ...others] = orderedPeriods(ordered, billingModel);
	const lengths = ordered.flatMap((product) => orderedLength(product, billingModel) ?? []);
	if (lengths.length === 0 || (others.length === 0 && named === billed)) return undefined;
	const isEarlier = others.length === 0 && hasLaterOrder(task, seen, chainOf);
	if (named && isEarlier && (belongs === undefined || belongs === named)) return { kind: 'earlier', periodType: named };
	if (billed === undefined || saysNoPeriod(lengths, billingModel)) return undefined;
	const words = uniq(lengths.map(lengthText)).join(' and ');
	return {
		kind: 'waits',
		why: `bills ${words}, but subscription ${seen.id} is billed ${lengthText(billedLength({ ...seen, billingModel }))}. The task goes on once both agree: it is checked again once a day, and when you retry. If the order no longer counts, ignore the task.`,
	};
}

/** Whether what a task waits for may lie in its subscription: that has no period of Autotask's, or another one than the order names. */
export function mayWaitForPeriod({ order }: Pick<SyncTask, 'order'>, seen: Subscription): boolean {
	const billingModel = modelOf(seen, order);
	const billed = billedPeriodType({ ...seen, billingModel });
	return billed === undefined || orderedPeriods(order?.products ?? [], billingModel).some((type) => type !== billed);
}
