import type { CustomerId } from '../../domain/ids';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { planningView } from '../checking/planningView';
import { csvAnswer, goTo, type PageAnswer } from '../pageAnswer';
import { field } from '../pageRequest';
import { taskAddress } from '../taskAddress';
import { adopt, adoptionView } from './adoptionPage';
import { boardSearch, boardStateOf } from './boardState';
import { readCustomerBill } from './customerBill';
import { excludeActions } from './excludeActions';
import { exclusionsView } from './exclusionList';
import { reviewActions } from '../review/reviewActions';
import { reviewView } from '../review/reviewPage';
import { writtenView } from '../review/writtenPage';
import { type BoardSettings, taskActions } from './taskActions';
import { TaskBoard } from './taskBoard';
import { kindText, neededText } from '../review/taskParts';

async function listView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const state = boardStateOf(request);
	const found = await ports.store.taskPage(connectionId, boardSearch(state));
	const connection = await ports.store.connection(connectionId);
	const bill = state.customer === '' ? undefined : await readCustomerBill(state.customer as CustomerId, ports);
	return {
		title: 'Tasks',
		content: (
			<TaskBoard
				found={found}
				state={state}
				token={token}
				now={ports.clock.now()}
				connection={connection}
				bill={bill}
				reason={field(request, 'reason')}
				ticked={request.form['tasks'] ?? []}
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
	if (query['written'] !== undefined) return await writtenView(showing, ports, settings.sync);
	if (query['review'] !== undefined) return await reviewView(showing, ports);
	if (query['task'] !== undefined) return goTo(taskAddress(query['task']));
	return await listView(showing, ports);
}

/** The task board. It writes with the given settings; what plans are made with is in the plans. */
export function tasksPage(settings: BoardSettings): Page {
	const actions = { ...taskActions(settings), ...reviewActions(settings), ...excludeActions, adopt };
	return { name: 'tasks', show: async (showing, ports) => await show(showing, ports, settings), actions };
}
