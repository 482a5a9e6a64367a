import { groupBy, keyBy, sortBy, uniq } from 'lodash';
import { type CalendarDate, localDay } from '../../domain/calendarDate';
import { fittingContract } from '../../domain/contract/fittingContract';
import type { PlanningFacts } from '../../domain/contractChoice/planningFacts';
import type { ConnectionId, ProductId, SubscriptionId } from '../../domain/ids';
import { arrivingProducts } from '../../domain/order/orderPortions';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { renewalDay } from '../../domain/period/termEnd';
import type { SyncTask } from '../../domain/task/task';
import { oldestFirst } from '../../domain/task/taskChain';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Ports } from '../../ports/ports';
import type { Connection } from '../../ports/store/connections';
import type { JournalEntry } from '../../ports/store/journal';
import type { ChargeMapping } from '../../ports/store/mappings';
import type { StorePort } from '../../ports/store/store';
import { digest } from '../journal/digest';
import { chargeKey, contractKey, contractServiceKey, keyPrefix } from '../journal/keys';
import { type AutotaskState, readAutotask } from '../reading/readAutotask';
import { type BatchFacts, UnknownConnectionError } from './batchFacts';
import { ledgerOf } from './ledgerOf';

const unfinished = ['open', 'attention', 'approved', 'syncing', 'failed'] as const;

/** Unfinished tasks of the subscriptions that these tasks touch, the tasks themselves included, oldest first. */
async function readChain(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	store: StorePort,
): Promise<readonly SyncTask[]> {
	const subscriptionIds = uniq(tasks.flatMap((task) => task.subscriptionIds));
	const stored =
		subscriptionIds.length === 0 ? [] : await store.tasks(connectionId, { states: unfinished, subscriptionIds });
	const given = keyBy(tasks, 'id');
	return oldestFirst([...stored.filter((task) => given[task.id] === undefined), ...tasks]);
}

/** The days from which the tasks count; of a renewal also the start of the term that it may count from. */
function effectiveDays(
	tasks: readonly SyncTask[],
	{ timeZone, expirationIs }: Pick<Connection, 'timeZone' | 'expirationIs'>,
	subscriptions: readonly SeenSubscription[],
): readonly CalendarDate[] {
	const days = tasks.flatMap((task) => {
		if (task.kind === 'initial') return [task.firstSeenOn];
		const day = localDay(task.effectiveAt, timeZone);
		if (task.kind !== 'renewal') return [day, ...(task.answers.effectiveOn ? [task.answers.effectiveOn] : [])];
		const renewed = subscriptions.filter((subscription) => task.subscriptionIds.includes(subscription.id));
		return [day, ...renewed.map((subscription) => renewalDay(day, subscription, expirationIs))];
	});
	return uniq(days);
}

function productsOf(subscriptions: readonly SeenSubscription[], chain: readonly SyncTask[]): readonly ProductId[] {
	const ordered = chain.flatMap(({ order }) =>
		order ? [...order.products.map((product) => product.productId), ...arrivingProducts(order)] : [],
	);
	return uniq([
		...subscriptions.flatMap((subscription) => subscription.products.map((product) => product.productId)),
		...ordered,
	]);
}

function chargeTargetOf(mappings: readonly ChargeMapping[]): PlanningFacts['chargeTarget'] {
	return (kind, product) => {
		const ofKind = mappings.filter((mapping) => mapping.kind === kind);
		return (
			ofKind.find((mapping) => mapping.productId === product) ??
			ofKind.find((mapping) => mapping.productId === undefined)
		)?.target;
	};
}

function currencyCodes(
	state: AutotaskState,
): Pick<PlanningFacts, 'currencyOfCompany' | 'exchangeRate' | 'internalCurrency'> {
	const internal = state.currencies.find((currency) => currency.isInternal)?.code;
	const byId = keyBy(state.currencies, 'id');
	const companies = keyBy(state.companies, 'id');
	return {
		currencyOfCompany: (id) => {
			const company = companies[id];
			return company?.currencyId === undefined ? (company ? internal : undefined) : byId[company.currencyId]?.code;
		},
		exchangeRate: (code) => state.currencies.find((currency) => currency.code === code)?.exchangeRate,
		...(internal === undefined ? {} : { internalCurrency: internal }),
	};
}

/**
 * Adds what lines hold from their contract's start on, where we created them and have not finished: what a fresh line
 * holds is not known beforehand and has to be taken back from its first day. Source: rule Q14.
 */
