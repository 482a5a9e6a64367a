import { compact, omit } from 'lodash';
import type { ConnectionId, ContractId, TaskId } from '../domain/ids';
import type { ContractPlan, PlanLine } from '../domain/plan';
import { readRow, withReadRow, withTick, type ReadRow, type TypedRow } from '../domain/rowFields';
import type { Answers } from '../domain/task';
import type { BuildPorts } from './buildContractServices';
import { planTaskNow, type PlanNowOutcome, type PlanNowSettings } from './planTaskNow';

/** What a person changes of a task's plan. */
export type PlanChange =
	| {
			readonly kind: 'row';
			/** As the plan's lines name it. */
			readonly row: string;
			readonly typed: TypedRow;
			readonly selected?: boolean;
	  }
	| { readonly kind: 'prices'; readonly from: 'autotask' | 'marketplace' }
	| { readonly kind: 'contract'; readonly contractId: ContractId }
	/** Every change of rows and of the day. */
	| { readonly kind: 'takeBack' };

export interface ChangePlanRequest {
	readonly connectionId: ConnectionId;
	readonly taskId: TaskId;
	readonly by: string;
	readonly change: PlanChange;
	/** Of the plan that the person was shown; another one is not changed. */
	readonly fingerprint?: string;
}

type Said =
	| { readonly answers: (before: Answers) => Answers; readonly said: string }
	| { readonly kind: 'refused'; readonly message: string };

function rowText(line: PlanLine, read: Extract<ReadRow, { kind: 'read' }>): string | undefined {
	const parts = [
		...Object.entries(read.set).map(([name, value]) => `${name} ${String(value)}`),
		...read.emptied.map((name) => `${name} as found`),
	];
	return parts.length === 0 ? undefined : `Changed ${line.invoiceDescription}: ${parts.join(', ')}.`;
}

function rowSaid(taskId: TaskId, plan: ContractPlan | undefined, change: Extract<PlanChange, { kind: 'row' }>): Said {
	const { row, typed, selected } = change;
	const line = row === '' ? undefined : plan?.lines.find((one) => one.row === row);
	if (!plan || !line)
		return { kind: 'refused', message: `Task ${taskId}: The plan has no such row any more. Look at it again.` };
	const refuse = (why: string) =>
		({ kind: 'refused', message: `Task ${taskId}, ${line.invoiceDescription}: ${why}` }) as const;
	const read = readRow(typed, plan, line);
	if (read.kind === 'wrong') return refuse(read.why);
	const ticked = selected === undefined ? undefined : selected ? 'Ticked' : 'Unticked';
	const said = compact([rowText(line, read), ticked && `${ticked} ${line.invoiceDescription}.`]).join(' ');
	if (said === '') return refuse('Nothing was changed in the row.');
	const answers = (before: Answers) => {
		const set = withReadRow(before, line, read);
		return selected === undefined ? set : withTick(set, row, selected);
	};
	return { answers, said };
}

function saidOf({ taskId, change }: ChangePlanRequest, plan: ContractPlan | undefined): Said {
	switch (change.kind) {
		case 'row':
			return rowSaid(taskId, plan, change);
		case 'prices':
			return {
				answers: (before) => ({ ...before, priceSource: change.from }),
				said: `Prices come from ${change.from}.`,
			};
		case 'contract':
			return {
				answers: (before) => ({ ...before, contractId: change.contractId }),
				said: `Contract ${change.contractId} was chosen.`,
			};
		case 'takeBack':
			return {
				answers: (before) => omit(before, ['rows', 'effectiveOn']),
				said: 'Took all changes of the plan back.',
			};
	}
}

function whyMoved({ taskId, fingerprint }: ChangePlanRequest, plan: ContractPlan | undefined): string | undefined {
	if (fingerprint === undefined || fingerprint === plan?.fingerprint) return undefined;
	const now = plan ? `it is ${taskId}:${plan.fingerprint} now` : 'it has none now';
	return `The plan of task ${taskId} has changed since it was shown (${fingerprint}); ${now}. Look at it again, then change it.`;
}

/**
 * Changes one task's plan as a person says and plans the task again with it.
 *
 * What cannot be read, a row that is not there, a plan that has moved and what the rules forbid is refused with why, and
 * nothing is stored. Nothing is written to Autotask. Source: rules T9, A3, C3, Q8 and Q14.
 */
export async function changePlan(
	request: ChangePlanRequest,
	ports: BuildPorts,
	settings: PlanNowSettings,
): Promise<PlanNowOutcome> {
	const { connectionId, taskId, by } = request;
	const [plan] = await ports.store.plans(connectionId, [taskId]);
	const message = whyMoved(request, plan);
	if (message !== undefined) return { kind: 'refused', message };
	const said = saidOf(request, plan);
	if ('kind' in said) return said;
	return await planTaskNow({ connectionId, taskId, by, ...said }, ports, settings);
}
