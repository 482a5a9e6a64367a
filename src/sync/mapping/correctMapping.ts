import { uniq } from 'lodash';
import { localDay } from '../../domain/calendarDate';
import type { Service } from '../../domain/contract/service';
import type { CompanyId, ConnectionId, CustomerId, ProductId } from '../../domain/ids';
import { orderKinds } from '../../domain/order/orderKind';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { isOver } from '../../domain/order/unorderedChange';
import type { SyncTask } from '../../domain/task/task';
import { unorderedTask } from '../../domain/task/unorderedTask';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Connection } from '../../ports/store/connections';
import type { LinkedLine } from '../../ports/store/lines';
import type { Ports } from '../../ports/store/ports';
import { foundEntry } from '../tasks/foundEntry';

type CorrectionPorts = Ports & { readonly autotask: AutotaskPort };

/** A line that a subscription's product is on now, and holds units of. */
interface UsedLine {
	readonly line: LinkedLine;
	readonly subscription: SeenSubscription;
}

async function usedLines(
	connection: Connection,
	customers: readonly CustomerId[],
	{ store }: Ports,
): Promise<readonly UsedLine[]> {
	const subscriptions = await store.subscriptionsOfCustomers(connection.id, customers);
	const live = subscriptions.filter((one) => !isOver(one));
	if (live.length === 0) return [];
	const lines = await store.linkedLines(connection.databaseId, {
		subscriptions: { connectionId: connection.id, ids: live.map((one) => one.id) },
	});
	const current = lines.filter((line) => line.leftOn === undefined && (line.units.at(-1)?.units ?? 0) > 0);
	return current.flatMap((line) =>
		live.filter((one) => one.id === line.subscriptionId).map((subscription) => ({ line, subscription })),
	);
}

function correctingTask(
	{ seenAt: _seenAt, earlierExpirations: _earlier, ...subscription }: SeenSubscription,
	connection: Connection,
	now: SyncTask['createdAt'],
): SyncTask {
	const { timeZone } = connection;
	const today = localDay(now, timeZone);
	const frame = {
		connectionId: connection.id,
		connectedAt: connection.connectedAt,
		now,
		timeZone,
		today,
		isFirst: false,
		processAutomatically: false,
		orderKinds,
	};
	return unorderedTask(subscription, { kind: 'change', on: today, timeZone }, frame);
}

/**
 * Adds a task for each of the subscriptions that shows the correction and, once approved, carries it out; none where an
 * unfinished task of the subscription does so anyway.
 */
async function addTasks(
	subscriptions: readonly SeenSubscription[],
	connection: Connection,
	{ store, clock }: Ports,
): Promise<readonly SyncTask[]> {
	if (subscriptions.length === 0) return [];
	const subscriptionIds = subscriptions.map((one) => one.id);
	const known = await store.tasks(connection.id, { subscriptionIds });
	const isUnfinished = (task: SyncTask) =>
		task.state !== 'synced' && task.state !== 'ignored' && task.kind !== 'billing';
	const busy = new Set(known.filter(isUnfinished).flatMap((task) => task.subscriptionIds));
	const now = clock.now();
	const free = subscriptions.filter((one) => !busy.has(one.id));
	const added = await store.addTasks(free.map((one) => correctingTask(one, connection, now)));
	if (added.length > 0) await store.log(added.map((task) => foundEntry(task, now)));
	return added;
}

/**
 * Tasks that move the units of a product from the services that it was mapped to before to its new one.
 *
 * Of other period types nothing is moved. Source: rules M1, C3 and T5.
 */
export async function correctProduct(
	of: { readonly connectionId: ConnectionId; readonly productId: ProductId; readonly service: Service },
	ports: CorrectionPorts,
): Promise<readonly SyncTask[]> {
	const connection = await ports.store.connection(of.connectionId);
	if (!connection) return [];
	const customers = (await ports.store.customerMappings(connection.id)).map((mapping) => mapping.customerId);
	const used = await usedLines(connection, customers, ports);
	const elsewhere = used.filter(({ line }) => line.productId === of.productId && line.serviceId !== of.service.id);
	const services = await ports.autotask.services(uniq(elsewhere.map(({ line }) => line.serviceId)));
	const same = services.filter((service) => service.periodType === of.service.periodType).map(({ id }) => id);
	const wrong = elsewhere.filter(({ line }) => same.includes(line.serviceId));
	return await addTasks(uniq(wrong.map(({ subscription }) => subscription)), connection, ports);
}

/** Tasks that move the units of a customer's subscriptions from contracts of other companies to its new one's. Source: rules M1, C1 and T5. */
export async function correctCustomer(
	of: { readonly connectionId: ConnectionId; readonly customerId: CustomerId; readonly companyId: CompanyId },
	ports: CorrectionPorts,
): Promise<readonly SyncTask[]> {
	const connection = await ports.store.connection(of.connectionId);
	if (!connection) return [];
	const used = await usedLines(connection, [of.customerId], ports);
	const contracts = await ports.autotask.contractsById(uniq(used.map(({ line }) => line.contractId)));
	const others = contracts.filter((contract) => contract.companyId !== of.companyId).map(({ id }) => id);
	const wrong = used.filter(({ line }) => others.includes(line.contractId));
	return await addTasks(uniq(wrong.map(({ subscription }) => subscription)), connection, ports);
}

/** What the corrections come to, as the end of a sentence. */
export function correctedBy(tasks: readonly SyncTask[]): string {
	if (tasks.length === 0) return '';
	const count = tasks.length === 1 ? '1 subscription has' : `${tasks.length} subscriptions have`;
	return ` ${count} units elsewhere: a task of each shows the move and waits for approval.`;
}
