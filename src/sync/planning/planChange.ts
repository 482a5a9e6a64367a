import { compact, omit } from 'lodash';
import type { Answers } from '../../domain/answers/answers';
import { readSeen } from '../../domain/answers/approval';
import { goneAskedIn } from '../../domain/answers/othersAsked';
import { withOwnUnits } from '../../domain/answers/ownAnswer';
import type { PlanQuestion } from '../../domain/answers/planQuestion';
import { withPrices } from '../../domain/answers/pricesAsked';
import { questionOf } from '../../domain/answers/question';
import type { ContractId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';
import type { PlanLine } from '../../domain/plan/planRow';
import {
	type ReadRow,
	readRow,
	readUnits,
	type TypedRow,
	withReadRow,
	withTick,
} from '../../domain/planning/rowFields';
import type { SyncTask } from '../../domain/task/task';

/** What a person changes of a task's plan. */
export type PlanChange =
	| {
			readonly kind: 'row';
			/** As the plan's lines name it. */
			readonly row: string;
			readonly typed: TypedRow;
			readonly selected?: boolean;
	  }
	| {
			readonly kind: 'prices';
			readonly from: 'autotask' | 'marketplace';
			/** What somebody has set in Autotask, as the task's message names it; empty where nobody has. */
			readonly seen?: string;
	  }
	| { readonly kind: 'contract'; readonly contractId: ContractId }
	/**
	 * How many units of a line of before are this subscription's, the product as the plan's questions name it; or how many
	 * there were before the order, where the task's cause asks so.
	 */
	| { readonly kind: 'ownUnits'; readonly product: string; readonly units: string }
	/** How many units of a line are nobody's of ours, of those that Autotask holds now. */
	| { readonly kind: 'otherUnits'; readonly units: string; readonly seenInForce: string }
	/** The line that no longer comes back is gone for good: the one of which the task's cause asks. */
	| { readonly kind: 'goneLine'; readonly line: string }
	/** A contract is proposed, where none fits: it is created with the plan. */
	| { readonly kind: 'newContract' }
	/** Every change of rows and of the day. */
	| { readonly kind: 'takeBack' };

/** A task that is changed, with its plan. */
export interface Changed {
	readonly taskId: TaskId;
	readonly task: SyncTask | undefined;
	readonly plan: ContractPlan | undefined;
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

const noUnits = 'Say how many units it is, as a whole number such as 10.';

function isOf(product: string, { subscriptionId, productId }: Pick<PlanQuestion, 'subscriptionId' | 'productId'>) {
	return product === productId || product === `${subscriptionId}/${productId}`;
}

function ownSaid(
	{ taskId, task, plan }: Changed,
	{ product, units: typed }: Extract<PlanChange, { kind: 'ownUnits' }>,
): Said {
	const units = readUnits(typed);
	if (units === undefined) return { kind: 'refused', message: `Task ${taskId}: ${noUnits}` };
	const asked = task?.attention && questionOf(task.attention);
	const isHeld = asked?.asks === 'heldUnits' && asked.product === product;
	if (!isHeld && ![...(plan?.questions ?? []), ...(plan?.changes ?? [])].some((one) => isOf(product, one)))
		return { kind: 'refused', message: `Task ${taskId}: Its plan has no product ${product}. Look at it again.` };
	return {
		answers: (before) => withOwnUnits(before, { ownUnitsOf: { [product]: units } }),
		said: `Said that ${units} units are of ${product}.`,
	};
}

function othersSaid(taskId: TaskId, change: Extract<PlanChange, { kind: 'otherUnits' }>): Said {
	const [units, seenInForce] = [readUnits(change.units), readUnits(change.seenInForce)];
	if (units === undefined || seenInForce === undefined)
		return { kind: 'refused', message: `Task ${taskId}: ${noUnits}` };
	return {
		answers: (before) => ({ ...before, otherUnits: { units, seenInForce } }),
		said: `Said that ${units} of ${seenInForce} units are other units.`,
	};
}

function pricesSaid(taskId: TaskId, { from, seen: typed = '' }: Extract<PlanChange, { kind: 'prices' }>): Said {
	const seen = typed === '' ? undefined : readSeen(typed);
	if (typed !== '' && seen === undefined)
		return { kind: 'refused', message: `Task ${taskId}: Say what Autotask holds as the task names it, such as 16.20.` };
	return {
		answers: (before) => withPrices(before, { from, ...(seen === undefined ? {} : { seen }) }),
		said: `Prices come from ${from}${seen === undefined ? '' : `, of ${seen} in Autotask`}.`,
	};
}

function goneSaid(taskId: TaskId, task: SyncTask | undefined, line: string): Said {
	const goneLine = task?.attention && goneAskedIn(task.attention);
	if (goneLine === undefined || String(goneLine) !== line)
		return {
			kind: 'refused',
			message: `Task ${taskId}: It does not ask whether contract service ${line} is gone. Look at it again.`,
		};
	return {
		answers: (before) => ({ ...before, goneLine }),
		said: `Said that contract service ${goneLine} is gone for good.`,
	};
}

/** What a person says with a change, as answers of the task and in words; why it is refused where it is. */
export function saidOf(changed: Changed, change: PlanChange): Said {
	const { taskId, task, plan } = changed;
	switch (change.kind) {
		case 'row':
			return rowSaid(taskId, plan, change);
		case 'ownUnits':
			return ownSaid(changed, change);
		case 'otherUnits':
			return othersSaid(taskId, change);
		case 'goneLine':
			return goneSaid(taskId, task, change.line);
		case 'prices':
			return pricesSaid(taskId, change);
		case 'contract':
			return {
				answers: (before) => ({ ...before, contractId: change.contractId }),
				said: `Contract ${change.contractId} was chosen.`,
			};
		case 'newContract':
			return { answers: (before) => before, said: 'A new contract was proposed.' };
		case 'takeBack':
			return {
				answers: (before) => omit(before, ['rows', 'effectiveOn']),
				said: 'Took all changes of the plan back.',
			};
	}
}
