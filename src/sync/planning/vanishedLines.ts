import { isEqual, uniqWith } from 'lodash';
import { goneStep } from '../../domain/answers/othersAsked';
import { type Attention, attentionOf } from '../../domain/attention';
import { plusDays } from '../../domain/calendarDate';
import { rowsOfLine } from '../../domain/contract/lineState';
import type { ContractId, CustomerId, Instant, SubscriptionId } from '../../domain/ids';
import type { Subscription } from '../../domain/order/order';
import { isOver } from '../../domain/order/unorderedChange';
import type { ContractPlan } from '../../domain/plan/plan';
import { subjectOf } from '../../domain/portion/taskOrder';
import type { SyncTask } from '../../domain/task/task';
import { isEmptyFrom } from '../../domain/unitTimeline';
import type { JournalEntry } from '../../ports/store/journal';
import type { LinkedLine } from '../../ports/store/lines';
import type { AutotaskState } from '../reading/readAutotask';

/** A line that bills a subscription as far as we know, and that Autotask does not show, or not with its units. */
export interface VanishedLine {
	readonly link: Pick<LinkedLine, 'subscriptionId' | 'contractServiceId'>;
	/** As a sentence names it. */
	readonly what: string;
	/** Whether its contract is there and shows its units: then somebody may have removed it. */
	readonly mayBeGone: boolean;
}

function unseen(link: LinkedLine, state: AutotaskState): Omit<VanishedLine, 'link'> | undefined {
	const { contractId, contractServiceId } = link;
	const contract = state.contracts.find(({ id }) => id === contractId);
	const line = [...state.lines, ...state.endedLines].find(({ id }) => id === contractServiceId);
	if (state.unread.contracts.has(contractId)) return undefined;
	const name = `contract service ${contractServiceId} of contract ${contract?.name ?? contractId}`;
	if (!contract || !line) return { what: name, mayBeGone: contract !== undefined };
	const isOver = contract.endsOn < state.readFrom || !state.lines.includes(line);
	if (isOver || rowsOfLine(line, state.lines, state.rows).length > 0) return undefined;
	return { what: `the units of ${name}`, mayBeGone: false };
}

/** Those of the lines that are to hold units on days at hand, and that did not come back. */
export function vanishedLines(links: readonly LinkedLine[], state: AutotaskState): readonly VanishedLine[] {
	const first = plusDays(state.readFrom, 1);
	return links.flatMap((link) => {
		const isLeft = link.leftOn !== undefined && link.leftOn <= first;
		if (isLeft || isEmptyFrom(link.units, first)) return [];
		const found = unseen(link, state);
		return found ? [{ link, ...found }] : [];
	});
}

/** The lines of the task's subscriptions that did not come back, but the one that a person says is gone. */
function vanishedOf(
	{ subscriptionIds, answers }: SyncTask,
	vanished: readonly VanishedLine[],
): readonly VanishedLine[] {
	const isGone = ({ link, mayBeGone }: VanishedLine) => mayBeGone && link.contractServiceId === answers.goneLine;
	return vanished.filter((one) => subscriptionIds.includes(one.link.subscriptionId) && !isGone(one));
}

/** Where a line that the task's subscriptions are on did not come back: nothing is planned as if it had never been. Source: rule Q15. */
export function vanishedCause(task: SyncTask, vanished: readonly VanishedLine[]): Attention | undefined {
	const [own] = vanishedOf(task, vanished);
	if (!own) return undefined;
	const { link, what, mayBeGone } = own;
	return attentionOf(
		'changed in Autotask',
		`${subjectOf(task)}: Autotask no longer shows ${what}, which bills it: somebody has removed it, or the API user may not see it. Let the API user see it and retry; or enter the change in Autotask by hand and ignore the task.`,
		mayBeGone ? goneStep(link.contractServiceId) : '',
	);
}

/** What a plan without a line that is gone has to be approved for. Source: rule Q15. */
export function goneApproval({ answers }: SyncTask, vanished: readonly VanishedLine[]): string | undefined {
	const { goneLine } = answers;
	const isGone = goneLine !== undefined && vanished.some(({ link }) => link.contractServiceId === goneLine);
	return isGone
		? `contract service ${goneLine} is gone: what it has not billed before this plan begins stays unbilled`
		: undefined;
}

/** A contract that bills a subscription of a customer as far as we know, and that Autotask does not show. */
export interface HiddenContract {
	readonly customerId: CustomerId;
	readonly contractId: ContractId;
}

/** Those of the subscriptions that are not over. */
export function hiddenContracts(
	subscriptions: readonly Subscription[],
	assigned: ReadonlyMap<SubscriptionId, ContractId>,
	{ contracts, unread }: Pick<AutotaskState, 'contracts' | 'unread'>,
): readonly HiddenContract[] {
	const isShown = (id: ContractId) => unread.contracts.has(id) || contracts.some((contract) => contract.id === id);
	const known = subscriptions.flatMap((subscription): HiddenContract[] => {
		const contractId = isOver(subscription) ? undefined : assigned.get(subscription.id);
		return contractId === undefined ? [] : [{ customerId: subscription.customerId, contractId }];
	});
	return uniqWith(known, isEqual).filter(({ contractId }) => !isShown(contractId));
}

/** What a contract that is created beside hidden ones has to be approved for, too. Source: rules C6 and Q15. */
export function hiddenBeside(
	{ customerId }: SyncTask,
	{ newContract }: ContractPlan,
	hidden: readonly HiddenContract[],
): string | undefined {
	const ids = hidden.filter((one) => one.customerId === customerId).map(({ contractId }) => contractId);
	if (!newContract || ids.length === 0) return undefined;
	return `Autotask does not show contract ${ids.join(', ')}, which bills this customer already, so this may be a second one: let the API user see it and retry, or make sure that it is gone`;
}

/** Where the plan creates a line that we have created before, which cannot be written twice. Source: rule Q14. */
export function createdBefore(
	task: SyncTask,
	plan: ContractPlan,
	{ journal, readAt }: { readonly journal: readonly JournalEntry[]; readonly readAt: Instant },
): Attention | undefined {
	const keys = plan.changes.flatMap(({ target }) => (target.kind === 'new' ? target.key : []));
	const isThere = ({ state, settledAt }: JournalEntry) =>
		(state === 'done' || state === 'recorded') && settledAt !== undefined && settledAt < readAt;
	const isOwn = ({ kind, key = '' }: JournalEntry) => kind === 'contractService' && keys.includes(key);
	const entry = journal.find((one) => isOwn(one) && isThere(one));
	if (!entry) return undefined;
	const message = `${subjectOf(task)}: Autotask no longer shows contract service ${entry.contractServiceId ?? ''} of contract ${entry.contractId}, which we have created for it. Let the API user see it and retry; or enter the change in Autotask by hand and ignore the task.`;
	return { reason: 'changed in Autotask', message };
}
