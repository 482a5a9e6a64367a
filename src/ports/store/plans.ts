import type { ConnectionId, TaskId } from '../../domain/ids';
import type { ContractPlan } from '../../domain/plan/plan';

export interface PlanStore {
	/** Keeps the newest plan of each task. */
	savePlans(connectionId: ConnectionId, plans: readonly ContractPlan[]): Promise<void>;
	plans(connectionId: ConnectionId, ids: readonly TaskId[]): Promise<readonly ContractPlan[]>;
	/** The plan that was approved last, so that both can be seen where it has moved since. */
	approvedPlan(connectionId: ConnectionId, id: TaskId): Promise<ContractPlan | undefined>;
}
