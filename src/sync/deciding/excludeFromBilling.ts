import type { ConnectionId } from '../../domain/ids';
import { type ExcludedThing, type Exclusion, exclusionOf, thingText } from '../../domain/order/exclusion';
import { concernsExcluded } from '../../domain/task/excludedTask';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { LinkedLine } from '../../ports/store/lines';
import type { Ports } from '../../ports/store/ports';
import { isWorkedOn } from '../planning/planAgain';
import { getTask } from '../tasks/listTasks';
import { billedLines } from './billedLines';
import { notCheckedYet } from './connectionState';
import { endExcluded, planPartly, seenOf } from './endExcluded';

export interface ExcludeRequest {
	readonly connectionId: ConnectionId;
	readonly thing: ExcludedThing;
	readonly by: string;
	/** Why; shown with its tasks, in the list and in the log. */
	readonly reason: string;
}

export type ExcludeOutcome =
	| {
			readonly kind: 'excluded';
			readonly exclusion: Exclusion;
			/** The tasks that ended with it. */
			readonly ended: readonly SyncTask[];
			readonly message: string;
	  }
	| { readonly kind: 'refused'; readonly message: string };

export type ExcludePorts = Ports & { readonly autotask: AutotaskPort };

const longestReason = 500;
const mostNamed = 5;

function refused(message: string): ExcludeOutcome {
	return { kind: 'refused', message };
}

/** Its name as last seen; undefined where nothing is known of it, so that an id was probably mistyped. */
async function nameOf({ thing, connectionId }: ExcludeRequest, { store }: Ports): Promise<string | undefined> {
	if (thing.kind === 'product') {
		const seen = await store.subscriptionsOf(connectionId);
		const product = seen.flatMap(({ products }) => products).find(({ productId }) => productId === thing.id);
		return product?.name;
	}
	const [seen] = await store.subscriptionsById(connectionId, [thing.id]);
	if (seen) return seen.name;
	const [task] = await store.tasks(connectionId, { subscriptionIds: [thing.id], limit: 1 });
	return task && '';
}

async function hasUnrecordedUnits(task: SyncTask, ports: Ports): Promise<boolean> {
	const journal = (await getTask(task.connectionId, task.id, ports))?.journal ?? [];
	return journal.some(({ kind, state }) => kind !== 'charge' && (state === 'open' || state === 'done'));
}

/** A task of it that is being written now, or that has written units which no line counts yet. */
async function whyNotNow(exclusion: Exclusion, connectionId: ConnectionId, ports: Ports): Promise<string | undefined> {
	const states = ['open', 'attention', 'approved', 'syncing', 'failed'] as const;
	const by = exclusion.kind === 'subscription' ? { subscriptionIds: [exclusion.id] } : {};
	const tasks = await ports.store.tasks(connectionId, { states, ...by });
	const seen = await seenOf(connectionId, tasks, ports);
	const now = ports.clock.now();
	for (const task of tasks.filter((one) => concernsExcluded(one, [exclusion], seen))) {
		if (task.state === 'syncing' || (task.state === 'approved' && isWorkedOn(task, now)))
			return `Task ${task.id} of it is being written. Exclude it when that has ended.`;
		if (await hasUnrecordedUnits(task, ports))
			return `Task ${task.id} of it is written in part. Retry it first, then exclude.`;
	}
	return undefined;
}

function billedText(what: string, billed: readonly string[]): string {
	const more = billed.length > mostNamed ? ` and ${billed.length - mostNamed} lines more` : '';
	const lines = `${billed.slice(0, mostNamed).join('; ')}${more}`;
	return `Nothing is excluded, because ${what} is billed: ${lines}. Excluding it would not stop that. Take these units off the line in Autotask, or cancel them at the marketplace and sync that; then exclude it.`;
}

function releasedText({ contractServiceId, subscriptionId, productId, units }: LinkedLine): string {
	const from = units.at(-1)?.from;
	const since = from === undefined ? '' : ` from ${from} on`;
	return `Contract service ${contractServiceId} counts no units of subscription ${subscriptionId}, product ${productId}${since}: they are off the line in Autotask.`;
}

/** Records of lines that hold none of its units what they hold, so that no later plan puts them back. */
async function release(lines: readonly LinkedLine[], request: ExcludeRequest, ports: Ports): Promise<void> {
	if (lines.length === 0) return;
	const { connectionId, by } = request;
	const now = ports.clock.now();
	const log = lines.map((line) => ({
		at: now,
		connectionId,
		action: 'exclude',
		by,
		message: releasedText(line),
	}));
	const nothing = { otherUnits: [], assignments: [], tasks: [], recorded: [] };
	await ports.store.settleTasks({ connectionId, now, lines, ...nothing, log });
}

async function keep(
	exclusion: Exclusion,
	lines: readonly LinkedLine[],
	request: ExcludeRequest,
	ports: Ports,
): Promise<ExcludeOutcome> {
	const { connectionId, by } = request;
	const what = thingText(exclusion, exclusion.name);
	if (!(await ports.store.exclude(connectionId, exclusion)))
		return refused(`The ${what} has just been excluded by somebody else.`);
	await release(lines, request, ports);
	const message = `Excluded ${what}: ${exclusion.reason}`;
	await ports.store.log([{ at: exclusion.at, connectionId, action: 'exclude', by, message }]);
	const ended = await endExcluded(connectionId, ports, by);
	if (exclusion.kind === 'product') await planPartly(connectionId, [exclusion], ports);
	const tasks = ended.length === 1 ? '1 task of it is' : `${ended.length} tasks of it are`;
	const off = lines.length === 0 ? '' : ` ${lines.map(releasedText).join(' ')}`;
	return {
		kind: 'excluded',
		exclusion,
		ended,
		message: `The ${what} is excluded and is never billed. ${tasks} ignored.${off} Nothing was changed in Autotask.`,
	};
}

/**
 * Excludes a subscription, or a product in all subscriptions, from billing for good, with a reason.
 *
 * Its waiting tasks end as ignored with that reason, and so do later ones. Refused with the amount while a line in Autotask
 * holds units of it: excluding stops no billing. Nothing is written to Autotask. Source: rule T7.
 */
export async function excludeFromBilling(request: ExcludeRequest, ports: ExcludePorts): Promise<ExcludeOutcome> {
	const { connectionId, thing, by } = request;
	const reason = request.reason.trim();
	if (thing.id.trim() === '') return refused(`Say which ${thing.kind} is never billed.`);
	if (reason === '') return refused(`Say why the ${thing.kind} is never billed.`);
	if (reason.length > longestReason) return refused(`The reason is longer than ${longestReason} characters.`);
	if (!(await ports.store.connection(connectionId))) return refused(notCheckedYet(connectionId));
	const before = exclusionOf(await ports.store.exclusions(connectionId), thing);
	if (before) return refused(`The ${thingText(thing, before.name)} is excluded already: ${before.reason}`);
	const name = await nameOf(request, ports);
	if (name === undefined)
		return refused(
			`No ${thing.kind} ${thing.id} was seen at the marketplace. Check its ID, or check for changes first.`,
		);
	const exclusion: Exclusion = { ...thing, name, reason, by, at: ports.clock.now() };
	const why = await whyNotNow(exclusion, connectionId, ports);
	if (why !== undefined) return refused(why);
	const { billed, released } = await billedLines(connectionId, thing, ports);
	if (billed.length > 0) return refused(billedText(`the ${thingText(thing, name)}`, billed));
	return await keep(exclusion, released, request, ports);
}
