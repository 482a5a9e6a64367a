import { readTaskEntry } from '../../domain/answers/taskEntry';
import type { TaskId } from '../../domain/ids';
import { whyExcluded } from '../../domain/task/excludedTask';
import type { TaskSummary } from '../../ports/store/tasks';
import { getTask } from '../../sync/tasks/listTasks';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { field, rowsPerPage } from '../pageRequest';
import { planningView } from '../checking/planningView';
import { adopt, adoptionView } from './adoptionPage';
import { boardSearch, boardStateOf } from './boardState';
import { excludeActions } from './excludeActions';
import { exclusionsView } from './exclusionList';
import type { Reviewed } from './reviewed';
import { ReviewView } from './reviewView';
import { type BoardSettings, taskActions } from './taskActions';
import { TaskBoard } from './taskBoard';
import { kindText, neededText, taskName } from './taskParts';
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

async function summariesOf(ids: readonly TaskId[], ports: PagePorts): Promise<readonly TaskSummary[]> {
	if (ids.length === 0) return [];
	const search = { ids, offset: 0, limit: ids.length };
	return (await ports.store.taskPage(ports.inputs.connectionId, search)).rows;
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

/** How many lines of plans one page has room for. */
const mostLines = 150;

function fitting(reviewed: readonly Reviewed[]): readonly Reviewed[] {
	let lines = 0;
	return reviewed.filter(({ plan }, at) => {
		lines += plan?.lines.length ?? 0;
		return at === 0 || lines <= mostLines;
	});
}

async function reviewView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const ids = (request.query['review'] ?? '')
		.split(',')
		.slice(0, rowsPerPage)
		.map((entry) => readTaskEntry(entry).taskId);
	const tasks = await summariesOf(ids, ports);
	const plans = await ports.store.plans(ports.inputs.connectionId, ids);
	const reviewed = tasks.map((task): Reviewed => {
		const plan =
			task.state === 'attention' || task.state === 'approved' ? plans.find((one) => one.taskId === task.id) : undefined;
		return plan ? { task, plan } : { task };
	});
	const shown = fitting(reviewed);
	const ticked = request.method === 'POST' ? (request.form['plans'] ?? []) : undefined;
	return {
		title: 'Plans to look at',
		content: (
			<ReviewView
				reviewed={shown}
				left={reviewed.length - shown.length}
				ticked={ticked}
				state={{ review: request.query['review'] ?? '', tick: request.query['tick'] ?? '' }}
				token={token}
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

async function show(showing: Showing, ports: PagePorts, settings: BoardSettings): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['view'] === 'planning') return await planningView(showing, ports, settings);
	if (query['as'] === 'csv') return await csv(showing, ports);
	if (query['view'] === 'excluded') return await exclusionsView(showing, ports);
	if (query['view'] === 'first') return await adoptionView(showing, ports);
	if (query['review'] !== undefined) return await reviewView(showing, ports);
	if (query['task'] !== undefined) return await taskView(showing, ports);
	return await listView(showing, ports);
}

/** The task board. It writes with the given settings; what plans are made with is in the plans. */
export function tasksPage(settings: BoardSettings): Page {
	return {
		name: 'tasks',
		show: async (showing, ports) => await show(showing, ports, settings),
		actions: { ...taskActions(settings), ...excludeActions, adopt },
	};
}
