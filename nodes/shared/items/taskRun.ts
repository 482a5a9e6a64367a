import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { DatabaseId, TaskId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import type { ConnectionInputs } from '../../../src/ports/store/connections';
import type { StorePort } from '../../../src/ports/store/store';
import type { OtherValue } from '../../../src/sync/settings/nodeSettings';
import { isolateFaults } from '../../../src/sync/tasks/isolateFaults';
import { SettingError } from '../settingError';
import { withOthers } from '../settings/ownSettings';
import { readCarried, readTaskItem, type TaskItem, taskKeys } from './itemJson';
import { toNodeError } from './nodeErrors';
import { previewStore } from './previewStore';

/** What a node found of one task: the output it belongs to, and what its item gains. */
export interface Placed {
	readonly taskId: TaskId;
	readonly output: number;
	readonly gains: IDataObject;
	/** The values of its own that the node has worked with. */
	readonly others?: readonly OtherValue[];
}

/** Some tasks with the store that they are worked on with: for those shown by hand, one that keeps nothing. */
export interface TaskGroup {
	readonly tasks: readonly SyncTask[];
	readonly store: StorePort;
	readonly isManual: boolean;
}

/** What a run over tasks needs to know of its node. */
export interface TaskRun {
	readonly store: StorePort;
	readonly databaseId: DatabaseId;
	/** Of a node that has a credential of the marketplace. */
	readonly inputs?: ConnectionInputs;
	readonly outputs: number;
	readonly work: (group: TaskGroup) => Promise<readonly Placed[]>;
}

function checkOrigin(item: TaskItem, run: TaskRun): void {
	if (item.storeId !== run.store.storeId) {
		throw new SettingError(
			`Item ${item.itemIndex} belongs to the store ${item.storeId}, and this node uses the store ${run.store.storeId}. Give both nodes the same Sync Store credential.`,
		);
	}
	if (!item.connectionId.startsWith(`${run.databaseId}/`)) {
		throw new SettingError(
			`Item ${item.itemIndex} belongs to the connection ${item.connectionId}, and this node's Autotask API credential leads to the database ${run.databaseId}. Choose the credential that the trigger has.`,
		);
	}
	if (run.inputs && item.connectionId !== run.inputs.connectionId) {
		throw new SettingError(
			`Item ${item.itemIndex} belongs to the connection ${item.connectionId}, and this node's Reseller Marketplace API credential leads to the account ${run.inputs.account}. Choose the credential that the trigger has.`,
		);
	}
}

async function storedTasks(items: readonly TaskItem[], store: StorePort): Promise<ReadonlyMap<string, SyncTask>> {
	const ids = [...new Set(items.map((item) => item.taskId))];
	const stored = ids.length === 0 ? [] : await store.tasksById(ids);
	return new Map(stored.map((task) => [`${task.connectionId} ${task.id}`, task]));
}

function taskOfItem(item: TaskItem, stored: ReadonlyMap<string, SyncTask>): SyncTask {
	if (item.isManual) return readCarried(item).task;
	const task = stored.get(`${item.connectionId} ${item.taskId}`);
	if (task) return task;
	throw new SettingError(
		`Item ${item.itemIndex}: the store knows no task ${item.taskId}. Let the trigger hand it on again.`,
	);
}

/** Whether it is an approval that was refused: nothing is to be done for it, and nobody may miss it. */
function isRefused(json: IDataObject): boolean {
	return typeof json['refused'] === 'string';
}

interface ItemFault {
	readonly itemIndex: number;
	readonly error: unknown;
}

interface ItemOutcome {
	readonly output: number;
	readonly data: INodeExecutionData;
}

interface Sorted {
	readonly groups: readonly (TaskGroup & { readonly items: readonly TaskItem[] })[];
	readonly faults: readonly ItemFault[];
}

function attempt<T>(itemIndex: number, read: () => T, faults: ItemFault[]): T[] {
	try {
		return [read()];
	} catch (error) {
		faults.push({ itemIndex, error });
		return [];
	}
}

async function sortItems(input: readonly INodeExecutionData[], run: TaskRun): Promise<Sorted> {
	const faults: ItemFault[] = [];
	const items = input.flatMap(({ json }, itemIndex) =>
		isRefused(json)
			? []
			: attempt(
					itemIndex,
					() => {
						const item = readTaskItem(json, itemIndex);
						checkOrigin(item, run);
						return item;
					},
					faults,
				),
	);
	const stored = await storedTasks(items, run.store);
	const known = items.flatMap((item) =>
		attempt(item.itemIndex, () => ({ item, task: taskOfItem(item, stored) }), faults),
	);
	const groups = [false, true].flatMap((isManual) => {
		const some = known.filter(({ item }) => item.isManual === isManual);
		if (some.length === 0) return [];
		const tasks = [...new Map(some.map(({ task }) => [task.id, task])).values()];
		const carried = isManual ? some.map(({ item }) => readCarried(item)) : [];
		const store = isManual ? previewStore(run.store, carried) : run.store;
		return [{ tasks, store, isManual, items: some.map(({ item }) => item) }];
	});
	return { groups, faults };
}

function errorItem(context: IExecuteFunctions, fault: ItemFault): INodeExecutionData {
	const error = toNodeError(context.getNode(), fault.error, fault.itemIndex);
	return { json: { error: error.message }, error, pairedItem: { item: fault.itemIndex } };
}

async function groupOutcome(
	group: Sorted['groups'][number],
	run: TaskRun,
	node: string,
): Promise<readonly ItemOutcome[]> {
	const work = async (tasks: readonly SyncTask[]) => await run.work({ ...group, tasks });
	const { outcomes, faults } = await isolateFaults(group.tasks, work, { store: group.store, clock: group.store.clock });
	const failed = [...faults].map(([taskId, error]): Placed => {
		const message = error instanceof Error ? error.message : String(error);
		return { taskId, output: run.outputs - 1, gains: { error: message } };
	});
	const placed = new Map([...outcomes, ...failed].map((one) => [one.taskId, one]));
	const now = new Map(
		(await group.store.tasksById([...placed.keys()])).map((task) => [`${task.connectionId} ${task.id}`, task]),
	);
	return group.items.map((item) => {
		const one = placed.get(item.taskId);
		if (!one) throw new RangeError(`no outcome for the task ${item.taskId}`);
		const task = now.get(`${item.connectionId} ${item.taskId}`);
		const gained = { ...item.json, ...(task && { task: taskKeys(task)['task'] }), ...one.gains };
		const json = withOthers(gained, node, one.others ?? []);
		return { output: one.output, data: { json, pairedItem: { item: item.itemIndex } } };
	});
}

/**
 * Runs a use case over the tasks of all input items together and places each item on its output.
 *
 * Items keep their json and their order; refused approvals go to the last output as they are. An item that cannot be read stops the node before anything is done, or, where
 * the node goes on after errors, becomes an error item on the first output.
 */
export async function runOverTasks(context: IExecuteFunctions, run: TaskRun): Promise<INodeExecutionData[][]> {
	const branches: INodeExecutionData[][] = Array.from({ length: run.outputs }, () => []);
	const { groups, faults } = await sortItems(context.getInputData(), run);
	const [first] = faults;
	if (first && !context.continueOnFail()) throw toNodeError(context.getNode(), first.error, first.itemIndex);
	branches[0]?.push(...faults.map((fault) => errorItem(context, fault)));
	const refused = context
		.getInputData()
		.flatMap(({ json }, item) => (isRefused(json) ? [{ json, pairedItem: { item } }] : []));
	branches.at(-1)?.push(...refused);
	for (const group of groups) {
		try {
			for (const { output, data } of await groupOutcome(group, run, context.getNode().name))
				branches[output]?.push(data);
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error);
			branches[0]?.push(...group.items.map(({ itemIndex }) => errorItem(context, { itemIndex, error })));
		}
	}
	return branches;
}
