import { uniqBy } from 'lodash';
import { compare, type Decimal, minus, roundedAmount, zero } from '../money';
import { isSamePerson, personKey } from '../people/person';
import { automatic, type GivenApproval, type SyncTask } from '../task/task';
import type { ContractPlan } from './plan';
import { moneyMoved } from './planMoney';

type Said = Pick<SyncTask, 'approval' | 'firstApproval'>;

/** What persons have said of this very plan, each person once. */
export function approvalsOf({ approval, firstApproval }: Said, fingerprint: string): readonly GivenApproval[] {
	const said = [firstApproval, approval].flatMap((one) => (one?.fingerprint === fingerprint ? [one] : []));
	return uniqBy(
		said.filter(({ by }) => !isSamePerson(by, automatic) && personKey(by) !== ''),
		({ by }) => personKey(by),
	);
}

/**
 * Why two people approve the plan, to go on after "because"; undefined where one is enough, or nobody is needed.
 *
 * `above` is the setting, empty for none. A plan whose money Autotask does not tell is taken as above it. Source: rule W9.
 */
export function whyTwo(
	{ money, currency }: Pick<ContractPlan, 'money' | 'currency'>,
	above: string,
): string | undefined {
	if (above === '') return undefined;
	const two = 'two people approve it';
	if (!money) return `Autotask does not tell how much it changes, which may be more than ${above}: ${two}`;
	const moved = moneyMoved(money);
	if (compare(minus(moved, above as Decimal), zero) <= 0) return undefined;
	return `it changes ${roundedAmount(moved)} ${currency} and the limit for one person is ${above}: ${two}`;
}

/** The plan as it waits where two people approve it. */
export function withTwo(plan: ContractPlan, above: string): ContractPlan {
	const why = whyTwo(plan, above);
	return why === undefined ? plan : { ...plan, approvalNeeded: [...plan.approvalNeeded, why] };
}

/** Who has approved the plan so far, where two people have to and have not; undefined where the approvals are enough. */
export function missesSecond(task: Said, plan: ContractPlan, above: string): { readonly first?: string } | undefined {
	if (whyTwo(plan, above) === undefined) return undefined;
	const [first, second] = approvalsOf(task, plan.fingerprint);
	if (second) return undefined;
	return first ? { first: first.by } : {};
}

/** What a plan waits for that one person has approved; `who`: `Ann has`, or `You have`. */
export function secondNeeded(who: string, plan: ContractPlan, above: string): string {
	const why = whyTwo(plan, above);
	return `${who} approved this plan. A second person has to approve it too${why === undefined ? '' : `, because ${why}`}.`;
}
