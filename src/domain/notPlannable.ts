import { type Attention, attentionOf, type AttentionReason, partsOf } from './attention';

/** What a plan refuses with: caught by `planTask` alone, so that each step can say why where it knows it. */
export class NotPlannable extends Error {
	override readonly name = 'NotPlannable';

	readonly attention: Attention;

	/** `step`: the end of the message where that can be done in a workflow only. */
	constructor(reason: AttentionReason, what: string, step?: string) {
		super(`${what}${step ?? ''}`);
		this.attention = step === undefined ? { reason, message: what } : attentionOf(reason, what, step);
	}

	static of(attention: Attention): NotPlannable {
		const { what, step } = partsOf(attention);
		return new NotPlannable(attention.reason, what, step);
	}
}
