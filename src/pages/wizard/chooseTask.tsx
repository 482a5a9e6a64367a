import { sum } from 'lodash';
import { listTasks } from '../../sync/tasks/listTasks';
import type { PagePorts, PageView, Showing } from '../page';
import { pageNumber, rowsPerPage } from '../pageRequest';
import { ChooseTaskView } from './chooseTaskView';
import { customerNames } from './customerNames';

const waiting = ['attention', 'failed', 'open'] as const;

/** The tasks that need somebody, or those of the order that is looked for. */
export async function chooseTask({ request }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const find = (request.query['find'] ?? '').trim().slice(0, 100);
	const page = pageNumber(request);
	const window = { offset: (page - 1) * rowsPerPage, limit: rowsPerPage };
	const filter = find === '' ? { states: waiting, ...window } : { orderNumber: find, limit: rowsPerPage };
	const { tasks, counts } = await listTasks(connectionId, filter, ports);
	const content = (
		<ChooseTaskView
			tasks={tasks}
			customers={await customerNames(tasks, ports)}
			total={sum(waiting.map((state) => counts[state]))}
			page={page}
			find={find}
		/>
	);
	return { title: 'Sync wizard', content };
}
