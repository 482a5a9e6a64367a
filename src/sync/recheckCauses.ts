import { groupBy, keyBy, uniq } from 'lodash';
import { localDay, plusMillis, type CalendarDate } from '../domain/calendarDate';
import { billedPeriodType } from '../domain/billedPeriod';
import type { Company, Contract, Currency } from '../domain/contract';
import { chooseContract, type ContractChoice } from '../domain/contractChoice';
import type { CompanyId, ConnectionId, ContractId } from '../domain/ids';
import { contractPeriod } from '../domain/lineState';
import { assignedOn, usageDay } from '../domain/planUsage';
import { reasonsInAutotask, type AttentionReason, type SeenSubscription, type SyncTask } from '../domain/task';
import { modelOf } from '../domain/usageLines';
import type { ActionLogEntry, AutotaskPort, Connection, CustomerMapping, Ports, TaskChange } from './ports';
import { writableAgain } from './writableAgain';

export interface RecheckOptions {
	readonly recheckHours: number;
	readonly autotask?: () => Promise<AutotaskPort>;
}

/** Causes that lie in which companies and contracts there are. */
const reasonsOfChoice: readonly AttentionReason[] = [
	'customer not mapped',
	'no contract fits',
	'several contracts fit',
	'currency differs',
	'billing period differs',
	'contract ended',
];

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

/** How the choice of a contract for one subscription of the task would now end; undefined where nothing is known to choose from. */
function choiceFor(
	task: SyncTask,
	subscription: SeenSubscription | undefined,
	look: Look,
): { readonly choice: ContractChoice; readonly on: CalendarDate } | undefined {
	const company = look.companies[look.mappings[task.customerId]?.companyId ?? 0];
	const periodType = subscription && billedPeriodType(subscription);
	if (!subscription || !company || periodType === undefined) return undefined;
	const currency = paidIn(task, subscription);
	const on = usageDay(task, subscription, look.connection) ?? effectiveDay(task, look.connection);
	const contracts = look.contracts[company.id] ?? [];
	const model = modelOf(subscription, task.order);
	const belongs = contracts.find((contract) => contract.id === look.assigned[subscription.id]);
	const isTheirs = belongs !== undefined || task.kind === 'cancellation';
	const isOutgrown = task.kind === 'change' && belongs !== undefined && belongs.periodType !== periodType;
	const own = isTheirs && !isOutgrown ? look.assigned[subscription.id] : undefined;
	const assigned = assignedOn(own, { model, contracts, day: on });
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
	return { choice, on };
}

/**
 * Whether no choice of a contract for the task would now end with its reason. A contract that has ended is only good
 * again where it reaches past the period, since a rise may begin there. Source: rule C5.
 */
function choiceHasMoved(task: SyncTask, look: Look): boolean {
	const choices = task.subscriptionIds.flatMap((id) => choiceFor(task, look.subscriptions[id], look) ?? []);
	const isLate = task.kind !== 'billing' && task.attention?.reason === 'contract ended';
	const stands = choices.some(({ choice, on }) =>
		choice.kind === 'attention'
			? choice.reason === task.attention?.reason
			: isLate && contractPeriod(choice.contract, on).nextStart > choice.contract.endsOn,
	);
	return choices.length > 0 && !stands;
}

function isMappedAgain(task: SyncTask, look: Look): boolean {
	return look.companies[look.mappings[task.customerId]?.companyId ?? 0]?.isActive === true;
}

function having(tasks: readonly SyncTask[], ...reasons: readonly AttentionReason[]): readonly SyncTask[] {
	return tasks.filter(({ attention }) => attention !== undefined && reasons.includes(attention.reason));
}

async function freedOf(
	connection: Connection,
	due: readonly SyncTask[],
	ports: Ports,
	autotask: AutotaskPort,
): Promise<ReadonlySet<SyncTask>> {
	const choosing = having(due, ...reasonsOfChoice);
	const look = choosing.length > 0 ? await lookInAutotask(connection, choosing, ports, autotask) : undefined;
	const chosen = look
		? choosing.filter((task) =>
				task.attention?.reason === 'customer not mapped' ? isMappedAgain(task, look) : choiceHasMoved(task, look),
			)
		: [];
	const onLines = having(due, 'changed in Autotask', 'period posted', 'two changes on one date');
	return new Set([...chosen, ...(await writableAgain(onLines, { ...ports, autotask }))]);
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
	const free = await freedOf(connection, due, ports, autotask);
	await stamp(connection.id, due, free, ports);
	return free.size;
}

/** A customer that nobody has mapped is no cause in Autotask; one whose company is inactive is. Source: rule M5. */
async function causedInAutotask(
	tasks: readonly SyncTask[],
	connectionId: ConnectionId,
	{ store }: Ports,
): Promise<readonly SyncTask[]> {
	const unmapped = having(tasks, 'customer not mapped');
	if (unmapped.length === 0) return tasks;
	const mappings = await store.customerMappings(connectionId, uniq(unmapped.map((task) => task.customerId)));
	const mapped = new Set(mappings.map((mapping) => mapping.customerId));
	return tasks.filter((task) => !unmapped.includes(task) || mapped.has(task.customerId));
}

/**
 * Looks once per `recheckHours` whether causes in Autotask are gone, and opens the tasks for which they are.
 *
 * One batched read for all tasks that are due; none where no task is. Returns how many were freed. Source: rule T8.
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
	const due = await causedInAutotask(
		waiting.filter((task) => (task.causeCheckedAt ?? task.updatedAt) <= before),
		connectionId,
		ports,
	);
	return due.length === 0 ? 0 : await recheck(connection, due, ports, await options.autotask());
}
