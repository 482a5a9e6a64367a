import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { adoptLines } from '../../src/sync/adopting/adoptLines';
import type { AdoptedTask } from '../../src/sync/adopting/adoptionRows';
import { compareAdoptable } from '../../src/sync/adopting/compareAdoptable';
import { speaker } from '../shared/items/speaker';
import { openPorts } from '../shared/opening/openPorts';
import { paired, refusal, shown, textOf } from './answers';

function countText(tasks: readonly AdoptedTask[], state: AdoptedTask['state'], text: string): string {
	return `${tasks.filter((task) => task.state === state).length} ${text}`;
}

/** Links lines that were there before as they are, and says of each what became of it. Source: rule T11. */
export async function adopt(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const which = context.getNodeParameter('adoptLines', 0) === 'named' ? 'named' : 'all';
	const isOnlyCompared = context.getNodeParameter('onlyCompare', 0, false) === true;
	const linkDifferent = !isOnlyCompared && context.getNodeParameter('linkDifferent', 0, false) === true;
	const { connectionId } = ports.inputs;
	const text = which === 'named' ? textOf(context, [...context.getInputData().keys()]) : '';
	const request = { connectionId, which, text, linkDifferent, by: speaker(context) } as const;
	const { tasks, refused } = await (isOnlyCompared ? compareAdoptable : adoptLines)(request, ports);
	const counts = [
		...(isOnlyCompared
			? [countText(tasks, 'agrees', 'agree')]
			: [countText(tasks, 'adopted', 'linked and synced'), countText(tasks, 'linked', 'linked with a difference')]),
		countText(tasks, 'different', 'differ'),
		`${refused.length} refused`,
	];
	const message = `${counts.join(', ')}; nothing was written to Autotask.`;
	context.addExecutionHints({ message, type: refused.length > 0 ? 'warning' : 'info', location: 'outputPane' });
	const stored = new Map(
		(await ports.store.tasksById(tasks.map(({ taskId }) => taskId))).map((task) => [task.id, task]),
	);
	const rows = tasks.flatMap(({ taskId, plan, ...adoption }) => {
		const task = stored.get(taskId);
		return task ? [shown(ports, task, { ...(plan && { plan }), adoption })] : [];
	});
	return paired(context, [...rows, ...refused.map((entry) => refusal(ports, entry))]);
}
