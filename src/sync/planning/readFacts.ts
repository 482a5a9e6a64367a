import { pick, uniq } from 'lodash';
import type { ConnectionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Ports } from '../../ports/store/ports';
import { readAutotask } from '../reading/readAutotask';
import type { BatchFacts } from './batchFacts';
import { ledgerOf } from './ledgerOf';
import { lookUpsOf } from './lookUps';
import { keepUnlisted } from '../reading/unlistedLines';
import { readStored, servicesOf } from './readStored';
import { withUnfinishedLines } from './unfinishedLines';
import { hiddenContracts, vanishedLines } from './vanishedLines';

/** Reads everything that the tasks of one connection are planned from, in as few requests as the batch allows. */
export async function readFacts(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<BatchFacts> {
	const { store, autotask, clock } = ports;
	const { databaseId } = autotask;
	const stored = await readStored(connectionId, tasks, store, databaseId);
	const { subscriptions, ofCustomers, customerMappings, productMappings, assigned } = stored;
	const readAt = clock.now();
	const read = await readAutotask(
		{
			companies: uniq(customerMappings.map((mapping) => mapping.companyId)),
			contracts: uniq([...assigned.values(), ...stored.lines.map((line) => line.contractId)]),
			services: uniq([...productMappings, ...stored.lines].map((one) => one.serviceId)),
			days: stored.days,
		},
		autotask,
	);
	const contracts = read.contracts.map((contract) => contract.id);
	const journal = await store.journal(databaseId, contracts);
	const state = await withUnfinishedLines(read, journal, ports);
	const lines = state.lines.map((line) => line.id);
	const ids = ofCustomers.map((subscription) => subscription.id);
	const linked = await store.linkedLines(databaseId, { contracts, subscriptions: { connectionId, ids } });
	keepUnlisted(linked, state);
	const ledger = ledgerOf(state, {
		journal,
		links: linked,
		others: await store.otherUnits(databaseId, lines),
		assigned,
		storeId: store.storeId,
	});
	return {
		...pick(stored, ['connection', 'chain', 'billed']),
		ledger,
		autotask: state,
		journal,
		readAt,
		subscriptions: [...subscriptions],
		linked: linked.filter((line) => line.connectionId === connectionId),
		vanished: vanishedLines(
			stored.lines.filter((line) => line.connectionId === connectionId),
			state,
		),
		hidden: hiddenContracts(ofCustomers, stored.assignedOfCustomers, state),
		servicesOf: (task) => servicesOf(task, stored),
		facts: lookUpsOf(stored, state, { now: clock.now(), storeId: store.storeId }),
	};
}
