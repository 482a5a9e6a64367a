import { partition, uniqBy } from 'lodash';
import { taskEntry } from '../../domain/answers/taskEntry';
import { type Attention, attentionOf } from '../../domain/attention';
import type { ConnectionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { BatchFacts } from '../planning/batchFacts';
import { readFacts } from '../planning/readFacts';
import { settleContracts } from '../proving/settleContracts';
import type { ContractReport } from '../proving/writeReport';
import { connected } from '../tasks/connected';
import { needAttention } from '../tasks/needAttention';
import { offeredUntil } from '../tasks/offerTasks';
import type { SyncPorts } from '../writing/syncOptions';
import type { AdoptableTask } from './adoptableTasks';
import { type AdoptedTask, agreedText, differentText } from './adoptionRows';
import { type Adoption, type DifferentTask, judgeAdoption } from './judgeAdoption';
import { linkAsHeld } from './linkAsHeld';

/** Records the links of tasks that have nothing to write, as Sync Contract does after it has written. */
export async function settleAgreeing(
	works: readonly ContractWork[],
	batch: BatchFacts,
	by: string,
	ports: SyncPorts,
): Promise<void> {
	const at = ports.clock.now();
	const reports = works.map((work): ContractReport => {
		const approved = work.approved.map(({ task, plan }) => ({
			plan,
			task: { ...task, approval: { fingerprint: plan.fingerprint, by, at } },
		}));
		const lines = work.lines.flatMap((line) => {
			const { target, state } = line.line;
			if (target.kind === 'new') return [];
			const { contractServiceId } = target;
			return [{ work: line, contractServiceId, sent: [], moved: [], isWhole: true, before: state }];
		});
		return { work: { ...work, approved }, reports: [], lines };
	});
	const tasksOf = ({ work }: ContractReport) => work.approved.map(({ task }) => task.id);
	const approved = reports.flatMap(({ work }) => work.approved.map(({ task: { id, approval } }) => ({ id, approval })));
	const change = async (state: 'approved' | 'syncing') =>
		await ports.store.changeTasks(
			batch.connection.id,
			approved.map(({ id, approval }) => ({
				id,
				change: { state, approval, attention: undefined, offeredUntil: offeredUntil(at) },
			})),
			at,
		);
	if (approved.length > 0) await change('approved');
	if (approved.length > 0) await change('syncing');
	for (const some of connected(reports, tasksOf)) await settleContracts(some, { mismatches: [] }, batch, ports);
}

/** A linked task, with the plan of what is left of it. */
interface Left extends DifferentTask {
	/** What syncing would have written before the line was linked. */
	readonly wouldHave: readonly string[];
}

function leftNeed({ of, plan, wouldWrite, wouldHave }: Left, lines: AdoptedTask['lines']): Attention {
	const next =
		wouldWrite.length > 0
			? `Syncing would write ${wouldWrite.join('; ')}.`
			: `Without the link syncing would have written ${wouldHave.join('; ')}; now nothing is left to write.`;
	return attentionOf(
		'approval',
		`Linked as it is. ${differentText(lines, next)}`,
		` Look at the plan, then approve ${taskEntry(of.task.id, plan.fingerprint)}.`,
	);
}

/** Saves what is left of linked tasks: the plan of the difference, and that it waits at `approval`. */
async function keepDifference(
	left: readonly Left[],
	unplanned: Adoption['refused'],
	shown: Readonly<Record<string, AdoptedTask>>,
	connectionId: ConnectionId,
	ports: SyncPorts,
): Promise<readonly AdoptedTask[]> {
	const why = 'its line was linked as it was, and differs';
	const plans = left.map(({ plan }) => ({ ...plan, approvalNeeded: [...plan.approvalNeeded, why] }));
	if (plans.length > 0) await ports.store.savePlans(connectionId, plans);
	const linesOf = ({ task }: AdoptableTask) => shown[task.id]?.lines ?? [];
	const rows = [
		...left.map((one, at) => ({
			task: one.of.task,
			lines: linesOf(one.of),
			wouldWrite: one.wouldWrite,
			attention: leftNeed(one, linesOf(one.of)),
			plan: plans[at],
		})),
		...unplanned.map(({ of, reason }) => ({
			task: of.task,
			lines: linesOf(of),
			wouldWrite: [],
			attention: { reason: 'approval', message: `Linked as it is. ${reason}` } as const,
			plan: undefined,
		})),
	];
	await needAttention(rows, ports, 'adopt');
	return rows.map(({ task, plan, attention, ...row }): AdoptedTask => ({
		taskId: task.id,
		state: 'linked',
		message: attention.message,
		...row,
		...(plan ? { plan } : {}),
	}));
}

function plannedOf(works: readonly ContractWork[], of: readonly AdoptableTask[]): readonly DifferentTask[] {
	const approved = uniqBy(
		works.flatMap((work) => work.approved),
		({ task }) => task.id,
	);
	return approved.flatMap(({ task, plan }): DifferentTask[] => {
		const own = of.find((one) => one.task.id === task.id);
		return own ? [{ of: own, plan, wouldWrite: [] }] : [];
	});
}

/**
 * Links what differs as it is held, and plans what is left.
 *
 * Where nothing was to be written before, and only units were left over, the task is synced; every other one waits at
 * `approval`, also where the link has left nothing to write: a difference never goes without a person's word.
 */
export async function linkAnyway(
	different: readonly DifferentTask[],
	rows: readonly AdoptedTask[],
	told: { readonly connectionId: ConnectionId; readonly by: string },
	ports: SyncPorts,
): Promise<readonly AdoptedTask[]> {
	const tasks = different.map(({ of }) => of.task);
	const before = await readFacts(told.connectionId, tasks, ports);
	const batch: BatchFacts = { ...before, ledger: await linkAsHeld(different, before, ports) };
	const subscription = ({ of }: DifferentTask) => of.task.subscriptionIds.join(' ');
	const writing = new Set(different.filter(({ wouldWrite }) => wouldWrite.length > 0).map(subscription));
	const [withWrites, without] = partition(different, (one) => writing.has(subscription(one)));
	const [loud, quiet] = [withWrites.map(({ of }) => of), without.map(({ of }) => of)];
	const whole = judgeAdoption(quiet, batch);
	await settleAgreeing(whole.works, batch, told.by, ports);
	const rest = judgeAdoption(loud, batch);
	const shown = keyBy(rows, 'taskId');
	const adopted = plannedOf(whole.works, quiet).map(({ of }): AdoptedTask => {
		const lines = shown[of.task.id]?.lines ?? [];
		return { taskId: of.task.id, state: 'adopted', lines, wouldWrite: [], message: agreedText(lines) };
	});
	const left = [...whole.different, ...rest.different, ...plannedOf(rest.works, loud)].map((one): Left => ({
		...one,
		wouldHave: shown[one.of.task.id]?.wouldWrite ?? [],
	}));
	return [
		...adopted,
		...(await keepDifference(left, [...whole.refused, ...rest.refused], shown, told.connectionId, ports)),
	];
}
