import { omit } from 'lodash';
import { localDay } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import { hasContractLine } from '../../domain/order/billedPeriod';
import { billedPart, type ExcludedThing, type Exclusion, exclusionOf, thingText } from '../../domain/order/exclusion';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { includedTask } from '../../domain/task/includedTask';
import type { SyncTask } from '../../domain/task/task';
import type { Connection } from '../../ports/store/connections';
import type { Ports } from '../../ports/store/ports';
import { foundEntry } from '../tasks/foundEntry';
import { notCheckedYet } from './connectionState';
import { planPartly } from './endExcluded';

export interface IncludeRequest {
	readonly connectionId: ConnectionId;
	readonly thing: ExcludedThing;
	readonly by: string;
	/** Why; for the log, may be empty. */
	readonly reason: string;
}

export type IncludeOutcome =
	| { readonly kind: 'included'; readonly tasks: readonly SyncTask[]; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

/** The subscriptions that are billed again, with what they hold as last seen. */
async function billedAgain(
	thing: ExcludedThing,
	left: readonly Exclusion[],
	{ id: connectionId }: Connection,
	{ store }: Ports,
): Promise<readonly SeenSubscription[]> {
	const seen =
		thing.kind === 'subscription'
			? await store.subscriptionsById(connectionId, [thing.id])
			: (await store.subscriptionsOf(connectionId)).filter(({ products }) =>
					products.some(({ productId }) => productId === thing.id),
				);
	return seen.filter(
		(one) => one.status === 'active' && hasContractLine(one.billingModel) && billedPart(one, left) !== undefined,
	);
}

function tasksOf(
	subscriptions: readonly SeenSubscription[],
	{ id: connectionId, connectedAt, timeZone }: Connection,
	{ clock }: Ports,
): readonly SyncTask[] {
	const now = clock.now();
	const today = localDay(now, timeZone);
	const frame = { connectionId, connectedAt, now, timeZone, today, isFirst: false, processAutomatically: false };
	return subscriptions.map((one) => includedTask(omit(one, ['seenAt', 'earlierExpirations']), frame));
}

function includedText(what: string, tasks: readonly SyncTask[]): string {
	const [first] = tasks;
	const day = first?.firstSeenOn ?? '';
	const waiting =
		first === undefined
			? 'As far as is known it holds nothing now that has to be billed. The next look at all subscriptions finds what it does hold.'
			: `What ${tasks.length === 1 ? 'it holds' : `${tasks.length} subscriptions hold`} is billed from ${day} on once you approve its plan, and nothing of the days before.`;
	return `The ${what} is included again. ${waiting}`;
}

/**
 * Takes an exclusion back: a task for each subscription that is billed again brings its line to what it holds from today on.
 * It waits for approval, and nothing is billed of the days before. Tasks that the exclusion ended stay ignored. Source: rule T7.
 */
export async function includeAgain(request: IncludeRequest, ports: Ports): Promise<IncludeOutcome> {
	const { connectionId, thing, by } = request;
	const { store, clock } = ports;
	const connection = await store.connection(connectionId);
	if (!connection) return { kind: 'refused', message: notCheckedYet(connectionId) };
	const exclusions = await store.exclusions(connectionId);
	const exclusion = exclusionOf(exclusions, thing);
	if (!exclusion) return { kind: 'refused', message: `The ${thing.kind} ${thing.id} is not excluded.` };
	const left = exclusions.filter((one) => one !== exclusion);
	const tasks = tasksOf(await billedAgain(thing, left, connection, ports), connection, ports);
	const what = thingText(thing, exclusion.name);
	if (!(await store.includeAgain(connectionId, thing, tasks)))
		return { kind: 'refused', message: `The ${what} has just been included by somebody else.` };
	const now = clock.now();
	const reason = request.reason.trim();
	const why = `It was excluded by ${exclusion.by}: ${exclusion.reason}`;
	const message = `Included ${what} again${reason === '' ? '' : `: ${reason}`}. ${why}`;
	const found = tasks.map((task) => ({ ...foundEntry(task, now), action: 'include', by }));
	await store.log([{ at: now, connectionId, action: 'include', by, message }, ...found]);
	if (thing.kind === 'product') await planPartly(connectionId, [exclusion], ports);
	return { kind: 'included', tasks, message: includedText(what, tasks) };
}
