import { compact } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import { ignoreTasks } from '../../sync/deciding/ignoreTasks';
import type { RefusedEntry } from '../../sync/deciding/namedTasks';
import { restoreTasks } from '../../sync/deciding/restoreTasks';
import { retryTasks } from '../../sync/deciding/retryTasks';
import { startConnection, stopConnection } from '../../sync/deciding/stopConnection';
import { address } from '../address';
import { checkNow, type CheckNowSettings } from '../checking/checkNow';
import { planOn } from '../checking/planOn';
import { refusalText } from '../nextStep';
import type { ActionOutcome, PagePorts } from '../page';
import { field, type PageRequest, rowsPerPage } from '../pageRequest';
import type { ReviewSettings } from '../review/reviewActions';
import { taskAddress } from '../taskAddress';
import { boardAddress, boardStateOf } from './boardState';

/** What the board writes, checks and plans with. */
export interface BoardSettings extends ReviewSettings, CheckNowSettings {}

const longestReason = 500;
const mostNamed = 10;

function refused(message: string): ActionOutcome {
	return { kind: 'refused', message };
}

function ticked(request: PageRequest): readonly string[] {
	return (request.form['tasks'] ?? []).slice(0, rowsPerPage);
}

/** The same view once more: the page of one task, or the list as it was. */
function back(request: PageRequest): string {
	const { id } = request.query;
	return id === undefined ? boardAddress(boardStateOf(request)) : taskAddress(id);
}

function someOf(messages: readonly string[]): string {
	const more = messages.length - mostNamed;
	return compact([...messages.slice(0, mostNamed), more > 0 ? `And ${more} more.` : '']).join(' ');
}

function numberOf(count: number): string {
	return count === 1 ? '1 task' : `${count} tasks`;
}

const nothingTicked = 'Nothing is ticked. Tick the tasks that are meant.';

function endedWith(
	request: PageRequest,
	{ done, words, denied }: { readonly done: number; readonly words: string; readonly denied: readonly RefusedEntry[] },
): ActionOutcome {
	const reasons = someOf(denied.map((one) => refusalText(one)));
	if (done === 0) return refused(reasons);
	return { kind: 'done', message: `${numberOf(done)} ${words} ${reasons}`.trim(), location: back(request) };
}

interface Said {
	readonly connectionId: ConnectionId;
	readonly text: string;
	readonly by: string;
	readonly reason: string;
}

/** What was ticked and said of it; a sentence that says what is missing. */
function said(request: PageRequest, ports: PagePorts): Said | string {
	const names = ticked(request);
	const reason = field(request, 'reason');
	if (names.length === 0) return nothingTicked;
	if (reason.length > longestReason) return `The reason is longer than ${longestReason} characters; shorten it.`;
	return { connectionId: ports.inputs.connectionId, text: names.join('\n'), by: request.user, reason };
}

async function review(request: PageRequest): Promise<ActionOutcome> {
	const names = ticked(request);
	if (names.length === 0) return refused(nothingTicked);
	const message = `${numberOf(names.length)} to look at. Nothing is written before you approve.`;
	return await Promise.resolve({ kind: 'done', message, location: address('tasks', { review: names.join(',') }) });
}

async function retry(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const asked = said(request, ports);
	if (typeof asked === 'string') return refused(asked);
	const { retried, refused: denied } = await retryTasks(asked, ports);
	return endedWith(request, { done: retried.length, words: 'will be checked again with the next check.', denied });
}

/** The same of a task whose change was entered in Autotask by a person. */
async function byHand(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const asked = said(request, ports);
	if (typeof asked === 'string') return refused(asked);
	const reason = `Entered by hand${asked.reason === '' ? '' : `: ${asked.reason}`}`;
	const { ignored, refused: denied } = await ignoreTasks({ ...asked, reason }, ports);
	return endedWith(request, { done: ignored.length, words: 'marked as entered by hand; nothing is written.', denied });
}

async function ignore(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const asked = said(request, ports);
	if (typeof asked === 'string') return refused(asked);
	const { ignored, refused: denied } = await ignoreTasks(asked, ports);
	return endedWith(request, { done: ignored.length, words: 'ignored; nothing is written.', denied });
}

async function restore(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const asked = said(request, ports);
	if (typeof asked === 'string') return refused(asked);
	const { restored, refused: denied } = await restoreTasks(asked, ports);
	return endedWith(request, { done: restored.length, words: 'brought back; the next check hands on.', denied });
}

function brake(move: typeof stopConnection) {
	return async (request: PageRequest, ports: PagePorts): Promise<ActionOutcome> => {
		const reason = field(request, 'brakeReason');
		if (reason === '') return refused('Say why; the reason is recorded in the action log.');
		if (reason.length > longestReason) return refused(`The reason is longer than ${longestReason} characters.`);
		const outcome = await move({ connectionId: ports.inputs.connectionId, by: request.user, reason }, ports);
		if (outcome.kind === 'refused') return refused(outcome.why);
		return { kind: 'done', message: outcome.message, location: back(request) };
	};
}

/** What settles a task without writing it, on the board and on its own page. */
export const settlingActions = { retry, ignore, byHand, restore };

/** What the forms of the board do; each by the use case of its name in src/sync. */
export function taskActions(settings: BoardSettings) {
	return {
		review,
		...settlingActions,
		stop: brake(stopConnection),
		start: brake(startConnection),
		check: checkNow(settings),
		planOn,
	};
}
