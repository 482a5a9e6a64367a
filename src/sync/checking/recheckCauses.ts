import { uniq } from 'lodash';
import { type AttentionReason, reasonsInAutotask } from '../../domain/attention';
import { plusMillis } from '../../domain/calendarDate';
import { contractPeriod } from '../../domain/contract/lineState';
import { contractOfTask } from '../../domain/contractChoice/contractOfTask';
import type { ConnectionId, SubscriptionId } from '../../domain/ids';
import { billedPeriodType } from '../../domain/order/billedPeriod';
import { contractDay } from '../../domain/period/effectiveDay';
import type { SyncTask } from '../../domain/task/task';
import { outgrows } from '../../domain/portion/periodChange';
import { successorOfContract } from '../../domain/portion/succession';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { MarketplacePort } from '../../ports/marketplace';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import type { BatchFacts } from '../planning/batchFacts';
import { readFacts } from '../planning/readFacts';
import { unreadCause } from '../planning/unreadCause';
import { vanishedCause } from '../planning/vanishedLines';
import { readSubscriptionsAgain } from '../reading/readOnRetry';
import type { SyncPorts } from '../writing/syncOptions';
import { tasksOfPeriod, waitsForPeriod } from './periodCauses';
import { writableAgain } from './writableAgain';

type RecheckPorts = SyncPorts & { readonly marketplace: MarketplacePort };

export interface RecheckOptions {
	readonly recheckHours: number;
	readonly autotask?: () => Promise<AutotaskPort>;
}

/** Causes that lie in which companies and contracts there are. */
const reasonsOfChoice: readonly AttentionReason[] = [
	'customer not mapped',
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
];

/** Whether the choice of a contract for one subscription of the task still ends with its reason; undefined where it is not known. */
function stillStands(
	task: SyncTask,
	id: SubscriptionId,
	{ facts, ledger, connection }: BatchFacts,
): boolean | undefined {
	const subscription = facts.subscription(id);
	if (!subscription) return undefined;
	const assigned = ledger.assigned.get(id);
	const belongs = assigned === undefined ? undefined : facts.contract(assigned);
	if (waitsForPeriod(task, subscription, belongs, facts)) return true;
	const asked = {
		task,
		subscription,
		periodType: billedPeriodType(subscription),
		day: contractDay(task, subscription, connection),
		subject: task.id,
		isLeaving: outgrows(task, subscription, belongs),
		isOneOfSeveral: task.subscriptionIds.length > 1,
	};
	const choice = contractOfTask(asked, facts, ledger);
	if (choice.kind === 'attention')
		return choice.reason === 'customer not mapped' || choice.reason === task.attention?.reason;
	const isLate = task.kind !== 'billing' && task.attention?.reason === 'contract ended';
	if (!isLate || contractPeriod(choice.contract, asked.day).nextStart <= choice.contract.endsOn) return false;
	return successorOfContract(asked, choice.contract, facts, ledger) === undefined;
}

/**
 * Whether no choice of a contract for the task would now end with its reason. A contract that has ended is only good
 * again where it, or what takes over, reaches past the period, since a rise may begin there. Source: rule C5.
 */
function choiceHasMoved(task: SyncTask, batch: BatchFacts): boolean {
	const known = task.subscriptionIds.flatMap((id) => stillStands(task, id, batch) ?? []);
	return known.length > 0 && !known.includes(true);
}

function isMappedAgain(task: SyncTask, { facts }: BatchFacts): boolean {
	const mapping = facts.customerMapping(task);
	return mapping !== undefined && facts.company(mapping.companyId)?.isActive === true;
}

function having(tasks: readonly SyncTask[], ...reasons: readonly AttentionReason[]): readonly SyncTask[] {
	return tasks.filter(({ attention }) => attention !== undefined && reasons.includes(attention.reason));
}

/** Those whose cause is gone; one read for all of them. */
async function freedOf(
	connectionId: ConnectionId,
	due: readonly SyncTask[],
	ports: SyncPorts,
): Promise<ReadonlySet<SyncTask>> {
	const batch = await readFacts(connectionId, due, ports);
	const chosen = having(due, ...reasonsOfChoice).filter((task) =>
		task.attention?.reason === 'customer not mapped' ? isMappedAgain(task, batch) : choiceHasMoved(task, batch),
	);
	const readable = (task: SyncTask) =>
		unreadCause(task, batch) === undefined && vanishedCause(task, batch.vanished) === undefined;
	const onLines = having(due, 'changed in Autotask', 'period posted', 'two changes on one date');
	return new Set([...chosen, ...(await writableAgain(onLines, batch, ports))].filter(readable));
}

async function stamp(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	free: ReadonlySet<SyncTask>,
	ports: Ports,
): Promise<void> {
	const now = ports.clock.now();
	const change = (task: SyncTask): TaskChange =>
		free.has(task)
			? { state: 'open', attention: undefined, offeredUntil: undefined, causeCheckedAt: now }
			: { causeCheckedAt: now };
	await ports.store.changeTasks(
		connectionId,
		tasks.map((task) => ({ id: task.id, change: change(task) })),
		now,
	);
	if (free.size === 0) return;
	await ports.store.log(
		[...free].map((task): ActionLogEntry => ({
			at: now,
			connectionId,
			taskId: task.id,
			action: 'check',
			message: `Autotask has changed: "${task.attention?.reason ?? ''}" no longer holds, the task is checked again.`,
		})),
	);
}

async function recheck(connectionId: ConnectionId, due: readonly SyncTask[], ports: RecheckPorts): Promise<number> {
	await readSubscriptionsAgain(connectionId, await tasksOfPeriod(connectionId, due, ports), ports);
	const free = await freedOf(connectionId, due, ports);
	await stamp(connectionId, due, free, ports);
	return free.size;
}

/** A customer that nobody has mapped is no cause in Autotask; one whose company is inactive is. Source: rule M5. */
async function causedInAutotask(
	tasks: readonly SyncTask[],
	connectionId: ConnectionId,
	{ store }: Ports,
): Promise<readonly SyncTask[]> {
	const unmapped = having(tasks, 'customer not mapped');
	if (unmapped.length === 0) return tasks;
	const mappings = await store.customerMappings(connectionId, uniq(unmapped.map((task) => task.customerId)));
	const mapped = new Set(mappings.map((mapping) => mapping.customerId));
	return tasks.filter((task) => !unmapped.includes(task) || mapped.has(task.customerId));
}

/**
 * Looks once per `recheckHours` whether causes in Autotask are gone, and opens the tasks for which they are.
 *
 * One batched read for all tasks that are due; none where no task is. Subscriptions whose period may be the cause are read again, too. Returns how many were freed. Source: rule T8.
 */
export async function recheckCauses(
	connectionId: ConnectionId,
	ports: Omit<RecheckPorts, 'autotask'>,
	options: RecheckOptions,
): Promise<number> {
	const connection = await ports.store.connection(connectionId);
	if (!options.autotask || !connection) return 0;
	const before = plusMillis(ports.clock.now(), -options.recheckHours * 60 * 60 * 1000);
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: reasonsInAutotask });
	const due = await causedInAutotask(
		waiting.filter((task) => (task.causeCheckedAt ?? task.updatedAt) <= before),
		connectionId,
		ports,
	);
	return due.length === 0 ? 0 : await recheck(connectionId, due, { ...ports, autotask: await options.autotask() });
}
