import { compact, uniq } from 'lodash';
import { isCertain } from '../answers/planQuestion';
import { aboutNewContract } from '../contractChoice/newContract';
import type { ContractServiceId } from '../ids';
import { isNegative, roundedAmount } from '../money';
import { moneyWords } from '../plan/moneyWords';
import type { ContractPlan } from '../plan/plan';
import { isIncludedAgain } from '../task/includedTask';
import { isUnordered } from '../task/unorderedTask';
import type { TaskContext } from '../portion/taskContext';
import type { PlannedChargeLine } from './chargeRow';
import type { ProductPlan } from './productPlan';
import { creditsRefunds } from './refusedRefund';

/** Why the subscription's contract, or the company that it is billed to, is not the one that was expected. Source: rules C1 and C5. */
function contractChange({ task, facts, contract, periodType, leaves, takesOverFrom }: TaskContext): string | undefined {
	const company = facts.customerMapping(task)?.companyId;
	if (company !== undefined && contract.companyId !== company)
		return `the customer is mapped to company ${company}, the subscription ends on contract ${contract.name} (${contract.id}) of company ${contract.companyId}`;
	if (leaves)
		return `the subscription is billed ${periodType} from now on: it goes from contract ${leaves.name} (${leaves.id}) to ${contract.name} (${contract.id})`;
	if (takesOverFrom === undefined) return undefined;
	const before = facts.contract(takesOverFrom);
	if (before && before.companyId !== contract.companyId)
		return `the customer is mapped to company ${contract.companyId}, the subscription belongs to contract ${before.name} (${before.id}) of company ${before.companyId}: ${contract.name} (${contract.id}) takes over, closed periods stay as they are`;
	return `contract ${takesOverFrom}, which the subscription belongs to, does not cover its day: ${contract.name} (${contract.id}) takes over`;
}

/**
 * Why a person looks at a plan whose contract has longer periods with other boundaries than the subscription: the
 * amounts are the contract's, for its own days. Undefined where nothing has to be looked at. Source: rule C4.
 */
function otherBoundaries(
	{ task, contract, ownPeriod, period }: TaskContext,
	plan: Pick<ContractPlan, 'money' | 'currency'>,
): string | undefined {
	if (task.kind === 'billing' || contract.periodType === 'monthly') return undefined;
	if (ownPeriod.nextStart === period.nextStart) return undefined;
	return `the contract's ${contract.periodType} period ends on ${period.nextStart}, the subscription's on ${ownPeriod.nextStart}: by the contract it is ${moneyWords(plan)}`;
}

/** What a task does for one of its subscriptions, as far as reasons are made of it. */
interface PlannedPortion {
	readonly context: TaskContext;
	readonly products: readonly ProductPlan[];
	readonly charges: readonly PlannedChargeLine[];
}

const firstTask = 'it is one of the first tasks of this connection';
const automaticOff = 'automatic processing is off';
const automaticOffForCustomer = 'automatic processing is off for this customer';

/** Why a product waits that joins a line which has been there before. Source: rule Q2. */
export function existedBefore(line: ContractServiceId | undefined): string {
	return `contract service ${line ?? ''} existed before: say how many of its units already are this subscription's`;
}

/**
 * What of a plan somebody has to look at before it is approved with others: nothing where it waits only because somebody
 * looks at every plan, and its lines hold exactly what the subscriptions have.
 */
export function unusualReasons({ approvalNeeded, questions }: Pick<ContractPlan, 'approvalNeeded' | 'questions'>) {
	const certain = questions.filter(isCertain).map((question) => existedBefore(question.contractServiceId));
	const usual = [firstTask, automaticOff, automaticOffForCustomer, ...certain];
	return approvalNeeded.filter((why) => !usual.includes(why));
}

/** Amounts of seats that nothing is billed for, since the quantities stay as they are: a person tells which of two readings it is. Source: rule T6. */
function unplacedAmounts(context: TaskContext): readonly string[] {
	const { ofSome = [], subscription } = context;
	return ofSome.flatMap(({ productId, amount }) => {
		const givesBack = isNegative(amount);
		if (givesBack && creditsRefunds(context)) return [];
		const name =
			subscription.products.find((product) => product.productId === productId)?.name ??
			(productId || subscription.name);
		const [done, next] = givesBack ? ['credited', 'the credit'] : ['charged', 'the charge'];
		return `the order names ${roundedAmount(amount)} for seats of ${name} and leaves their number as it is: either they were entered by hand before, or it corrects an amount. Nothing is ${done} for it; if it is a correction, enter ${next} by hand and ignore the task`;
	});
}

/** Why what a task does for one of its subscriptions waits for a person. Source: rules T2, T5, T6, C1, C5, C6 and A11. */
function portionReasons({ context, products, charges }: PlannedPortion): readonly string[] {
	const { task, facts, contract } = context;
	const mapping = facts.customerMapping(task);
	return compact([
		task.isFirst && firstTask,
		isUnordered(task) && (isIncludedAgain(task) ? 'it was excluded so far' : 'nobody has ordered it'),
		task.kind === 'migration' &&
			'it is a migration: the provider may bill these seats already, and the order does not say from when',
		!task.isFirst && !task.processAutomatically && automaticOff,
		!task.isFirst && task.processAutomatically && mapping?.processAutomatically === false && automaticOffForCustomer,
		contractChange(context),
		contract.planned && aboutNewContract(contract),
		charges.some((line) => line.needsApproval) && 'the order has lines whose meaning a person confirms',
		...unplacedAmounts(context),
		...products.flatMap((product) => product.approvalNeeded),
	]);
}

/** Why the plan waits for a person; empty where it may be written at once. Source: rules T2, T5, T6, C1, C4 to C6 and A11. */
export function approvalReasons(
	portions: readonly PlannedPortion[],
	plan: Pick<ContractPlan, 'money' | 'currency'>,
): readonly string[] {
	return uniq(
		portions.flatMap((portion) => [...portionReasons(portion), ...compact([otherBoundaries(portion.context, plan)])]),
	);
}
