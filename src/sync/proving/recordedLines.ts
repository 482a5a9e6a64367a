import { uniq, uniqBy } from 'lodash';
import type { TaskId } from '../../domain/ids';
import type { ApprovedPlan } from '../../domain/plan/contractWork';
import { contractsOf, type LineChange } from '../../domain/plan/plan';
import type { Assignment, LinkedLine, OtherUnits } from '../../ports/store/lines';
import type { BatchFacts } from '../planning/batchFacts';
import type { Proven } from './recordable';
import type { TaskResult } from './taskResults';
import type { ContractReport, WritePorts, WrittenLineState } from './writeReport';

/** The last change of each subscription's product on the line: what it holds from now on. */
function lastChanges(line: WrittenLineState): readonly LineChange[] {
	return line.work.changes.filter(
		(change, at, all) =>
			!all
				.slice(at + 1)
				.some((later) => later.subscriptionId === change.subscriptionId && later.productId === change.productId),
	);
}

export function linkedLines(
	line: WrittenLineState,
	report: ContractReport,
	batch: BatchFacts,
	ports: WritePorts,
): readonly LinkedLine[] {
	const { contractServiceId } = line;
	if (contractServiceId === undefined) return [];
	return lastChanges(line).map((change) => {
		return {
			databaseId: ports.autotask.databaseId,
			connectionId: batch.connection.id,
			subscriptionId: change.subscriptionId,
			productId: change.productId,
			contractId: report.work.contractId,
			contractServiceId,
			serviceId: change.serviceId,
			units: change.unitsAfter,
			...(change.owed ? { owed: change.owed } : {}),
			...(change.settled ? { settled: change.settled } : {}),
			...(change.leftOn === undefined ? {} : { leftOn: change.leftOn }),
		};
	});
}

export function otherUnitsOf(line: WrittenLineState, report: ContractReport, ports: WritePorts): readonly OtherUnits[] {
	const { contractServiceId, work } = line;
	if (contractServiceId === undefined) return [];
	return [
		{
			databaseId: ports.autotask.databaseId,
			contractServiceId,
			units: work.line.otherUnits ?? 0,
			existedBefore: work.line.existedBefore,
			upTo: report.work.contract.endsOn,
		},
	];
}

export async function recordedEntries(proven: readonly Proven[], ports: WritePorts): Promise<readonly number[]> {
	const ids = new Set(proven.map(({ line }) => line.contractServiceId));
	const contracts = uniq(proven.map(({ report }) => report.work.contractId));
	const journal =
		contracts.length === 0 ? [] : await ports.store.journal(ports.autotask.databaseId, contracts, ['done']);
	return journal
		.filter((entry) => entry.kind === 'adjustment' && ids.has(entry.contractServiceId))
		.map((entry) => entry.id);
}

/** Whether seats leave the line for another product of the same subscription: that one says where it belongs. */
function leavesFor({ moved, subscriptionId }: LineChange, report: ContractReport): boolean {
	if (moved?.direction !== 'out') return false;
	const changes = report.work.approved.flatMap(({ plan }) => plan.changes);
	return changes.some((other) => other.subscriptionId === subscriptionId && other.moved?.direction === 'in');
}

/** The subscription's contract from the day on from which its product is on the line. Source: rule C1. */
export function assignmentsOf(proven: readonly Proven[], batch: BatchFacts): readonly Assignment[] {
	const assignments = proven.flatMap(({ line, report }) =>
		lastChanges(line)
			.filter((change) => change.leftOn === undefined && !leavesFor(change, report))
			.map(({ subscriptionId, joinedOn, moved }): Assignment => {
				const approved = report.work.approved.find(({ plan }) =>
					plan.changes.some((change) => change.subscriptionId === subscriptionId),
				);
				return {
					connectionId: batch.connection.id,
					subscriptionId,
					contractId: report.work.contractId,
					from: joinedOn ?? moved?.on ?? approved?.plan.effectiveOn ?? report.work.contract.startsOn,
				};
			}),
	);
	return uniqBy(assignments, (one) => `${one.subscriptionId} ${one.contractId}`);
}

/** Subscriptions that are charged on the contract without a line of theirs: from their first task on they belong to it. Source: rule C1. */
export function chargedOnly(
	approved: readonly ApprovedPlan[],
	results: ReadonlyMap<TaskId, TaskResult>,
	batch: BatchFacts,
): readonly Assignment[] {
	const own = approved.filter(
		({ task, plan }) =>
			plan.changes.length === 0 && contractsOf(plan).length === 1 && results.get(task.id)?.state === 'synced',
	);
	const assignments = own.flatMap(({ task, plan }) =>
		task.subscriptionIds
			.filter((id) => batch.ledger.assigned.get(id) !== plan.contractId)
			.map((subscriptionId): Assignment => ({
				connectionId: batch.connection.id,
				subscriptionId,
				contractId: plan.contractId,
				from: plan.effectiveOn,
			})),
	);
	return uniqBy(assignments, 'subscriptionId');
}
