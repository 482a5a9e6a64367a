import { createHmac } from 'node:crypto';
import type { ActionLogStore } from '../ports/store/actionLog';
import type { ConnectionStore } from '../ports/store/connections';
import type { ExclusionStore } from '../ports/store/exclusions';
import type { FormStore } from '../ports/store/forms';
import type { JournalStore } from '../ports/store/journal';
import type { LeaseStore } from '../ports/store/leases';
import type { LineStore } from '../ports/store/lines';
import type { LoginStopStore } from '../ports/store/logins';
import type { OrderStore } from '../ports/store/orders';
import type { PlanStore } from '../ports/store/plans';
import type { SettingsStore } from '../ports/store/settings';
import type { StorePort } from '../ports/store/store';
import type { SubscriptionStore } from '../ports/store/subscriptions';
import type { TaskStore } from '../ports/store/tasks';
import type { Binding } from './binding';
import { importMethods, mappingMethods, seenMethods } from './mappingMethods';
import { overviewMethods } from './overviewMethods';
import type { StoreIdentity } from './preparation';
import { addToLog, readLog } from './tables/actionLog';
import { changeConnection, readConnection, readConnections, saveConnection } from './tables/connections';
import { readExclusions, saveExclusion, takeBackExclusion } from './tables/exclusions';
import { addIntent, adoptEntries, knownKeys, newestCreations, readJournal, settleEntry } from './tables/journal';
import { holdsLease, releaseLease, takeLease } from './tables/leases';
import { readAssignments, readLinkedLines, readOtherUnits, saveAssignments } from './tables/lines';
import { readLoginStop, saveLoginStop } from './tables/loginStops';
import { searchLog } from './tables/logPages';
import { forgetOrders, knownOrders, readRememberedOrders, rememberOrders } from './tables/orders';
import { endForm, readForm, takeForm } from './tables/pageForms';
import { readApprovedPlan, readPlans, savePlans } from './tables/plans';
import { pruneLog } from './tables/pruning';
import { peopleMethods } from './peopleMethods';
import { changeSettings, keepNodeSettings, readNodeSettings, readSettings } from './tables/settings';
import { settleTasks } from './tables/settlements';
import {
	readSubscriptions,
	readSubscriptionsOf,
	readSubscriptionsOfCustomers,
	saveSubscriptions,
} from './tables/subscriptions';
import { handingOut } from './handingOut';
import { takeApprovals } from './tasks/approvals';
import { changeTasks } from './tasks/taskChanges';
import { searchTasks } from './tasks/taskPages';
import { addTasks, countTasks, readTask, readTasks, readTasksById } from './tasks/tasks';

/** Every method of the store: which query it is, and whether that one changes anything. */
export function storeMethods(binding: Binding, { storeId, hashKey }: StoreIdentity): Omit<StorePort, 'clock'> {
	return {
		storeId,
		...connectionMethods(binding),
		...taskMethods(binding),
		...orderMethods(binding),
		...subscriptionMethods(binding),
		...mappingMethods(binding),
		...lineMethods(binding),
		...planMethods(binding),
		...overviewMethods(binding),
		...journalMethods(binding),
		...actionLogMethods(binding),
		...leaseMethods(binding),
		...loginStopMethods(binding, hashKey),
		...seenMethods(binding),
		...importMethods(binding),
		...formMethods(binding),
		...exclusionMethods(binding),
		...settingsMethods(binding),
		...peopleMethods(binding),
	};
}

function connectionMethods({ reading, writing }: Binding): ConnectionStore {
	return {
		connection: reading(readConnection),
		connections: reading(readConnections),
		saveConnection: writing(saveConnection),
		changeConnection: writing(changeConnection),
	};
}

function taskMethods(binding: Binding): TaskStore {
	const { reading, writing } = binding;
	return {
		addTasks: writing(addTasks),
		tasks: reading(readTasks),
		task: reading(readTask),
		tasksById: reading(readTasksById),
		changeTasks: writing(changeTasks),
		takeApprovals: writing(takeApprovals),
		countTasks: reading(countTasks),
		taskPage: reading(searchTasks),
		offerTasks: handingOut(binding),
	};
}

function orderMethods({ reading, writing }: Binding): OrderStore {
	return {
		rememberOrders: writing(rememberOrders),
		forgetOrders: writing(forgetOrders),
		rememberedOrders: reading(readRememberedOrders),
		knownOrders: reading(knownOrders),
	};
}

function subscriptionMethods({ reading, writing }: Binding): SubscriptionStore {
	return {
		saveSubscriptions: writing(saveSubscriptions),
		subscriptionsById: reading(readSubscriptions),
		subscriptionsOfCustomers: reading(readSubscriptionsOfCustomers),
		subscriptionsOf: reading(readSubscriptionsOf),
	};
}

function lineMethods({ reading, writing }: Binding): LineStore {
	return {
		assignments: reading(readAssignments),
		saveAssignments: writing(saveAssignments),
		linkedLines: reading(readLinkedLines),
		otherUnits: reading(readOtherUnits),
		settleTasks: writing(settleTasks),
	};
}

function planMethods({ reading, writing }: Binding): PlanStore {
	return {
		savePlans: writing(savePlans),
		plans: reading(readPlans),
		approvedPlan: reading(readApprovedPlan),
	};
}

function journalMethods({ reading, writing }: Binding): JournalStore {
	return {
		intend: writing(addIntent),
		settle: writing(settleEntry),
		journal: reading(readJournal),
		newestCreations: reading(newestCreations),
		knownKeys: reading(knownKeys),
		adopt: writing(adoptEntries),
	};
}

function actionLogMethods({ reading, writing }: Binding): ActionLogStore {
	return {
		log: writing(addToLog),
		readLog: reading(readLog),
		logPage: reading(searchLog),
		pruneLog: writing(pruneLog),
	};
}

function leaseMethods({ readingNow, writing, writingNow }: Binding): LeaseStore {
	return {
		takeLease: writingNow(takeLease),
		releaseLease: writing(releaseLease),
		holdsLease: readingNow(holdsLease),
	};
}

function loginStopMethods({ reading, writing }: Binding, hashKey: string): LoginStopStore {
	return {
		loginStop: reading(readLoginStop),
		saveLoginStop: writing(saveLoginStop),
		keyedHash: (text) => createHmac('sha256', Buffer.from(hashKey, 'hex')).update(text).digest('hex'),
	};
}

function formMethods({ reading, writing }: Binding): FormStore {
	return {
		takeForm: writing(takeForm),
		endForm: writing(endForm),
		form: reading(readForm),
	};
}

function exclusionMethods({ reading, writing }: Binding): ExclusionStore {
	return {
		exclusions: reading(readExclusions),
		exclude: writing(saveExclusion),
		includeAgain: writing(takeBackExclusion),
	};
}

function settingsMethods({ reading, writing }: Binding): SettingsStore {
	return {
		settings: reading(readSettings),
		changeSettings: writing(changeSettings),
		nodeSettings: reading(readNodeSettings),
		keepNodeSettings: writing(keepNodeSettings),
	};
}
