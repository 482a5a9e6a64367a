import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';

export interface PlanStore {
	/** Keeps the newest plan of each task. */
	savePlans(connectionId: ConnectionId, plans: readonly ContractPlan[]): Promise<void>;
	plans(connectionId: ConnectionId, ids: readonly TaskId[]): Promise<readonly ContractPlan[]>;
	/** Keeps the plans as they were approved, so that both can be seen where one has moved since. */
	saveApprovedPlans(connectionId: ConnectionId, plans: readonly ContractPlan[]): Promise<void>;
	/** The plan that was approved last. */
	approvedPlan(connectionId: ConnectionId, id: TaskId): Promise<ContractPlan | undefined>;
}
