import { uniq } from 'lodash';
import { localDay } from '../../domain/calendarDate';
import type { Service } from '../../domain/contract/service';
import type { CompanyId, ConnectionId, CustomerId, ProductId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
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

/** A product and the service that it is mapped to now, whose period type it is. */
export interface ProductOnService {
	readonly productId: ProductId;
	readonly service: Service;
}

/**
 * Tasks that move the units of products from the services that they were mapped to before to their new ones.
 *
 * Of other period types nothing is moved. Source: rules M1, C3 and T5.
 */
export async function correctProducts(
	connectionId: ConnectionId,
	mapped: readonly ProductOnService[],
	ports: CorrectionPorts,
): Promise<readonly SyncTask[]> {
	const connection = await ports.store.connection(connectionId);
	if (!connection) return [];
	const customers = (await ports.store.customerMappings(connection.id)).map((mapping) => mapping.customerId);
	const used = await usedLines(connection, customers, ports);
	const newOf = groupBy(mapped, 'productId');
	const mayMove = used.filter(({ line }) =>
		newOf[line.productId]?.some(({ service }) => service.id !== line.serviceId),
	);
	const services = keyBy(await ports.autotask.services(uniq(mayMove.map(({ line }) => line.serviceId))), 'id');
	const wrong = mayMove.filter(({ line }) => {
		const periodType = services[line.serviceId]?.periodType;
		const own = newOf[line.productId]?.find(({ service }) => service.periodType === periodType);
		return own !== undefined && own.service.id !== line.serviceId;
	});
	return await addTasks(uniq(wrong.map(({ subscription }) => subscription)), connection, ports);
}

/** A customer and the company that it is mapped to now. */
export interface CustomerOfCompany {
	readonly customerId: CustomerId;
	readonly companyId: CompanyId;
}

/** Tasks that move the units of customers' subscriptions from contracts of other companies to their new one's. Source: rules M1, C1 and T5. */
export async function correctCustomers(
	connectionId: ConnectionId,
	mapped: readonly CustomerOfCompany[],
	ports: CorrectionPorts,
): Promise<readonly SyncTask[]> {
	const connection = await ports.store.connection(connectionId);
	if (!connection) return [];
	const companyOf = new Map(mapped.map(({ customerId, companyId }) => [customerId, companyId]));
	const used = await usedLines(connection, [...companyOf.keys()], ports);
	const contracts = keyBy(await ports.autotask.contractsById(uniq(used.map(({ line }) => line.contractId))), 'id');
	const wrong = used.filter(({ line, subscription }) => {
		const contract = contracts[line.contractId];
		return contract !== undefined && contract.companyId !== companyOf.get(subscription.customerId);
	});
	return await addTasks(uniq(wrong.map(({ subscription }) => subscription)), connection, ports);
}

/** What the corrections come to, as the end of a sentence. */
export function correctedBy(tasks: readonly SyncTask[]): string {
	if (tasks.length === 0) return '';
	const count = tasks.length === 1 ? '1 subscription has' : `${tasks.length} subscriptions have`;
	return ` ${count} units elsewhere: a task of each shows the move and waits for approval.`;
}
