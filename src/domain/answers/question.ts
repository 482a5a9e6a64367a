import type { Attention, AttentionReason } from '../attention';
import type { ContractServiceId, ProductId } from '../ids';
import type { OthersAnswer } from './answers';
import { type AskedContract, contractsAskedIn } from './contractsAsked';
import { heldAskedIn } from './heldBefore';
import { goneAskedIn, othersAskedIn } from './othersAsked';
import type { PlanQuestion } from './planQuestion';
import { seenPricesIn } from './pricesAsked';
import { asWord } from './taskEntry';

/**
 * What a person has to say of a task before it can be planned, or before its plan can be approved.
 *
 * An answer makes another plan, which is shown before anything is written. Source: rules Q2, Q8, Q13, Q15, Q16, C3 and C6.
 */
export type Question =
	/** How many units of the plan's line are the subscription's. */
	| PlanQuestion
	/** Whose price counts, of what somebody has set in Autotask. */
	| { readonly asks: 'prices'; readonly seen: string }
	/** How many units of a line that somebody has changed are not this marketplace's; `known` says how many were before. */
	| { readonly asks: 'otherUnits'; readonly known: OthersAnswer }
	/** Whether a line that no longer comes back is gone for good. */
	| { readonly asks: 'goneLine'; readonly line: ContractServiceId }
	/** Which of the contracts that fit. */
	| { readonly asks: 'contract'; readonly contracts: readonly AskedContract[] }
	/** Whether a contract is created, where none fits. */
	| { readonly asks: 'newContract' }
	/** How many units of a product there were before the order. */
	| { readonly asks: 'heldUnits'; readonly product: ProductId };

/** Why tasks wait whose cause may ask something. */
export const askingReasons: readonly AttentionReason[] = [
	'changed in Autotask',
	'several contracts fit',
	'no contract fits',
	'order not understood',
];

/** The question that a task's cause asks; none where a person settles it elsewhere. */
export function questionOf(attention: Attention): Question | undefined {
	const seen = seenPricesIn(attention);
	if (seen !== undefined) return { asks: 'prices', seen };
	const known = othersAskedIn(attention);
	if (known) return { asks: 'otherUnits', known };
	const line = goneAskedIn(attention);
	if (line !== undefined) return { asks: 'goneLine', line };
	const contracts = contractsAskedIn(attention);
	if (contracts.length > 0) return { asks: 'contract', contracts };
	if (attention.reason === 'no contract fits') return { asks: 'newContract' };
	const product = attention.reason === 'order not understood' ? heldAskedIn(attention) : undefined;
	return product === undefined ? undefined : { asks: 'heldUnits', product };
}

/** What the cause of a task asks, in one word: another word where something else is asked, so that an answer never counts for another question. */
export function questionWord(question: Exclude<Question, PlanQuestion>): string {
	switch (question.asks) {
		case 'prices':
			return `prices-${question.seen}`;
		case 'otherUnits':
			return `others-${question.known.units}-${question.known.seenInForce}`;
		case 'goneLine':
			return `gone-${question.line}`;
		case 'contract':
			return `contract-${question.contracts.map(({ id }) => id).join('-')}`;
		case 'newContract':
			return 'newContract';
		case 'heldUnits':
			return `held-${asWord(question.product)}`;
	}
}
