import { uniq } from 'lodash';
import { type CalendarDate, earliest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { ContractId, TaskId } from '../ids';
import { groupBy } from '../keyed';
import { isUnfinished, type Ledger, type LedgerLine } from '../line/ledger';
import { withUnrecorded } from '../line/unrecorded';
import { lineKey } from '../line/lineTarget';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { SyncTask } from '../task/task';
import type { Held } from '../writes/held';
import { heldInAutotask } from '../writes/heldOf';
import { writesOfPlans } from '../writes/writesOfPlans';
import { type ContractPlan, contractsOf, type LineChange, type PlannedCharge } from './plan';

/** An approved task with the plan that was made anew from what Autotask holds now. */
export interface ApprovedPlan {
	readonly task: SyncTask;
	readonly plan: ContractPlan;
}

/** One line of a contract with everything that the approved plans make of it together. */
export interface LineWork {
	readonly key: string;
	readonly line: LedgerLine;
	readonly changes: readonly LineChange[];
	readonly taskIds: readonly TaskId[];
	/** First day that a plan is about; units before it are not looked at. */
	readonly from: CalendarDate;
	/** What it holds once everything is written. */
	readonly after: Held;
	/** What is written: one change a day, oldest first. */
	readonly adjustments: readonly PlannedAdjustment[];
}

export interface ChargeWork {
	readonly taskId: TaskId;
	readonly charge: PlannedCharge;
}

/** Everything that is written to one contract in one turn. */
export interface ContractWork {
	readonly contractId: ContractId;
	readonly contract: FittingContract;
	readonly approved: readonly ApprovedPlan[];
	readonly charges: readonly ChargeWork[];
	readonly lines: readonly LineWork[];
}

function lineWork(
	key: string,
	plans: readonly ApprovedPlan[],
	contract: FittingContract,
	ledger: Ledger,
): LineWork | undefined {
	const line = ledger.lines.find((other) => lineKey(other.target) === key);
	const own = plans.filter(({ plan }) => plan.changes.some((change) => lineKey(change.target) === key));
	const changes = own.flatMap(({ plan }) => plan.changes.filter((change) => lineKey(change.target) === key));
	const days = changes.flatMap((change) => [change.leftOn, change.joinedOn]).filter((day) => day !== undefined);
	const [first, ...others] = [...own.map(({ plan }) => plan.effectiveOn), ...days];
	if (!line || first === undefined) return undefined;
	const day = withUnrecorded(line, earliest(first, ...others));
	const from = isUnfinished(line) && line.state.firstDay !== undefined ? earliest(day, line.state.firstDay) : day;
	return {
		key,
		line,
		changes,
		taskIds: uniq(own.map(({ task }) => task.id)),
		from,
		...writesOfPlans(line, heldInAutotask(line, contract, undefined)),
	};
}

/** The charges that plans write to one contract. */
function chargeWork(plans: readonly ApprovedPlan[], contractId: ContractId): readonly ChargeWork[] {
	return plans.flatMap(({ task, plan }) =>
		plan.charges
			.filter((charge) => charge.selected && charge.contractId === contractId)
			.map((charge) => ({ taskId: task.id, charge })),
	);
}

/**
 * Gathers the approved plans by contract and line: ready changes of one line and date become one.
 *
 * A plan that writes to several contracts is part of the work of each. Contracts come in the order in which the plans
 * write to them. A plan of which a contract is unknown is in none: it is written whole or not at all.
 * Source: rules Q7 and C1.
 */
export function contractWork(
	plans: readonly ApprovedPlan[],
	ledger: Ledger,
	contractOf: (id: ContractId) => FittingContract | undefined,
): readonly ContractWork[] {
	const known = plans.filter(({ plan }) => contractsOf(plan).every((id) => contractOf(id) !== undefined));
	const pairs = known.flatMap((approved) => contractsOf(approved.plan).map((id) => ({ id, approved })));
	const byContract = groupBy(pairs, 'id');
	return uniq(pairs.map(({ id }) => id)).flatMap((id): ContractWork[] => {
		const own = (byContract[id] ?? []).map(({ approved }) => approved);
		const contract = contractOf(id);
		if (!contract) return [];
		const keys = own.flatMap(({ plan }) =>
			plan.changes.filter((change) => change.contractId === id).map((change) => lineKey(change.target)),
		);
		return [
			{
				contractId: id,
				contract,
				approved: own,
				charges: chargeWork(own, id),
				lines: uniq(keys).flatMap((key) => lineWork(key, own, contract, ledger) ?? []),
			},
		];
	});
}
