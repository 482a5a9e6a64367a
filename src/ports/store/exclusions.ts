import type { ConnectionId } from '../../domain/ids';
import type { ExcludedThing, Exclusion } from '../../domain/order/exclusion';
import type { SyncTask } from '../../domain/task/task';

export interface ExclusionStore {
	/** By kind and id. */
	exclusions(connectionId: ConnectionId): Promise<readonly Exclusion[]>;
	/** False where that very thing is excluded already; then nothing is changed. */
	exclude(connectionId: ConnectionId, exclusion: Exclusion): Promise<boolean>;
	/** Takes the exclusion back and adds the tasks that this brings about, in one transaction; false where there was none. */
	includeAgain(connectionId: ConnectionId, thing: ExcludedThing, tasks: readonly SyncTask[]): Promise<boolean>;
}
