import { taskEntry } from '../../domain/answers/taskEntry';
import { isEqual } from 'lodash';
import type { Answers } from '../../domain/answers/answers';
import type { ApprovalEntry } from '../../domain/answers/approval';
import { withOwnUnits } from '../../domain/answers/ownAnswer';
import { pricesWord } from '../../domain/answers/pricesAsked';
import { partsOf, type Why } from '../../domain/attention';
import type { Instant } from '../../domain/ids';
import { type ContractPlan, contractsOf } from '../../domain/plan/plan';
import { answerPlan } from '../../domain/planning/answerPlan';
import type { SyncTask } from '../../domain/task/task';
import { type NamedTask, type RefusedEntry, refusedEntry, whyOf } from './namedTasks';

export interface Candidate extends NamedTask {
	readonly plan: ContractPlan;
	readonly answers: Answers;
}

type Judged = { readonly candidate: Candidate } | { readonly refused: RefusedEntry };

function whyNotNow(task: SyncTask, now: Instant): Why | undefined {
	const name = `Task ${task.id}`;
	if (task.state === 'attention' && task.attention?.reason === 'approval') return undefined;
	if (task.state === 'approved') {
		return task.offeredUntil !== undefined && task.offeredUntil > now
			? { what: `${name} is approved already and is being worked on.` }
			: undefined;
	}
	if (task.attention) return whyOf(`${name} cannot be approved: ${task.attention.reason}. `, task.attention);
	if (task.state === 'open')
		return { what: `${name} has no plan to approve yet`, step: '; run the check so that one is made.' };
	if (task.state === 'syncing') return { what: `${name} is being written.` };
	const next = task.state === 'failed' ? ' Retry it to write what is missing.' : '';
	return { what: `${name} is ${task.state} and needs no approval.${next}` };
}

/** An answer that would change what the plan writes: then it has to be planned anew before it is approved. */
function whyOtherPlan(entry: ApprovalEntry, plan: ContractPlan): Why | undefined {
	const retry = (answer: string): Why => ({
		what: `The plan of task ${entry.taskId} was made otherwise`,
		step: `; retry the task with ${answer} and approve the plan that comes.`,
	});
	if (entry.contractId !== undefined && !contractsOf(plan).includes(entry.contractId))
		return retry(`contract=${entry.contractId}`);
	if (entry.goneLine !== undefined) return retry(`gone=${entry.goneLine}`);
	if (entry.prices !== undefined) return retry(pricesWord(entry.prices));
	if (entry.otherUnits !== undefined) return retry(`others=${entry.otherUnits.units}`);
	return entry.oneTimeLines === true && plan.charges.some((charge) => !charge.selected) ? retry('onetime') : undefined;
}

function whyWrongPlan(entry: ApprovalEntry, plan: ContractPlan): Why | undefined {
	if (entry.fingerprint === undefined)
		return {
			what: `Say which plan of task ${entry.taskId} is approved`,
			step: `: ${taskEntry(entry.taskId, plan.fingerprint)}.`,
		};
	if (entry.fingerprint === plan.fingerprint) return undefined;
	return {
		what: `The plan of task ${entry.taskId} has changed since: you approved ${entry.fingerprint}, the plan now is ${plan.fingerprint}.`,
		step: ` Look at it and approve ${taskEntry(entry.taskId, plan.fingerprint)}.`,
	};
}

/** Whether the task is synced with the very plan that the entry names, as a list of tasks that stays in a workflow does. */
function isWritten(entry: ApprovalEntry, task: SyncTask): boolean {
	return task.state === 'synced' && entry.fingerprint !== undefined && entry.fingerprint === task.approval?.fingerprint;
}

/** An own number that the plan does not ask for, and was not made with. */
function whyUnasked(entry: ApprovalEntry, task: SyncTask, { questions }: ContractPlan): Why | undefined {
	if (questions.length > 0 || isEqual(withOwnUnits(task.answers, entry), task.answers)) return undefined;
	return {
		what: `The plan of task ${entry.taskId} asks for no own units`,
		step: `; approve it without them, or retry the task with them and approve the plan that comes.`,
	};
}

function answeredWhy({ id }: SyncTask, { why, what }: { readonly why: string; readonly what?: string }): Why {
	const parts = partsOf({ message: `${why}.`, ...(what === undefined ? {} : { what }) });
	return { ...parts, what: `Task ${id}: ${parts.what}` };
}

export function judge({ entry, task }: NamedTask, plan: ContractPlan | undefined, now: Instant): Judged {
	const refuse = (why: Why) => ({ refused: refusedEntry({ text: entry.text, taskId: task.id }, why) });
	const early = whyNotNow(task, now);
	if (isWritten(entry, task)) return { refused: { ...refuse(early ?? { what: '' }).refused, alreadySynced: true } };
	if (early !== undefined) return refuse(early);
	if (!plan) return refuse({ what: `Task ${task.id} has no stored plan; retry it so that one is made.` });
	const other = whyWrongPlan(entry, plan) ?? whyOtherPlan(entry, plan);
	if (other !== undefined) return refuse(other);
	const answers = withOwnUnits(task.answers, entry);
	const unasked = whyUnasked(entry, task, plan);
	if (unasked !== undefined) return refuse(unasked);
	const answered = answerPlan(plan, answers);
	return answered.kind === 'refused'
		? refuse(answeredWhy(task, answered))
		: { candidate: { entry, task, plan, answers } };
}
