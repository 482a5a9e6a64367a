import type { TaskId } from '../domain/ids';
import type { ContractWork } from './contractWork';
import type { WrittenLine } from './outcomes';
import type { TaskResult } from './settleContract';

/** What each task of a contract would write, for a dry run. */
export function previewResult(work: ContractWork): readonly (readonly [TaskId, TaskResult])[] {
	const created = work.contract.planned ? `contract ${work.contract.name} would be created; ` : '';
	return work.approved.map(({ task }) => {
		const charges = work.charges.filter((charge) => charge.taskId === task.id);
		const lines = work.lines.filter((line) => line.taskIds.includes(task.id));
		const shown: WrittenLine[] = [
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
		return [
			task.id,
			{
				state: 'dryRun',
				message: `Dry run: ${created}${shown.length} writes, none of them made.`,
				lines: shown,
				missing: [],
				contractId: work.contractId,
			},
		] as const;
	});
}
