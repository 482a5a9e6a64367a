import type { Clock } from '../clock';
import type { ActionLogStore } from './actionLog';
import type { ConnectionStore } from './connections';
import type { ExclusionStore } from './exclusions';
import type { FormStore } from './forms';
import type { ImportStore } from './imports';
import type { JournalStore } from './journal';
import type { LeaseStore } from './leases';
import type { LineStore } from './lines';
import type { LoginStopStore } from './logins';
import type { MappingStore } from './mappings';
import type { OrderStore } from './orders';
import type { OverviewStore } from './overview';
import type { PlanStore } from './plans';
import type { SeenStore } from './seen';
import type { PeopleStore } from './people';
import type { SettingsStore } from './settings';
import type { SubscriptionStore } from './subscriptions';
import type { TaskStore } from './tasks';

/**
 * Everything that must outlive an execution. Each method is one transaction unless it says otherwise.
 *
 * Errors: `StoreError`, whose message names the file or database and the next step.
 */
export interface StorePort
	extends
		ConnectionStore,
		TaskStore,
		OrderStore,
		SubscriptionStore,
		MappingStore,
		LineStore,
		PlanStore,
		OverviewStore,
		JournalStore,
		ActionLogStore,
		LeaseStore,
		LoginStopStore,
		SeenStore,
		SettingsStore,
		PeopleStore,
		FormStore,
		ExclusionStore,
		ImportStore {
	/** The present of all who share the store: what is kept in it is dated by this clock, whatever the machine's own says. */
	readonly clock: Clock;
	/** A short random text given to the store when it was made; on every item, in every key. Eight characters of [a-z0-9]. */
	readonly storeId: string;
	/** What speaks against the place of the store, in a sentence or two. Source: rule F3. */
	readonly warning?: string;
}