async function withUnfinishedLines(
	state: AutotaskState,
	journal: readonly JournalEntry[],
	{ store, autotask }: Ports & { readonly autotask: AutotaskPort },
): Promise<AutotaskState> {
	const finished = new Set(
		journal
			.filter((entry) => entry.kind === 'adjustment' && entry.state === 'recorded')
			.map((entry) => entry.contractServiceId),
	);
	const isUnfinished = (line: AutotaskState['lines'][number]) =>
		line.internalDescription?.startsWith(keyPrefix(store.storeId)) === true && !finished.has(line.id);
	const unfinished = uniq(state.lines.filter(isUnfinished).map((line) => line.contractId));
	const [from] = sortBy(
		state.contracts.filter((contract) => unfinished.includes(contract.id)).map((contract) => contract.startsOn),
	);
	if (from === undefined) return state;
	const rows = await autotask.unitRows(unfinished, { from });
	return { ...state, rows: [...state.rows.filter((row) => !unfinished.includes(row.contractId)), ...rows] };
}

/** Reads everything that the tasks of one connection are planned from, in as few requests as the batch allows. */
export async function readFacts(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<BatchFacts> {
	const { store, autotask, clock } = ports;
	const connection = await store.connection(connectionId);
	if (!connection) throw new UnknownConnectionError(connectionId);
	const chain = await readChain(connectionId, tasks, store);
	const customers = uniq(chain.map((task) => task.customerId));
	const ids: readonly SubscriptionId[] = uniq(chain.flatMap((task) => task.subscriptionIds));
	const ofCustomers = await store.subscriptionsOfCustomers(connectionId, customers);
	const subscriptions = await store.subscriptionsById(connectionId, ids);
	const customerMappings = keyBy(await store.customerMappings(connectionId, customers), 'customerId');
	const productMappings = await store.productMappings(
		connectionId,
		productsOf([...subscriptions, ...ofCustomers], chain),
	);
	const chargeMappings = await store.chargeMappings(connectionId);
	const waiting = await store.rememberedOrders(connectionId);
	const assignments = sortBy(await store.assignments(connectionId, ids), 'from');
	const assigned = new Map(assignments.map((assignment) => [assignment.subscriptionId, assignment.contractId]));
	const lines = await store.linkedLines(autotask.databaseId, { subscriptions: { connectionId, ids } });
	const days = effectiveDays(chain, connection, subscriptions);
	const own = lines.filter(({ leftOn }) => leftOn === undefined || days.some((day) => day < leftOn));
	const read = await readAutotask(
		{
			companies: uniq(Object.values(customerMappings).map((mapping) => mapping.companyId)),
			contracts: uniq([...assigned.values(), ...own.map((line) => line.contractId)]),
			services: uniq([...productMappings.map((mapping) => mapping.serviceId), ...own.map((line) => line.serviceId)]),
			days,
		},
		autotask,
	);
	const contractIds = read.contracts.map((contract) => contract.id);
	const journal = await store.journal(autotask.databaseId, contractIds);
	const state = await withUnfinishedLines(read, journal, ports);
	const ledger = ledgerOf(state, {
		journal,
		links: await store.linkedLines(autotask.databaseId, {
			contracts: contractIds,
			subscriptions: { connectionId, ids: ofCustomers.map((subscription) => subscription.id) },
		}),
		others: await store.otherUnits(
			autotask.databaseId,
			state.lines.map((line) => line.id),
		),
		assigned,
		storeId: store.storeId,
	});
	const seen = keyBy(subscriptions, 'id');
	const companies = keyBy(state.companies, 'id');
	const services = keyBy(state.services, 'id');
	const servicesOn = groupBy([...state.lines, ...state.endedLines], 'contractId');
	const contracts = keyBy(state.contracts, 'id');
	const contractsOf = groupBy(state.contracts, 'companyId');
	return {
		connection,
		ledger,
		autotask: state,
		journal,
		chain,
		subscriptions: [...subscriptions],
		facts: {
			connectionId,
			now: clock.now(),
			...currencyCodes(state),
			company: (id) => companies[id],
			contracts: (id) => contractsOf[id] ?? [],
			contractsWith: (id, service) =>
				(contractsOf[id] ?? []).filter((contract) =>
					servicesOn[contract.id]?.some((line) => line.serviceId === service),
				),
			contract: (id) => fittingContract(contracts[id]),
			service: (id) => services[id],
			customerMapping: (task) => customerMappings[task.customerId],
			productMapping: (product, periodType) =>
				productMappings.find((mapping) => mapping.productId === product && mapping.periodType === periodType),
			chargeTarget: chargeTargetOf(chargeMappings),
			subscription: (id) => seen[id],
			subscriptionsOfCustomer: (task) =>
				ofCustomers.filter(
					(subscription) => subscription.customerId === task.customerId && subscription.status === 'active',
				),
			chainOf: (id) => chain.filter((task) => task.subscriptionIds.includes(id)),
			hasUnfinishedOrder: (id) =>
				waiting.some(
					(order) => order.subscriptionId === id && (order.status === 'submitted' || order.status === 'processing'),
				),
			keys: {
				charge: (task, kind, product, nth) => chargeKey(store.storeId, task, kind, product, nth),
				line: (subscription, product, service, nth) =>
					contractServiceKey(store.storeId, subscription, product, service, nth),
				contract: (of) => contractKey(store.storeId, of),
			},
			digest,
			readFrom: state.readFrom,
		},
	};
}
