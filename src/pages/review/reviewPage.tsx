import { uniqBy } from 'lodash';
import { askingReasons } from '../../domain/answers/question';
import { readTaskEntry } from '../../domain/answers/taskEntry';
import type { TaskId } from '../../domain/ids';
import { isPlanned } from '../../domain/plan/standingPlan';
import type { TaskSummary } from '../../ports/store/tasks';
import type { PagePorts, PageView, Showing } from '../page';
import { type PageRequest, rowsPerPage } from '../pageRequest';
import { askedOf } from '../questions/asked';
import type { Reviewed } from './reviewed';
import { ReviewView } from './reviewView';
import { allWaiting } from './ticks';

/** How many lines of plans one page has room for. */
const mostLines = 150;

function fitting(reviewed: readonly Reviewed[]): readonly Reviewed[] {
	let lines = 0;
	return reviewed.filter(({ plan }, at) => {
		lines += plan?.lines.length ?? 0;
		return at === 0 || lines <= mostLines;
	});
}

/** Tasks that an address names, as a list shows them. */
export async function summariesOf(ids: readonly TaskId[], ports: PagePorts): Promise<readonly TaskSummary[]> {
	if (ids.length === 0) return [];
	const search = { ids, offset: 0, limit: ids.length };
	return (await ports.store.taskPage(ports.inputs.connectionId, search)).rows;
}

/** The tasks that an address names, as many as a page has room for. */
export function idsNamed(text: string): readonly TaskId[] {
	return text
		.split(',')
		.slice(0, rowsPerPage)
		.map((entry) => readTaskEntry(entry).taskId);
}

/** Tasks whose cause asks what a person can answer in a row, newest first. */
async function askingTasks(room: number, ports: PagePorts): Promise<readonly TaskSummary[]> {
	if (room <= 0) return [];
	const search = { states: ['attention'], reasons: askingReasons, offset: 0, limit: rowsPerPage } as const;
	const { rows } = await ports.store.taskPage(ports.inputs.connectionId, search);
	return rows.filter((task) => askedOf(task, undefined).length > 0).slice(0, room);
}

/** Tasks that an address names as just answered. */
export function answeredIn({ query }: PageRequest): readonly TaskId[] {
	return query['answered'] === undefined ? [] : idsNamed(query['answered']);
}

/**
 * What is looked at: the tasks that the address names, or all that wait for approval and all that ask, newest first; and
 * those of which a question was just answered, whatever they wait for now.
 */
export async function tasksReviewed(
	request: PageRequest,
	ports: PagePorts,
): Promise<{ readonly tasks: readonly TaskSummary[]; readonly left: number }> {
	const text = request.query['review'] ?? '';
	if (text !== allWaiting) return { tasks: await summariesOf(idsNamed(text), ports), left: 0 };
	const search = { states: ['attention'], reasons: ['approval'], offset: 0, limit: rowsPerPage } as const;
	const { rows, total } = await ports.store.taskPage(ports.inputs.connectionId, search);
	const others = [
		...(await summariesOf(answeredIn(request), ports)),
		...(await askingTasks(rowsPerPage - rows.length, ports)),
	];
	return { tasks: uniqBy([...rows, ...others], 'id'), left: total - rows.length };
}

/** Plans that wait, to be looked at and approved together. */
export async function reviewView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const { query, form, method } = request;
	const { tasks, left } = await tasksReviewed(request, ports);
	const ids = tasks.map(({ id }) => id);
	const plans = ids.length === 0 ? [] : await ports.store.plans(ports.inputs.connectionId, ids);
	const reviewed = tasks.map((task): Reviewed => {
		const isShown = isPlanned(task) && (task.state === 'attention' || task.state === 'approved');
		const plan = isShown ? plans.find((one) => one.taskId === task.id) : undefined;
		return plan ? { task, plan } : { task };
	});
	const shown = fitting(reviewed);
	const ticked = method === 'POST' ? (form['plans'] ?? []) : query['ticked']?.split(',');
	return {
		title: 'Plans to look at',
		content: (
			<ReviewView
				reviewed={shown}
				left={left + reviewed.length - shown.length}
				state={{
					review: query['review'] ?? '',
					tick: query['tick'] ?? '',
					ticked,
					answered: answeredIn(request),
				}}
				typed={(name) => form[name]?.at(-1)}
				token={token}
			/>
		),
	};
}
