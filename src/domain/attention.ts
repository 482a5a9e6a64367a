/** Why a task cannot go on, in the words of rule T8. */
export const attentionReasons = [
	'customer not mapped',
	'product not mapped',
	'charge not mapped',
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
	'period posted',
	'changed in Autotask',
	'fractional quantity',
	'price conflict',
	'two changes on one date',
	'order not understood',
	'approval',
] as const;

export type AttentionReason = (typeof attentionReasons)[number];

/**
 * Reasons whose cause may lie in Autotask: looked at again after `recheckHours` or on retry. Of customers that are not
 * mapped only those whose company has become inactive. Source: rules T8 and M5.
 */
export const reasonsInAutotask: readonly AttentionReason[] = [
	'customer not mapped',
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
	'period posted',
	'changed in Autotask',
	'two changes on one date',
];

/** Reasons whose cause may lie in the order or the subscription: both are read once more on retry. Source: rule T8. */
export const reasonsAtMarketplace: readonly AttentionReason[] = [
	'fractional quantity',
	'price conflict',
	'billing period differs',
	'order not understood',
];

/** Why a task waits, and what a person does about it. */
export interface Attention {
	readonly reason: AttentionReason;
	/** One sentence that names the object and the next step. */
	readonly message: string;
	/** How it begins, up to a next step that can be taken in a workflow only; absent where all of it holds on a page too. */
	readonly what?: string;
}

/** A text in two parts: `step`, where there is one, can be taken in a workflow only, and brings its own mark or blank. */
export interface Why {
	readonly what: string;
	readonly step?: string;
}

/** The parts of a cause's message. */
export function partsOf({ message, what = message }: Pick<Attention, 'message' | 'what'>): Why {
	return { what, ...(what === message ? {} : { step: message.slice(what.length) }) };
}

/** A cause with a next step that can be taken in a workflow only; `step` brings its own mark or blank. */
export function attentionOf(reason: AttentionReason, what: string, step: string): Attention {
	return { reason, message: `${what}${step}`, what };
}
