import { compact, uniq } from 'lodash';
import { readTaskEntry } from '../../domain/answers/taskEntry';
import type { TaskId } from '../../domain/ids';
import { type ApprovedTask, approveTasks } from '../../sync/deciding/approveTasks';
import type { PlanNowSettings } from '../../sync/planning/planTaskNow';
import type { SyncResult } from '../../sync/tasks/outcomes';
import { tasksOfConnection } from '../../sync/tasks/tasksOfConnection';
import { syncContracts } from '../../sync/writing/syncContracts';
import type { SyncOptions } from '../../sync/writing/syncOptions';
import { tasksPerSlice } from '../../sync/writing/writeSlice';
import { needText, refusalText } from '../nextStep';
import type { Acting, ActionOutcome, PagePorts } from '../page';
import { field, type PageRequest, rowsPerPage } from '../pageRequest';
import { type Asked, askedOf, readChoice } from '../questions/asked';
import { chosenIn, ownWords, type Planned, planWith, saidOtherwise } from '../questions/saidAnswers';
import { tasksReviewed } from './reviewPage';
import { entriesText, reviewAddress } from './ticks';
import { writtenAddress } from './writtenAddress';

/** How the review plans again what a person answers, and writes what is approved. */
export interface ReviewSettings {
	readonly plan: PlanNowSettings;
	readonly sync: SyncOptions;
}

const mostNamed = 10;

function refused(message: string): ActionOutcome {
	return { kind: 'refused', message };
}

function someOf(messages: readonly string[]): string {
	const more = messages.length - mostNamed;
	return compact([...messages.slice(0, mostNamed), more > 0 ? `And ${more} more.` : '']).join(' ');
}

function ticked(request: PageRequest): readonly string[] {
	return (request.form['plans'] ?? []).slice(0, rowsPerPage);
}

/** The review again, with what is ticked; plans that were made again under their new name. */
function again(request: PageRequest, { answered, entries, messages, isRefused }: Planned, end: string): ActionOutcome {
	const named = ticked(request).map((entry) => entries.findLast(({ before }) => before === entry)?.now ?? entry);
	const location = reviewAddress(request.query['review'] ?? '', { ticked: entriesText(named), answered });
	if (isRefused) return refused(someOf(messages));
	return { kind: 'done', message: `${someOf(messages)} ${end}`.trim(), location };
}

function shownAgain(request: PageRequest): string {
	return reviewAddress(request.query['review'] ?? '');
}

const nothingWritten = 'Nothing is written yet: look at it, then approve.';

/** What tasks ask, by themselves or by their plans. */
async function askedBy(ids: readonly TaskId[], ports: PagePorts): Promise<readonly Asked[]> {
	const { connectionId } = ports.inputs;
	const known = uniq(ids);
	const tasks = await tasksOfConnection(connectionId, known, ports);
	const plans = known.length === 0 ? [] : await ports.store.plans(connectionId, known);
	return tasks.flatMap((task) =>
		askedOf(
			task,
			plans.find(({ taskId }) => taskId === task.id),
		),
	);
}

/** What the tasks ask that are ticked, and all that the review shows. */
async function askedHere(request: PageRequest, ports: PagePorts): Promise<readonly Asked[]> {
	const { tasks } = await tasksReviewed(request, ports);
	return await askedBy(
		[...ticked(request).map((entry) => readTaskEntry(entry).taskId), ...tasks.map(({ id }) => id)],
		ports,
	);
}

/** Reckons again what is ticked, and plans again where somebody has answered otherwise. */
function tick({ plan: settings }: ReviewSettings): Acting {
	return async (request, ports) => {
		const said = saidOtherwise(await askedHere(request, ports), request);
		const planned = await planWith(said, request.user, ports, settings);
		return again(request, planned, said.length > 0 ? nothingWritten : 'The totals are those of what is ticked.');
	};
}

/** Plans one task again with the answer of a button. */
function choose({ plan: settings }: ReviewSettings): Acting {
	return async (request, ports) => {
		const { taskId } = readTaskEntry(readChoice(field(request, 'choose'))?.task ?? '');
		const said = chosenIn(await askedBy([taskId], ports), request);
		if (!said) return refused('This plan has changed since it was shown. Look at it again.');
		const planned = await planWith([said], request.user, ports, settings);
		const chosen = planned.entries.map(({ now }) => now);
		const form = { ...request.form, plans: [...ticked(request), ...chosen] };
		return again({ ...request, form }, planned, planned.entries.length > 0 ? nothingWritten : '');
	};
}

function resultText({ attention, message }: SyncResult): string {
	return attention ? needText(attention, 'board') : message;
}

function numberOf(count: number): string {
	return count === 1 ? '1 task' : `${count} tasks`;
}

async function writeAtOnce(approved: readonly ApprovedTask[], ports: PagePorts, options: SyncOptions) {
	const outcomes = await syncContracts(
		approved.map(({ task }) => task),
		ports,
		options,
	);
	const others = outcomes.filter((one) => one.kind !== 'synced');
	return {
		written: outcomes.length - others.length,
		messages: others.map(({ taskId, result }) => `Task ${taskId}: ${resultText(result)}`),
	};
}

/**
 * Approves the plans that were shown. A few are written at once, of more the page that follows writes one slice after
 * another; what has moved is not written. Where a number was typed that a plan was not made with, nothing is: it is planned
 * with it and shown first.
 */
function sync(given: ReviewSettings): Acting {
	const { plan: settings, sync: options } = given;
	return async (request, ports) => {
		if (request.form['choose'] !== undefined) return await choose(given)(request, ports);
		const entries = ticked(request);
		if (entries.length === 0) return refused('No plan is ticked. Tick the plans to write.');
		const asked = await askedHere(request, ports);
		const said = saidOtherwise(asked, request);
		if (said.length > 0) return again(request, await planWith(said, request.user, ports, settings), nothingWritten);
		const words = (entry: string) => ownWords(entry, asked, request);
		const text = entries.map((entry) => [entry, ...words(entry)].join(' ')).join('\n');
		const wanted = { connectionId: ports.inputs.connectionId, text, by: request.user };
		const { approved, refused: denied } = await approveTasks(wanted, ports);
		const reasons = denied.map((one) => refusalText(one));
		const isKept = denied.some((one) => one.isFirstOfTwo);
		if (approved.length === 0 && !isKept) return refused(someOf(reasons));
		const ids = [...approved.map(({ task }) => task.id), ...denied.flatMap(({ taskId }) => taskId ?? [])];
		const location = writtenAddress(ids);
		if (approved.length === 0) return { kind: 'done', message: someOf(reasons), location: shownAgain(request) };
		if (approved.length > tasksPerSlice)
			return { kind: 'done', message: `${numberOf(approved.length)} approved. ${someOf(reasons)}`.trim(), location };
		const { written, messages } = await writeAtOnce(approved, ports, options);
		const message = `${written} of ${numberOf(entries.length)} written. ${someOf([...messages, ...reasons])}`;
		return { kind: 'done', message: message.trim(), location };
	};
}

/** Goes on with plans that were approved and not written yet, where the page was closed meanwhile. */
async function goOn(request: PageRequest): Promise<ActionOutcome> {
	const location = writtenAddress((request.query['written'] ?? '').split(',').map((one) => readTaskEntry(one).taskId));
	return await Promise.resolve({ kind: 'done', message: 'Writing goes on.', location });
}

/** What the forms of the review do; each by the use case of its name in src/sync. */
export function reviewActions(settings: ReviewSettings) {
	return {
		tick: tick(settings),
		sync: sync(settings),
		goOn,
	} satisfies Readonly<Record<string, Acting>>;
}
