import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../ports/clock';
import type { StorePort } from '../ports/store/store';
import { type Access, accessTo } from './access';
import { addToLog, readLog } from './actionLog';
import { readConnection, readConnections, saveConnection } from './connections';
import { customersNamed, saveCustomers, searchCustomers, seenExternalIds } from './customers';
import type { Engine } from './engine';
import {
	countImports,
	endImportRun,
	intendImport,
	readImport,
	readImportRun,
	readImportsOfRun,
	settleImport,
	startImportRun,
} from './imports';
import { addIntent, adoptEntries, knownKeys, newestCreations, readJournal, settleEntry } from './journal';
import { holdsLease, releaseLease, takeLease } from './leases';
import { readAssignments, readLinkedLines, readOtherUnits, saveAssignments } from './lines';
import { searchLog } from './logPages';
import { readLoginStop, saveLoginStop } from './loginStops';
import {
	readChargeMappings,
	readCustomerMappings,
	readProductMappings,
	removeChargeMapping,
	removeCustomerMapping,
	removeProductMapping,
	saveChargeMapping,
	saveCustomerMapping,
	saveProductMapping,
} from './mappings';
import { offerTasks } from './offers';
import { forgetOrders, readRememberedOrders, rememberOrders } from './orders';
import { endForm, readForm, takeForm } from './pageForms';
import { readApprovedPlan, readPlans, saveApprovedPlans, savePlans } from './plans';
import { openPostgres, type PostgresLocation } from './postgresEngine';
import { prepareStore, type StoreIdentity } from './preparation';
import { readProduct, saveServicePlans, searchProducts } from './products';
import { pruneLog } from './pruning';
import type { Schema } from './schema';
import { settleTasks } from './settlements';
import { openSqlite } from './sqliteEngine';
import { readSubscriptions, readSubscriptionsOfCustomers, saveSubscriptions } from './subscriptions';
import { searchTasks } from './taskPages';
import {
	addTasks,
	changeTasks,
	countTasks,
	knownOrders,
	readTask,
	readTasks,
	readTasksById,
	takeApprovals,
} from './tasks';

/** Where the store is; `:memory:` is a file of its own for each opening. */
export type StoreLocation = { readonly engine: 'sqlite'; readonly file: string } | PostgresLocation;

/** A store and its connection to the database; open it once per place and process and share it. */
export type OpenStore = StorePort & {
	/** One sentence, where opening it has brought its tables up to date. */
	readonly upgraded?: string;
	/** Waits for the work that has begun. */
	close(): Promise<void>;
};

/**
 * Opens the store, makes it where the place is empty, and brings its tables up to date.
 *
 * @throws StoreError with the name of the file or database and the next step; nothing stays open then.
 */
export async function openStore(location: StoreLocation, clock: Clock): Promise<OpenStore> {
	const engine = openEngine(location);
	const access = accessTo(engine, clock);
	try {
		const { upgraded, ...identity } = await prepareStore(access, engine, clock.now());
		return { ...storeOn(access, identity), ...(upgraded === undefined ? {} : { upgraded }), close: access.close };
	} catch (error) {
		await engine.close();
		throw error;
	}
}

function openEngine(location: StoreLocation): Engine {
	return location.engine === 'sqlite' ? openSqlite(location.file) : openPostgres(location);
}

function storeOn(access: Access, identity: StoreIdentity): StorePort {
	const reading = bound(access.read);
	const writing = bound(access.write);
	return {
		storeId: identity.storeId,
		keyedHash: (text) => createHmac('sha256', Buffer.from(identity.hashKey, 'hex')).update(text).digest('hex'),

		connection: reading(readConnection),
		connections: reading(readConnections),
		saveConnection: writing(saveConnection),

		addTasks: writing(addTasks),
		tasks: reading(readTasks),
		task: reading(readTask),
		tasksById: reading(readTasksById),
		changeTasks: writing(changeTasks),
		takeApprovals: writing(takeApprovals),
		countTasks: reading(countTasks),
		taskPage: reading(searchTasks),
		offerTasks: writing(offerTasks),

		rememberOrders: writing(rememberOrders),
		forgetOrders: writing(forgetOrders),
		rememberedOrders: reading(readRememberedOrders),
		knownOrders: reading(knownOrders),

		saveSubscriptions: writing(saveSubscriptions),
		subscriptionsById: reading(readSubscriptions),
		subscriptionsOfCustomers: reading(readSubscriptionsOfCustomers),

		customerMappings: reading(readCustomerMappings),
		saveCustomerMapping: writing(saveCustomerMapping),
		removeCustomerMapping: writing(removeCustomerMapping),
		productMappings: reading(readProductMappings),
		saveProductMapping: writing(saveProductMapping),
		removeProductMapping: writing(removeProductMapping),
		chargeMappings: reading(readChargeMappings),
		saveChargeMapping: writing(saveChargeMapping),
		removeChargeMapping: writing(removeChargeMapping),

		assignments: reading(readAssignments),
		saveAssignments: writing(saveAssignments),
		linkedLines: reading(readLinkedLines),
		otherUnits: reading(readOtherUnits),
		settleTasks: writing(settleTasks),

		savePlans: writing(savePlans),
		plans: reading(readPlans),
		saveApprovedPlans: writing(saveApprovedPlans),
		approvedPlan: reading(readApprovedPlan),

		intend: writing(addIntent),
		settle: writing(settleEntry),
		journal: reading(readJournal),
		newestCreations: reading(newestCreations),
		knownKeys: reading(knownKeys),
		adopt: writing(adoptEntries),

		log: writing(addToLog),
		readLog: reading(readLog),
		logPage: reading(searchLog),
		pruneLog: writing(pruneLog),

		takeLease: writing(takeLease),
		releaseLease: writing(releaseLease),
		holdsLease: reading(holdsLease),

		loginStop: reading(readLoginStop),
		saveLoginStop: writing(saveLoginStop),

		saveCustomers: writing(saveCustomers),
		customerPage: reading(searchCustomers),
		seenExternalIds: reading(seenExternalIds),
		customersNamed: reading(customersNamed),
		startImportRun: writing(startImportRun),
		importRun: reading(readImportRun),
		endImportRun: writing(endImportRun),
		countImports: reading(countImports),
		importsOfRun: reading(readImportsOfRun),
		companyImport: reading(readImport),
		intendImport: writing(intendImport),
		settleImport: writing(settleImport),
		productPage: reading(searchProducts),
		product: reading(readProduct),
		saveServicePlans: writing(saveServicePlans),

		takeForm: writing(takeForm),
		endForm: writing(endForm),
		form: reading(readForm),
	};
}

type Work<Given extends readonly unknown[], Result> = (database: Kysely<Schema>, ...given: Given) => Promise<Result>;

/** Turns a query into a method: the database comes from the access, everything else from the caller. */
function bound(run: Access['read']) {
	return <Given extends readonly unknown[], Result>(work: Work<Given, Result>) =>
		async (...given: Given): Promise<Result> =>
			await run(async (database) => await work(database, ...given));
}
