import { taskEntry } from '../../src/domain/answers/taskEntry';
import type { TaskId } from '../../src/domain/ids';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SyncTask } from '../../src/domain/task/task';
import type { RefusedEntry } from '../../src/sync/deciding/namedTasks';
import { plainJson, taskKeys } from '../shared/items/itemJson';
import { typedText } from '../shared/items/itemRun';
import type { ChainPorts } from '../shared/opening/openPorts';

/** A task as the node shows it, with what an operation adds. */
export function shown(ports: ChainPorts, task: SyncTask, more: object = {}): IDataObject {
	return { storeId: ports.store.storeId, manual: false, ...taskKeys(task), ...plainJson(more) };
}

/** An entry that nothing was done for; Sync Contract hands it on to Failed. */
export function refusal(ports: ChainPorts, { text, taskId, reason, alreadySynced }: RefusedEntry): IDataObject {
	return {
		storeId: ports.store.storeId,
		manual: false,
		entry: text,
		...(taskId && { taskId }),
		refused: reason,
		...(alreadySynced && { alreadySynced }),
	};
}

/** What an item names; the task that the item itself is, whatever its id holds. */
function entryOf(context: IExecuteFunctions, item: number): string {
	const text = typedText(context, 'tasks', item);
	return context.getInputData()[item]?.json['taskId'] === text ? taskEntry(text as TaskId) : text;
}

/** What the items name, one after another. */
export function textOf(context: IExecuteFunctions, items: readonly number[]): string {
	return items.map((item) => entryOf(context, item)).join('\n');
}

/** What was named in all items was said together, hence each answer is paired with all of them. */
export function paired(context: IExecuteFunctions, rows: readonly IDataObject[]): INodeExecutionData[][] {
	const pairedItem = [...context.getInputData().keys()].map((item) => ({ item }));
	return [rows.map((json) => ({ json, pairedItem }))];
}

/** Says in the editor that some entries were refused: the node itself has done what it could. Those written before are none. */
export function hintRefused(context: IExecuteFunctions, entries: readonly RefusedEntry[], done: number): void {
	const refused = entries.filter(({ alreadySynced }) => alreadySynced !== true);
	if (refused.length === 0) return;
	const all = entries.length + done;
	const message = `${refused.length} of ${all} entries were refused, and nothing was done for them: ${refused[0]?.reason ?? ''}`;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
