import { uniqBy } from 'lodash';
import type { TaskId } from '../../domain/ids';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { TaskResult } from '../proving/taskResults';
import type { WrittenLine } from '../tasks/outcomes';

/** What a task would write to one contract. */
function shownOf(id: TaskId, work: ContractWork): readonly WrittenLine[] {
	const charges = work.charges.filter((charge) => charge.taskId === id);
	const lines = work.lines.filter((line) => line.taskIds.includes(id));
	return [
		...charges.map(({ charge }) => ({
			kind: 'charge' as const,
			serviceName: charge.name,
			on: charge.on,
			amount: charge.amount,
			written: false,
		})),
		...lines.flatMap((line) =>
			line.adjustments.map((write): WrittenLine => {
				const { on, unitsBefore, unitDelta, unitsAfter, price } = write;
				return {
					kind: 'adjustment',
					serviceName: line.changes[0]?.serviceName ?? '',
					on,
					unitsBefore,
					unitDelta,
					unitsAfter,
					written: false,
					...(price === undefined ? {} : { price }),
				};
			}),
		),
	];
}

/** What each task would write, in all its contracts, for a dry run. */
export function previewResults(works: readonly ContractWork[]): readonly (readonly [TaskId, TaskResult])[] {
	const approved = uniqBy(
		works.flatMap((work) => work.approved),
		({ task }) => task.id,
	);
	return approved.map(({ task }) => {
		const shown = works.flatMap((work) =>
			shownOf(task.id, work).map((line) => ({ line, contractId: work.contractId })),
		);
		const created = works.find(
			({ contract, approved: own }) => contract.planned && own.some((one) => one.task.id === task.id),
		);
		return [
			task.id,
			{
				state: 'dryRun',
				message: `Dry run: ${created ? `contract ${created.contract.name} would be created; ` : ''}${shown.length} writes, none of them made.`,
				lines: shown.map(({ line }) => line),
				missing: [],
				contractIds: shown.map(({ contractId }) => contractId),
			},
		] as const;
	});
}
