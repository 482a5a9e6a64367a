import type { ContractServiceId, ProductId, SubscriptionId } from '../ids';

/** What a person has to say before the plan can be approved. */
export interface PlanQuestion {
	readonly asks: 'ownUnits';
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly contractServiceId: ContractServiceId;
	readonly inForce: number;
	/** Units of the line that subscriptions linked before are recorded to hold. */
	readonly linkedUnits: number;
	/** The answer that the quantities suggest; never taken by itself. */
	readonly suggestion: number;
	/** Units that the subscription has by the marketplace, where the task only brings its line to them; absent where an order changes them. */
	readonly owned?: number;
}

type Units = Pick<PlanQuestion, 'inForce' | 'linkedUnits' | 'suggestion' | 'owned'>;

/** Units of the line that are not known as another subscription's. */
export function unknownUnits({ inForce, linkedUnits }: Units): number {
	return Math.max(0, inForce - linkedUnits);
}

/** Whether the line holds exactly what the subscription has: then nobody has to look at the suggestion first. Source: rule Q2. */
export function isCertain(question: Units): boolean {
	const { suggestion, owned } = question;
	return suggestion === owned && suggestion === unknownUnits(question);
}

/**
 * Whether a person has to choose: the suggestion leaves units of the line that nobody owns, so that they would go on being
 * billed beside the subscription's. Source: rule Q2.
 */
export function isChoice(question: Units): boolean {
	return question.suggestion < unknownUnits(question);
}
