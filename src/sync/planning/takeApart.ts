import { omit } from 'lodash';
import type { Attention, AttentionReason } from '../../domain/attention';
import type { TaskId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import { billingHalves, modelOf } from '../../domain/order/usageLines';
import { planTask } from '../../domain/planning/planTask';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { type BatchFacts, withSettings } from './batchFacts';
import type { PlanMaking } from './planBatch';

/** A Billing order as two tasks. */
interface Halves {
	/** The task itself, without the prices. */
	readonly charged: SyncTask;
	/** A new task of its own. */
	readonly priced: SyncTask;
}

/** A task that cannot be written now, and why. */
interface Waiting {
	readonly task: SyncTask;
	readonly attention: Attention;
}

/** What may be the price's fault alone. */
const ofPrice: readonly AttentionReason[] = [
	'price conflict',
	'changed in Autotask',
	'product not mapped',
	'order not understood',
];

function halvesOf(task: SyncTask, batch: BatchFacts): Halves | undefined {
	const subscription = batch.subscriptions.find((one) => task.subscriptionIds.includes(one.id));
	if (task.kind !== 'billing' || !task.order || !subscription) return undefined;
	const halves = billingHalves(task.order, modelOf(subscription, task.order));
	if (!halves) return undefined;
	const priced: SyncTask = {
		...omit(task, [
			'attention',
			'approval',
			'firstApproval',
			'offeredUntil',
			'offers',
			'causeCheckedAt',
			'note',
			'waitsFor',
		]),
		id: `${task.id}-price` as TaskId,
		state: 'open',
		order: halves.priced,
		answers: {},
	};
	return { charged: { ...task, order: halves.charged }, priced };
}

/** Whether what the order charges goes on by itself where the whole of it waits. */
function goesOnAlone({ attention }: Waiting, charged: SyncTask, batch: BatchFacts, making: PlanMaking): boolean {
	const alone = planTask(charged, withSettings(batch, making.settings, making.catalogueCosts), batch.ledger);
	if (alone.kind !== 'planned') return false;
	const isReady = alone.plan.approvalNeeded.length === 0 && alone.plan.predecessors.length === 0;
	return ofPrice.includes(attention.reason) || (attention.reason === 'approval' && isReady);
}

/**
 * Takes Billing orders apart whose prices wait for a person: usage is charged by the order's task, and the prices get a
 * task of their own, to be offered with the next check.
 *
 * Gives the batch with what is left of these tasks; the very same batch where none was taken apart. Source: rule A13.
 */
export async function takeApart(
	waiting: readonly Waiting[],
	batch: BatchFacts,
	making: PlanMaking,
	ports: Ports,
): Promise<BatchFacts> {
	const apart = waiting.flatMap((one): readonly Halves[] => {
		const halves = halvesOf(one.task, batch);
		return halves && goesOnAlone(one, halves.charged, batch, making) ? [halves] : [];
	});
	if (apart.length === 0) return batch;
	const now = ports.clock.now();
	const connectionId = batch.connection.id;
	await ports.store.addTasks(apart.map(({ priced }) => ({ ...priced, updatedAt: now })));
	const changes = apart.map(({ charged }) => ({ id: charged.id, change: { order: charged.order } }));
	await ports.store.changeTasks(connectionId, changes, now);
	await ports.store.log(
		apart.map(({ charged, priced }) => ({
			at: now,
			connectionId,
			taskId: charged.id,
			action: 'plan',
			message: `Its prices wait: they are looked at in task ${priced.id}, and what the order charges goes on without them.`,
		})),
	);
	const left = keyBy(apart, ({ charged }) => charged.id);
	const chain = batch.chain.map((task) => left[task.id]?.charged ?? task);
	return {
		...batch,
		chain,
		facts: { ...batch.facts, chainOf: (id) => chain.filter((task) => task.subscriptionIds.includes(id)) },
	};
}
