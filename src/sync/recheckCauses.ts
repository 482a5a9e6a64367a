import { groupBy, keyBy, uniq } from 'lodash';
import { localDay, plusMillis, type CalendarDate } from '../domain/calendarDate';
import { billedPeriodType } from '../domain/billedPeriod';
import type { Company, Contract, Currency } from '../domain/contract';
import { chooseContract } from '../domain/contractChoice';
import type { CompanyId, ConnectionId, ContractId } from '../domain/ids';
import { assignedOn, usageDay } from '../domain/planUsage';
import { reasonsInAutotask, type SeenSubscription, type SyncTask } from '../domain/task';
import { modelOf } from '../domain/usageLines';
import { hasUnmovedLines } from './hasUnmovedLines';
import type { ActionLogEntry, AutotaskPort, Connection, CustomerMapping, Ports, TaskChange } from './ports';

export interface RecheckOptions {
	readonly recheckHours: number;
	readonly autotask?: () => Promise<AutotaskPort>;
}

/** What was read once for all tasks that are due. */
interface Look {
	readonly connection: Connection;
	readonly mappings: Readonly<Record<string, CustomerMapping>>;
	readonly companies: Readonly<Record<number, Company>>;
	readonly currencies: Readonly<Record<number, Currency>>;
	readonly contracts: Readonly<Record<number, readonly Contract[]>>;
	readonly subscriptions: Readonly<Record<string, SeenSubscription>>;
	readonly assigned: Readonly<Record<string, ContractId>>;
}

async function lookInAutotask(
	connection: Connection,
	due: readonly SyncTask[],
	ports: Ports,
	autotask: AutotaskPort,
): Promise<Look> {
	const { store } = ports;
	const customers = uniq(due.map((task) => task.customerId));
	const subscriptionIds = uniq(due.flatMap((task) => task.subscriptionIds));
	const mappings = await store.customerMappings(connection.id, customers);
	const assigned = await store.assignments(connection.id, subscriptionIds);
	const ids = uniq(mappings.map((mapping) => mapping.companyId));
	const contracts = await autotask.contracts(ids);
	const billed = contracts.flatMap((contract) => contract.billToCompanyId ?? []);
	return {
		connection,
		mappings: keyBy(mappings, 'customerId'),
		companies: keyBy(await autotask.companies(uniq([...ids, ...billed])), 'id'),
		currencies: keyBy(await autotask.currencies(), 'id'),
		contracts: groupBy(contracts, 'companyId'),
		subscriptions: keyBy(await store.subscriptionsById(connection.id, subscriptionIds), 'id'),
		assigned: Object.fromEntries(assigned.map((one) => [one.subscriptionId, one.contractId])),
	};
}

function currencyOf(look: Look, id: CompanyId): string | undefined {
	const currencyId = look.companies[id]?.currencyId;
	if (currencyId !== undefined) return look.currencies[currencyId]?.code;
	return Object.values(look.currencies).find((currency) => currency.isInternal)?.code;
}

function paidIn(task: SyncTask, subscription: SeenSubscription): string | undefined {
	const detail = task.order?.details.find((line) => line.extendedPrice !== undefined);
	return (
		detail?.extendedPrice?.currency ?? subscription.products.find((product) => product.unitPrice)?.unitPrice?.currency
	);
}

function effectiveDay(task: SyncTask, { timeZone }: Connection): CalendarDate {
	return task.kind === 'initial' ? task.firstSeenOn : localDay(task.effectiveAt, timeZone);
}

/** Whether the choice of a contract would now end otherwise than with the task's reason. */
function choiceHasMoved(task: SyncTask, look: Look): boolean {
	const subscription = look.subscriptions[task.subscriptionIds[0] ?? ''];
	const company = look.companies[look.mappings[task.customerId]?.companyId ?? 0];
	const periodType = subscription && billedPeriodType(subscription);
	if (!subscription || !company || periodType === undefined) return false;
	const currency = paidIn(task, subscription);
	const on = usageDay(task, subscription, look.connection) ?? effectiveDay(task, look.connection);
	const contracts = look.contracts[company.id] ?? [];
	const model = modelOf(subscription, task.order);
	const belongs = look.assigned[subscription.id];
	const isTheirs = contracts.some((contract) => contract.id === belongs) || task.kind === 'cancellation';
	const assigned = assignedOn(isTheirs ? belongs : undefined, { model, contracts, day: on });
	const choice = chooseContract({
		subject: task.id,
		company,
		contracts,
		periodType,
		on,
		currencyOf: (contract) => currencyOf(look, contract?.billToCompanyId ?? company.id) ?? currencyOf(look, company.id),
		...(currency === undefined ? {} : { currency }),
		...(assigned === undefined ? {} : { assigned }),
		...(task.answers.contractId === undefined ? {} : { told: task.answers.contractId }),
	});
	return choice.kind === 'fits' || choice.reason !== task.attention?.reason;
}

async function isFreed(task: SyncTask, look: Look, ports: Ports, autotask: AutotaskPort): Promise<boolean> {
	const reason = task.attention?.reason;
	if (reason === 'changed in Autotask') return await hasUnmovedLines(task, look.connection, ports, autotask);
	return reason !== 'period posted' && choiceHasMoved(task, look);
}

async function stamp(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	free: ReadonlySet<SyncTask>,
	ports: Ports,
): Promise<void> {
	const now = ports.clock.now();
	const change = (task: SyncTask): TaskChange =>
		free.has(task)
			? { state: 'open', attention: undefined, offeredUntil: undefined, causeCheckedAt: now }
			: { causeCheckedAt: now };
	await ports.store.changeTasks(
		connectionId,
		tasks.map((task) => ({ id: task.id, change: change(task) })),
		now,
	);
	if (free.size === 0) return;
	await ports.store.log(
		[...free].map((task): ActionLogEntry => ({
			at: now,
			connectionId,
			taskId: task.id,
			action: 'check',
			message: `Autotask has changed: "${task.attention?.reason ?? ''}" no longer holds, the task is looked at again.`,
		})),
	);
}

async function recheck(
	connection: Connection,
	due: readonly SyncTask[],
	ports: Ports,
	autotask: AutotaskPort,
): Promise<number> {
	const look = await lookInAutotask(connection, due, ports, autotask);
	const free = new Set<SyncTask>();
	for (const task of due) if (await isFreed(task, look, ports, autotask)) free.add(task);
	await stamp(connection.id, due, free, ports);
	return free.size;
}

/**
 * Looks once per `recheckHours` whether causes in Autotask are gone, and opens the tasks for which they are.
 *
 * One batched read for all tasks that are due; none where no task is. `period posted` is left to a retry: only Autotask's
 * own refusal tells it. Returns how many were freed. Source: rule T8.
 */
export async function recheckCauses(
	connectionId: ConnectionId,
	ports: Ports,
	options: RecheckOptions,
): Promise<number> {
	const connection = await ports.store.connection(connectionId);
	if (!options.autotask || !connection) return 0;
	const before = plusMillis(ports.clock.now(), -options.recheckHours * 60 * 60 * 1000);
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: reasonsInAutotask });
	const due = waiting.filter((task) => (task.causeCheckedAt ?? task.updatedAt) <= before);
	return due.length === 0 ? 0 : await recheck(connection, due, ports, await options.autotask());
}
