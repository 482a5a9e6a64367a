import { partition } from 'lodash';
import { taskEntry } from '../../domain/answers/taskEntry';
import { attentionOf } from '../../domain/attention';
import type { ConnectionId, TaskId } from '../../domain/ids';
import { loggedMoney } from '../../domain/plan/loggedMoney';
import { isSamePerson } from '../../domain/people/person';
import { approvalsOf, secondNeeded, whyTwo } from '../../domain/plan/twoApprovers';
import type { GivenApproval } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import type { Candidate } from './judgeApproval';
import { type RefusedEntry, refusedEntry } from './namedTasks';

/** Who approves, and above which amount a second person has to; empty for none. */
export interface Approver {
	readonly connectionId: ConnectionId;
	readonly by: string;
	readonly above: string;
}

/** What another person has said of the same plan before. */
export function othersWord({ task, plan }: Candidate, by: string): GivenApproval | undefined {
	return approvalsOf(task, plan.fingerprint).find((one) => !isSamePerson(one.by, by));
}

/** What one person's approval comes to. */
export interface ByPeople {
	/** One person is enough, or this is the second. */
	readonly enough: readonly Candidate[];
	/** This is the first of two. */
	readonly first: readonly Candidate[];
	/** The same person has approved the plan before. */
	readonly refused: readonly RefusedEntry[];
}

/** Splits what a person approves by how many people have to. Source: rule W9. */
export function byPeople(candidates: readonly Candidate[], { by, above }: Approver): ByPeople {
	const isEnough = (one: Candidate) => whyTwo(one.plan, above) === undefined || othersWord(one, by) !== undefined;
	const [enough, alone] = partition(candidates, isEnough);
	const [again, first] = partition(alone, ({ task, plan }) => approvalsOf(task, plan.fingerprint).length > 0);
	const refused = again.map(({ entry, task, plan }) =>
		refusedEntry(
			{ text: entry.text, taskId: task.id },
			{ what: `Task ${task.id}: ${secondNeeded('You have', plan, above)}` },
		),
	);
	return { enough, first, refused };
}

/** Keeps what a first of two people approves: the task waits for the second, and nothing of it is written. */
export async function keepFirst(
	first: readonly Candidate[],
	{ connectionId, by, above }: Approver,
	{ store, clock }: Ports,
): Promise<{ readonly kept: readonly RefusedEntry[]; readonly others: readonly Candidate[] }> {
	if (first.length === 0) return { kept: [], others: [] };
	const at = clock.now();
	const need = ({ task, plan }: Candidate) =>
		attentionOf(
			'approval',
			secondNeeded(`${by} has`, plan, above),
			` As another person, look at the plan, then approve ${taskEntry(task.id, plan.fingerprint)}.`,
		);
	const changes = first.map((one) => ({
		id: one.task.id,
		seen: one.task,
		change: {
			state: 'attention' as const,
			attention: need(one),
			firstApproval: { fingerprint: one.plan.fingerprint, by, at },
			offeredUntil: undefined,
		},
	}));
	const taken: readonly TaskId[] = await store.takeApprovals(connectionId, changes, at);
	const [own, others] = partition(first, ({ task }) => taken.includes(task.id));
	await store.log(
		own.map(({ task, plan }) => ({
			at,
			connectionId,
			taskId: task.id,
			action: 'approve',
			by,
			message: `Plan ${plan.fingerprint} approved by the first of two people; nothing is written before the second.`,
			details: loggedMoney(plan),
		})),
	);
	const kept = own.map(({ entry, task, plan }): RefusedEntry => ({
		...refusedEntry(
			{ text: entry.text, taskId: task.id },
			{ what: `Task ${task.id}: ${secondNeeded('You have', plan, above)}` },
		),
		isFirstOfTwo: true,
	}));
	return { kept, others };
}
