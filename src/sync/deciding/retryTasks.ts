import type { Answers } from '../../domain/answers/answers';
import type { ApprovalEntry } from '../../domain/answers/approval';
import { othersWord } from '../../domain/answers/othersAsked';
import { withOwnUnits } from '../../domain/answers/ownAnswer';
import { pricesWord, withPrices } from '../../domain/answers/pricesAsked';
import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Ports } from '../../ports/store/ports';
import type { TaskChange } from '../../ports/store/tasks';
import { readOnRetry } from '../reading/readOnRetry';
import { holdSuccessors } from '../tasks/holdSuccessors';
import { tasksOfConnection } from '../tasks/tasksOfConnection';
import { allowedTasks, changeAsSeen, type NamedTask, namedTasks, type RefusedEntry } from './namedTasks';

export interface RetryOutcome {
	/** Open again, or offered again at once; the next check hands them on. */
	readonly retried: readonly SyncTask[];
	readonly refused: readonly RefusedEntry[];
}

export interface RetryRequest {
	readonly connectionId: ConnectionId;
	/** Entries as `parseApproval` reads them; a fingerprint is not looked at. */
	readonly text: string;
	readonly by: string;
}

function answersOf(entry: ApprovalEntry, before: Answers): Answers {
	const { contractId, goneLine, oneTimeLines, otherUnits, prices } = entry;
	const { units, seenInForce } = otherUnits ?? {};
	const said = withOwnUnits(before, entry);
	return {
		...(prices ? withPrices(said, prices) : said),
		...(contractId === undefined ? {} : { contractId }),
		...(goneLine === undefined ? {} : { goneLine }),
		...(oneTimeLines === undefined ? {} : { oneTimeLines }),
		...(units === undefined || seenInForce === undefined ? {} : { otherUnits: { units, seenInForce } }),
	};
}

function whyNotRetried({ entry, task }: NamedTask): string | undefined {
	if (task.state === 'synced') return `Task ${task.id} is synced; there is nothing to retry.`;
	if (task.state === 'ignored') return `Task ${task.id} is ignored: ${task.note ?? 'a person decided so'}`;
	if (entry.otherUnits && entry.otherUnits.seenInForce === undefined) {
		const { units } = entry.otherUnits;
		return `Say of task ${task.id} how many units Autotask holds now besides: others=${units}@<units in force>; the task's message names them.`;
	}
	return undefined;
}

/** A task that is being written stays so: its open writes are settled first. */
function retriedChange({ entry, task }: NamedTask): TaskChange {
	const again: TaskChange = {
		answers: answersOf(entry, task.answers),
		offeredUntil: undefined,
		offers: undefined,
		causeCheckedAt: undefined,
	};
	if (task.state !== 'failed' && task.state !== 'attention') return again;
	return { ...again, state: 'open', attention: undefined, note: undefined, waitsFor: undefined };
}

function answerText(answers: Answers): string {
	const {
		ownUnits,
		ownUnitsOf,
		otherUnits,
		priceSource,
		seenPrices = [],
		contractId,
		goneLine,
		oneTimeLines,
	} = answers;
	const [seen] = seenPrices;
	const said = [
		ownUnits === undefined ? '' : `own=${ownUnits}`,
		...Object.entries(ownUnitsOf ?? {}).map(([product, units]) => `own[${product}]=${units}`),
		otherUnits === undefined ? '' : othersWord(otherUnits),
		priceSource === undefined ? '' : pricesWord({ from: priceSource, ...(seen === undefined ? {} : { seen }) }),
		contractId === undefined ? '' : `contract=${contractId}`,
		goneLine === undefined ? '' : `gone=${goneLine}`,
		oneTimeLines === true ? 'onetime' : '',
	].filter((word) => word !== '');
	return said.length === 0 ? '' : ` with ${said.join(' ')}`;
}

/**
 * Lets the named tasks be looked at again, with what the person says of them.
 *
 * Failed tasks and those that need attention are open again; their approval counts on as long as the plan stays the
 * same. Where the cause may lie in the order or the subscription, both are read once more. Every entry gets an answer. Source: rule T8.
 */
export async function retryTasks(
	request: RetryRequest,
	ports: Ports & { readonly marketplace: MarketplacePort },
): Promise<RetryOutcome> {
	const { connectionId, text, by } = request;
	const { allowed, refused } = allowedTasks(await namedTasks(connectionId, text, ports.store), whyNotRetried);
	if (allowed.length === 0) return { retried: [], refused };
	const now = ports.clock.now();
	const read = await readOnRetry(
		connectionId,
		allowed.map(({ task }) => task),
		ports,
	);
	const { changed, refused: late } = await changeAsSeen(
		connectionId,
		allowed,
		(one) => ({ ...read.get(one.task.id), ...retriedChange(one) }),
		ports,
	);
	const message = ({ entry }: NamedTask): string => `To check again${answerText(answersOf(entry, {}))}.`;
	await ports.store.log(
		changed.map((one) => ({ at: now, connectionId, taskId: one.task.id, action: 'retry', by, message: message(one) })),
	);
	await holdSuccessors(connectionId, ports);
	const ids = changed.map(({ task }) => task.id);
	return { retried: await tasksOfConnection(connectionId, ids, ports), refused: [...refused, ...late] };
}
