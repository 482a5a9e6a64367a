import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AttentionReason } from '../../src/domain/attention';
import { instant } from '../../src/domain/calendarDate';
import type { Instant, TaskId } from '../../src/domain/ids';
import type { TaskKind } from '../../src/domain/order/taskKind';
import type { TaskState } from '../../src/domain/task/task';
import type { TaskSearch } from '../../src/ports/store/tasks';
import { connectionState, notCheckedYet } from '../../src/sync/deciding/connectionState';
import { readBack } from '../../src/sync/proving/readBack';
import { findLog, findTasks, getTask, listTasks } from '../../src/sync/tasks/listTasks';
import { chosenText, type Given, runPerItem, typedText } from '../shared/items/itemRun';
import { openPorts } from '../shared/opening/openPorts';
import { SettingError } from '../shared/settingError';
import { shown } from './answers';
import { chosenTask, noTask } from './changes';

function limitOf(context: IExecuteFunctions, item: number): { readonly limit?: number } {
	if (context.getNodeParameter('returnAll', item) === true) return {};
	return { limit: Number(context.getNodeParameter('limit', item)) };
}

/** What the board's search offers beside the states; undefined where nothing of it is asked for. */
function searchOf(context: IExecuteFunctions, item: number): Partial<TaskSearch> | undefined {
	const search = typedText(context, 'search', item);
	const reasons = context.getNodeParameter('reasons', item, []) as AttentionReason[];
	const kinds = context.getNodeParameter('kinds', item, []) as TaskKind[];
	if (search === '' && reasons.length === 0 && kinds.length === 0) return undefined;
	return { search, ...(reasons.length > 0 && { reasons }), ...(kinds.length > 0 && { kinds }) };
}

const everything = { offset: 0, limit: Number.MAX_SAFE_INTEGER };

/** Tasks with their plans, by what is searched for. */
export async function list(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { connectionId } = ports.inputs;
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const states = context.getNodeParameter('states', item) as TaskState[];
		const filter = { ...(states.length > 0 && { states }), ...limitOf(context, item) };
		const search = searchOf(context, item);
		const tasks = search
			? await findTasks(connectionId, { ...everything, ...filter, ...search }, ports)
			: (await listTasks(connectionId, filter, ports)).tasks;
		const plans = await ports.store.plans(
			connectionId,
			tasks.map(({ id }) => id),
		);
		const planOf = new Map(plans.map((plan) => [plan.taskId, plan]));
		return tasks.map((task) => ({ output: 0, json: shown(ports, task, { plan: planOf.get(task.id) }) }));
	});
}

/** One task per item with everything that is known of it. */
export async function get(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const found = await getTask(ports.inputs.connectionId, chosenTask(context, item), ports);
		if (!found) throw noTask(context, ports, item);
		const { task, ...more } = found;
		const isReadBack = context.getNodeParameter('readBack', item, false) === true;
		const held = isReadBack ? { readBack: await readBack(found.journal, ports) } : {};
		return [{ output: 0, json: shown(ports, task, { ...more, ...held }) }];
	});
}

function readInstant(typed: string): Instant | undefined {
	try {
		return instant(typed);
	} catch {
		return undefined;
	}
}

/** A day or time of the log's search; nothing if none is chosen. */
function dayIn<Search>(
	context: IExecuteFunctions,
	name: string,
	item: number,
	as: (at: Instant) => Search,
): Search | undefined {
	const typed = typedText(context, name, item);
	if (typed === '') return undefined;
	const at = readInstant(typed);
	if (at === undefined) throw new SettingError(`"${typed.slice(0, 40)}" is no date. Enter one such as 2026-10-16.`);
	return as(at);
}

/** What was done, newest first. */
export async function log(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const taskId = chosenText(context, 'logTaskId', item) as TaskId;
		const action = typedText(context, 'logAction', item);
		const search = {
			...everything,
			...limitOf(context, item),
			...(taskId !== '' && { taskId }),
			...(action !== '' && { action }),
			search: typedText(context, 'logSearch', item),
			customer: typedText(context, 'logCustomer', item),
			by: typedText(context, 'logBy', item),
			...dayIn(context, 'logFrom', item, (at) => ({ from: at })),
			...dayIn(context, 'logUntil', item, (at) => ({ until: at })),
		};
		const entries = await findLog(ports.inputs.connectionId, search, ports);
		return entries.map((entry) => ({ output: 0, json: entry }));
	});
}

/** How the connection stands. */
export async function connection(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { connectionId } = ports.inputs;
	return await runPerItem(context, 1, async (): Promise<readonly Given[]> => {
		const state = await connectionState(connectionId, ports);
		if (!state) throw new SettingError(notCheckedYet(connectionId));
		return [{ output: 0, json: { storeId: ports.store.storeId, ...state } }];
	});
}
