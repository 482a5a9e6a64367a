import { goneAskedIn, othersAskedIn } from '../domain/answers/othersAsked';
import { seenPricesIn } from '../domain/answers/pricesAsked';
import type { Attention, AttentionReason } from '../domain/attention';

/** Where a task is settled: the sync wizard, or the board of tasks. */
export type SettlingPage = 'wizard' | 'board';

type Steps = Readonly<Record<SettlingPage, string>>;

const lookAgain: Steps = { wizard: 'To retry, press Look again in the step Contract.', board: '' };
const planAgain: Steps = {
	wizard: 'To retry, press Plan it now in the step Plan; to ignore it, see below.',
	board: '',
};

/** On the board some are empty: a link or the buttons below say it, or the message does. */
const steps: Readonly<Record<AttentionReason, Steps>> = {
	'customer not mapped': { wizard: 'Choose its company in the step Customer, then press Map.', board: '' },
	'product not mapped': { wizard: 'Map the product in the step Products.', board: '' },
	'charge not mapped': { wizard: 'Map the kind of charge in the step Products.', board: '' },
	'no contract fits': lookAgain,
	'several contracts fit': {
		wizard: 'Choose one of them in the step Contract, then press Use the chosen contract.',
		board: '',
	},
	'currency differs': lookAgain,
	'billing period differs': lookAgain,
	'contract ended': lookAgain,
	'period posted': planAgain,
	'changed in Autotask': {
		wizard: "Say in the step Plan how many of its units are not this marketplace's.",
		board: '',
	},
	'fractional quantity': planAgain,
	'price conflict': planAgain,
	'two changes on one date': {
		wizard: 'Enter the change by hand in Autotask, then ignore the task below.',
		board: 'Enter the change by hand in Autotask and ignore the task.',
	},
	'order not understood': {
		wizard: 'To retry, press Plan it now in the step Plan. What else you can do is below.',
		board: '',
	},
	approval: {
		wizard: 'Look at the plan in the step Plan, then press Approve and write to Autotask.',
		board: 'Look at its plan, then approve it.',
	},
};

/** What comes before an approval where a recurring row of the plan is not ticked. Source: rule W3. */
export const tickFirst = 'Tick it again in the step Plan, then press Approve and write to Autotask.';

/** What comes before an approval where nobody is known to own units of a line. Source: rule Q2. */
export const sayWhose = 'Say in the step Plan whose the units of its line are.';

/** What a person does next about a task on a page. Source: rule T8. */
export function nextStep(reason: AttentionReason, on: SettlingPage): string {
	return steps[reason][on];
}

/** With a full stop, where it has no mark at its end. */
export function sentence(text: string): string {
	return text === '' || /[.?!]$/.test(text) ? text : `${text}.`;
}

/** What a task waits for, without a next step that can be taken in a workflow only. */
export function whatText({ message, what = message }: Pick<Attention, 'message' | 'what'>): string {
	return sentence(what);
}

/** What a person does next about a cause: of what somebody changed in Autotask, what it asks. */
function nextStepOf(attention: Attention, on: SettlingPage): string {
	if (on === 'board' || attention.reason !== 'changed in Autotask') return nextStep(attention.reason, on);
	if (seenPricesIn(attention) !== undefined) return 'Say in the step Plan whose price counts.';
	if (goneAskedIn(attention) !== undefined) return 'Say in the step Plan whether the line is gone for good.';
	return othersAskedIn(attention) ? nextStep(attention.reason, on) : planAgain.wizard;
}

/** The same with the next step of that page, or with another one that comes before it. */
export function needText(attention: Attention, on: SettlingPage, next = nextStepOf(attention, on)): string {
	return `${whatText(attention)} ${next}`.trim();
}

/** What was refused of an entry; where its next step can be taken in a workflow only, that of a page is said. */
export function refusalText(
	{ reason, what }: { readonly reason: string; readonly what?: string },
	next = 'Look at it again.',
): string {
	return what === undefined ? reason : `${sentence(what)} ${next}`;
}
