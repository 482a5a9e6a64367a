import { keyBy } from 'lodash';
import type { ConnectionId } from '../domain/ids';
import type { AdoptableTask } from './adoptableTasks';
import { agreedText, differentText, type AdoptedTask } from './adoptionRows';
import type { SyncPorts } from './checkPlans';
import { connected } from './connected';
import type { ContractReport } from './contractTurn';
import type { ContractWork } from './contractWork';
import { judgeAdoption, type Adoption, type DifferentTask } from './judgeAdoption';
import { linkAsHeld } from './linkAsHeld';
import { needAttention } from './needAttention';
import { readFacts, type BatchFacts } from './readFacts';
import { settleContracts } from './settleContracts';

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
	for (const some of connected(reports, tasksOf)) await settleContracts(some, { mismatches: [] }, batch, ports);
	const approved = reports.flatMap(({ work }) =>
		work.approved.map(({ task: { id, approval } }) => ({ id, change: { approval } })),
	);
	if (approved.length > 0) await ports.store.changeTasks(batch.connection.id, approved, at);
}

/** Saves what is left of linked tasks: the plan of the difference, and that it waits at `approval`. */
async function keepDifference(
	rest: Adoption,
	shown: Readonly<Record<string, AdoptedTask>>,
	connectionId: ConnectionId,
	ports: SyncPorts,
): Promise<readonly AdoptedTask[]> {
	const linesOf = ({ task }: AdoptableTask) => shown[task.id]?.lines ?? [];
	const different = rest.different.map(({ of, plan, wouldWrite }) => {
		const lines = linesOf(of);
		const why = 'its line was linked as it was, and differs';
		const message = `Linked as it is. ${differentText(lines, wouldWrite, of.task.id)} Look at the plan, then approve ${of.task.id}:${plan.fingerprint}.`;
		return { of, lines, wouldWrite, message, plan: { ...plan, approvalNeeded: [...plan.approvalNeeded, why] } };
	});
	const unplanned = rest.refused.map(({ of, reason }) => ({
		of,
		lines: linesOf(of),
		wouldWrite: [],
		message: `Linked as it is. ${reason}`,
	}));
	if (different.length > 0)
		await ports.store.savePlans(
			connectionId,
			different.map(({ plan }) => plan),
		);
	const left = [...different, ...unplanned];
	const attention = left.map(({ of, message }) => ({
		task: of.task,
		attention: { reason: 'approval', message } as const,
	}));
	await needAttention(attention, ports, 'adopt');
	return left.map(({ of, ...row }): AdoptedTask => ({ taskId: of.task.id, state: 'linked', ...row }));
}

/** Links what differs as it is held, and plans what is left: that waits at `approval`, or is nothing. */
export async function linkAnyway(
	different: readonly DifferentTask[],
	rows: readonly AdoptedTask[],
	told: { readonly connectionId: ConnectionId; readonly by: string },
	ports: SyncPorts,
): Promise<readonly AdoptedTask[]> {
	const adoptable = different.map(({ of }) => of);
	const tasks = adoptable.map(({ task }) => task);
	const before = await readFacts(told.connectionId, tasks, ports);
	const batch: BatchFacts = { ...before, ledger: await linkAsHeld(different, before, ports) };
	const rest = judgeAdoption(adoptable, batch);
	await settleAgreeing(rest.works, batch, told.by, ports);
	const shown = keyBy(rows, 'taskId');
	const whole = rest.works.flatMap((work) => work.approved.map(({ task }) => task.id));
	const adopted = whole.map((taskId): AdoptedTask => {
		const lines = shown[taskId]?.lines ?? [];
		return { taskId, state: 'adopted', lines, wouldWrite: [], message: agreedText(lines) };
	});
	return [...adopted, ...(await keepDifference(rest, shown, told.connectionId, ports))];
}
