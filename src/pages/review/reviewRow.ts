import { isCertain, isChoice, type PlanQuestion, unknownUnits } from '../../domain/answers/planQuestion';
import { dayText } from '../../domain/calendarDate';
import { compare, isZero, minus } from '../../domain/money';
import { heldBeside } from '../../domain/plan/heldBeside';
import type { ContractPlan } from '../../domain/plan/plan';
import { existedBefore, unusualReasons } from '../../domain/planning/approvalReasons';
import { amountText } from '../amountText';
import { periodName } from '../../domain/billingPeriod';
import { changeText, countText } from '../moneyText';
import { besideText } from '../plan/besideText';
import { isApprovable, type Reviewed } from './reviewed';

/** What plans to look at are grouped by, in the order in which they are shown. */
export const reviewGroups = [
	{ key: 'decide', name: 'Needs a decision first' },
	{ key: 'look', name: 'Look at these first' },
	{ key: 'new', name: 'New lines' },
	{ key: 'change', name: 'Changes' },
	{ key: 'match', name: 'Autotask already matches' },
	{ key: 'done', name: 'Written' },
] as const;

export type ReviewGroup = (typeof reviewGroups)[number]['key'];

/** Whether a plan writes nothing: it records what Autotask holds already. */
function writesNothing({ changes, charges }: ContractPlan): boolean {
	return changes.every(({ adjustments }) => adjustments.length === 0) && charges.every(({ selected }) => !selected);
}

/** Whose the units of a line are taken to be, where an order changes them. */
function takenText(question: PlanQuestion): string {
	const units = `${countText(unknownUnits(question))} units on contract service ${question.contractServiceId}`;
	return isChoice(question) ? `${units}, and it is not known whose` : `all ${units} are taken as this subscription's`;
}

/** Lines that were there before, and of which nobody is asked whose their units are, or somebody has said so. */
function saidUnits({ changes, questions }: ContractPlan) {
	return changes.flatMap(({ target, isFirstLink, unitsBefore, otherUnits }) => {
		if (target.kind !== 'existing' || !isFirstLink) return [];
		const { contractServiceId } = target;
		if (questions.some((question) => question.contractServiceId === contractServiceId)) return [];
		const own = unitsBefore.at(-1)?.units ?? 0;
		const text = `contract service ${contractServiceId} was there before: ${countText(own)} of its units are this subscription's, ${countText(otherUnits)} are not`;
		return [{ contractServiceId, text }];
	});
}

/** What somebody has to look at before the plan is ticked; nothing where it is as usual. */
export function lookFirst(plan: ContractPlan): readonly string[] {
	const { questions } = plan;
	const moved = plan.instead === undefined ? [] : ['what was approved has moved since'];
	const beside = heldBeside(plan);
	const taken = questions.filter((one) => !isCertain(one) && !beside.some(({ question }) => question === one));
	const said = saidUnits(plan);
	const asked = [...questions, ...said].map((one) => existedBefore(one.contractServiceId));
	return [
		...moved,
		...beside.map((one) => besideText(plan, one)),
		...taken.map(takenText),
		...said.map(({ text }) => text),
		...unusualReasons(plan).filter((why) => !asked.includes(why)),
	];
}

/** The same of a task with its plan: also who has approved it as the first of two people. */
export function lookFirstAt({ task: { state, firstApproval }, plan }: Reviewed): readonly string[] {
	if (!plan) return [];
	const isKept = state === 'attention' && firstApproval?.fingerprint === plan.fingerprint;
	return [...(isKept ? [`${firstApproval.by} has approved it, a second person is needed`] : []), ...lookFirst(plan)];
}

export function groupOf(one: Reviewed): ReviewGroup {
	const { task, plan } = one;
	if (task.state === 'synced') return 'done';
	if (!plan || !isApprovable(one)) return 'decide';
	if (lookFirstAt(one).length > 0) return 'look';
	if (writesNothing(plan)) return 'match';
	return plan.changes.some(({ target }) => target.kind === 'new') ? 'new' : 'change';
}

/** One plan in a row: what a person decides by. */
export interface ReviewRow {
	readonly product: string;
	/** `10 to 13`; empty for what is charged once. */
	readonly units: string;
	readonly price: string;
	/** `+£54.00 a month`, each length of period by itself. */
	readonly recurring: string;
	readonly once: string;
	readonly day: string;
}

function productText({ lines }: ContractPlan): string {
	const names = [...new Set(lines.map(({ serviceName }) => serviceName))];
	return names.length > 1 ? `${names[0] ?? ''} and ${names.length - 1} more` : (names[0] ?? '');
}

function unitsText({ changes }: ContractPlan): string {
	const main = changes.filter(({ leftOn }) => leftOn === undefined);
	if (main.length === 0) return '';
	const before = changes.reduce((sum, { unitsBefore }) => sum + (unitsBefore.at(-1)?.units ?? 0), 0);
	const after = main.reduce((sum, { unitsAfter }) => sum + (unitsAfter.at(-1)?.units ?? 0), 0);
	return before === after ? countText(after) : `${countText(before)} to ${countText(after)}`;
}

/** Lines whose units are not all the subscription's say so. */
function seatsText(plan: ContractPlan): string {
	const [more] = heldBeside(plan).filter(({ billed, owned }) => billed > owned);
	return more ? `${countText(more.owned)} of ${countText(more.billed)}` : unitsText(plan);
}

/** What a plan makes a row of. */
export function reviewRow(plan: ContractPlan): ReviewRow {
	const { money, currency, lines } = plan;
	const price = lines.findLast(({ kind }) => kind === 'recurring' || kind === 'price')?.price;
	const changed = (money?.recurring ?? []).filter(({ before, after }) => compare(before, after) !== 0);
	const recurring = changed.map(
		({ before, after, periodType }) => `${changeText(minus(after, before), currency)} a ${periodName[periodType]}`,
	);
	return {
		product: productText(plan),
		units: seatsText(plan),
		price: price === undefined ? '' : amountText(price),
		recurring: money ? recurring.join(', ') || 'no change' : 'cannot be told',
		once: money && !isZero(money.once) ? changeText(money.once, currency) : '',
		day: dayText(plan.effectiveOn),
	};
}
