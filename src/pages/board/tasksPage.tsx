import type { TaskId } from '../../domain/ids';
import { whyExcluded } from '../../domain/task/excludedTask';
import { getTask } from '../../sync/tasks/listTasks';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { field } from '../pageRequest';
import { adopt, adoptionView } from './adoptionPage';
import { boardSearch, boardStateOf } from './boardState';
import { excludeActions } from './excludeActions';
import { exclusionsView } from './exclusionList';
import { reviewActions } from '../review/reviewActions';
import { reviewView, summariesOf } from '../review/reviewPage';
import { writtenView } from '../review/writtenPage';
import { type BoardSettings, taskActions } from './taskActions';
import { TaskBoard } from './taskBoard';
import { kindText, neededText, taskName } from '../review/taskParts';
import { TaskView } from './taskView';

async function listView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const state = boardStateOf(request);
	const found = await ports.store.taskPage(connectionId, boardSearch(state));
	const connection = await ports.store.connection(connectionId);
	return {
		title: 'Tasks',
		content: (
			<TaskBoard
				found={found}
				state={state}
				token={token}
				now={ports.clock.now()}
				connection={connection}
				reason={field(request, 'reason')}
				ticked={request.form['tasks'] ?? []}
			/>
		),
	};
}

const linesOfOneTask = 30;

async function taskView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const id = (request.query['task'] ?? '') as TaskId;
	const dossier = await getTask(connectionId, id, ports);
	const [task] = await summariesOf([id], ports);
	if (!dossier || !task)
		return {
			title: 'No such task',
			content: (
				<p>
					The connection has no task {id.slice(0, 100)}. <a href="tasks">Back to the tasks</a>
				</p>
			),
		};
	const { plan } = dossier;
	const approved = await ports.store.approvedPlan(connectionId, id);
	const seen = (one: string) => dossier.subscriptions.find((subscription) => subscription.id === one);
	const hasMoved = task.state === 'attention' && approved && approved.fingerprint !== plan?.fingerprint;
	return {
		title: `Task ${taskName(task)}`,
		content: (
			<TaskView
				dossier={dossier}
				task={task}
				approved={hasMoved ? approved : undefined}
				log={dossier.log.slice(0, linesOfOneTask)}
				token={token}
				now={ports.clock.now()}
				isExcluded={whyExcluded(dossier.task, dossier.exclusions, seen) !== undefined}
				typed={{
					reason: field(request, 'reason'),
					held: field(request, 'held'),
					thing: field(request, 'thing'),
					excludeReason: field(request, 'excludeReason'),
				}}
			/>
		),
	};
}

const mostExported = 20_000;

async function csv({ request }: Showing, ports: PagePorts): Promise<PageAnswer> {
	const search = { ...boardSearch(boardStateOf(request)), offset: 0, limit: mostExported };
	const { rows } = await ports.store.taskPage(ports.inputs.connectionId, search);
	return csvAnswer('tasks.csv', [
		[
			'task',
			'order',
			'order type',
			'customer id',
			'customer',
			'subscriptions',
			'state',
			'reason',
			'created',
			'what is needed',
		],
		...rows.map((task) => [
			task.id,
			task.orderNumber ?? '',
			kindText(task),
			task.customerId,
			task.customerName ?? '',
			task.subscriptionIds.join(' '),
			task.state,
			task.attention?.reason ?? '',
			task.createdAt,
			neededText(task),
		]),
	]);
}

async function show(showing: Showing, ports: PagePorts, { sync }: BoardSettings): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['as'] === 'csv') return await csv(showing, ports);
	if (query['view'] === 'excluded') return await exclusionsView(showing, ports);
	if (query['view'] === 'first') return await adoptionView(showing, ports);
	if (query['written'] !== undefined) return await writtenView(showing, ports, sync);
	if (query['review'] !== undefined) return await reviewView(showing, ports);
	if (query['task'] !== undefined) return await taskView(showing, ports);
	return await listView(showing, ports);
}

/** The task board. It writes with the given settings; what plans are made with is in the plans. */
export function tasksPage(settings: BoardSettings): Page {
	const actions = { ...taskActions(settings), ...reviewActions(settings), ...excludeActions, adopt };
	return { name: 'tasks', show: async (showing, ports) => await show(showing, ports, settings), actions };
}
