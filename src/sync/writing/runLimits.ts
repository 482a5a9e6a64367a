import { taskEntry } from '../../domain/answers/taskEntry';
import { type Attention, attentionOf } from '../../domain/attention';
import { absolute, compare, type Decimal, minus, plus, roundedAmount, zero } from '../../domain/money';
import type { ApprovedPlan } from '../../domain/plan/contractWork';
import type { ContractPlan } from '../../domain/plan/plan';
import { moneyMoved } from '../../domain/plan/planMoney';
import type { Refused } from './refusedTasks';
import type { SyncOptions } from './syncOptions';

/** How much a run may write. */
export type RunLimits = Pick<SyncOptions, 'maxLines' | 'maxMoney'>;

/** What a run has used of its limits. */
export interface RunUse {
	readonly lines: number;
	readonly money: Decimal;
}

const exceededBefore = 'it exceeded the limits of a run';

/** Whether the plan waits because a run had no room for it. Source: rule T10. */
export function waitsForRoom({ approvalNeeded }: Pick<ContractPlan, 'approvalNeeded'>): boolean {
	return approvalNeeded.includes(exceededBefore);
}

/** Whether a run has more room with `now`; a limit that is absent is none. */
export function hasMoreRoom(now: RunLimits, before: RunLimits): boolean {
	const isWider = (limit: number | undefined, than: number | undefined) =>
		than !== undefined && (limit === undefined || limit > than);
	const isRicher = (limit: string | undefined, than: string | undefined) =>
		than !== undefined && (limit === undefined || compare(limit as Decimal, than as Decimal) > 0);
	return isWider(now.maxLines, before.maxLines) || isRicher(now.maxMoney, before.maxMoney);
}

const nothingUsed: RunUse = { lines: 0, money: zero };

/** What plans use of the limits. */
export function usedBy(plans: readonly ContractPlan[]): RunUse {
	return plans.reduce(withPlan, nothingUsed);
}

function withPlan(used: RunUse, plan: ContractPlan): RunUse {
	const adjustments = plan.changes.reduce((sum, change) => sum + change.adjustments.length, 0);
	const charges = plan.charges.filter((charge) => charge.selected).length;
	const shown = plus(absolute(plan.totals.once), absolute(plan.totals.perPeriod));
	const money = plan.money ? moneyMoved(plan.money) : shown;
	return { lines: used.lines + adjustments + charges, money: plus(used.money, money) };
}

function exceeds(used: RunUse, { maxLines, maxMoney }: RunLimits): boolean {
	const isTooMuch = maxMoney !== undefined && compare(minus(used.money, maxMoney as Decimal), zero) > 0;
	return isTooMuch || (maxLines !== undefined && used.lines > maxLines);
}

function overLimitNeed(plan: ContractPlan, used: RunUse, { maxLines, maxMoney }: RunLimits): Attention {
	const more = withPlan(used, plan);
	const limits = [
		...(maxLines === undefined ? [] : [`${more.lines} of ${maxLines} lines`]),
		...(maxMoney === undefined ? [] : [`${roundedAmount(more.money)} of ${maxMoney} money`]),
	].join(', ');
	return attentionOf(
		'approval',
		`With this task the run would exceed its limits (${limits})`,
		`; approve ${taskEntry(plan.taskId, plan.fingerprint)} for another run.`,
	);
}

/** What exceeds the limits of a run waits at `approval`; later ones that still fit are written. Source: rule T10. */
export function overLimit(
	plans: readonly ApprovedPlan[],
	options: RunLimits,
	before: RunUse,
): { readonly over: readonly Refused[]; readonly used: RunUse } {
	let used = before;
	const over: Refused[] = [];
	for (const { task, plan } of plans) {
		const more = withPlan(used, plan);
		if (!exceeds(more, options)) {
			used = more;
			continue;
		}
		const approvalNeeded = [...plan.approvalNeeded, exceededBefore];
		over.push({ task, attention: overLimitNeed(plan, used, options), plan: { ...plan, approvalNeeded } });
	}
	return { over, used };
}
