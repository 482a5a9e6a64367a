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
}
