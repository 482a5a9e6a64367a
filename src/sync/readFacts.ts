import { groupBy, keyBy, sortBy, uniq } from 'lodash';
import { localDay, type CalendarDate } from '../domain/calendarDate';
import type { Contract } from '../domain/contract';
import type { FittingContract } from '../domain/contractChoice';
import type { ConnectionId, ProductId, SubscriptionId } from '../domain/ids';
import { unitsLeft, type Ledger, type LedgerLine, type LedgerLink, type OwnWrite } from '../domain/ledger';
import { lineState, rowsOfLine, type Rate } from '../domain/lineState';
import type { Money } from '../domain/money';
import { arrivingProducts } from '../domain/orderParts';
import { lineKey, type PlanSettings } from '../domain/plan';
import type { PlanningFacts } from '../domain/planningFacts';
import type { SeenSubscription, SyncTask } from '../domain/task';
import { oldestFirst } from '../domain/taskChain';
import { renewalDay } from '../domain/termEnd';
import { digest } from './digest';
import { judgeAdjustment } from './judgeAdjustment';
import { chargeKey, contractKey, contractServiceKey, keyPrefix, readShiftKey } from './keys';
import { movedRatesOf, movesOf, withoutMoves } from './moves';
import type {
	AutotaskPort,
	ChargeMapping,
	Connection,
	JournalEntry,
	LinkedLine,
	OtherUnits,
	Ports,
	StorePort,
} from './ports';
import { readAutotask, type AutotaskState } from './readAutotask';

/** What a batch of tasks of one connection is planned from. */
export interface BatchFacts {
	readonly connection: Connection;
	readonly facts: Omit<PlanningFacts, 'settings' | 'catalogueCost'>;
	readonly ledger: Ledger;
	readonly autotask: AutotaskState;
	readonly journal: readonly JournalEntry[];
	/** Unfinished tasks of the subscriptions at hand, oldest first. */
	readonly chain: readonly SyncTask[];
	readonly subscriptions: readonly SeenSubscription[];
}

/** A fault in how the nodes are put together: the task came without the step that knows its connection. */
export class UnknownConnectionError extends Error {
	override readonly name = 'UnknownConnectionError';

	constructor(connectionId: ConnectionId) {
		super(`Connection ${connectionId} is not known to this store; let the trigger or Sync Tasks (check) run once.`);
	}
}

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

function ownWritesOf(entries: readonly JournalEntry[]): readonly OwnWrite[] {
	const meantFor = ({ key }: JournalEntry) => (key === undefined ? undefined : readShiftKey(key)?.from);
	return entries.map((entry) => ({
		on: meantFor(entry) ?? entry.on,
		...(meantFor(entry) === undefined ? {} : { writtenOn: entry.on }),
		unitDelta: entry.unitDelta ?? 0,
		isRecorded: entry.state === 'recorded',
		...(entry.priceAfter === undefined ? {} : { price: entry.priceAfter }),
		...(entry.priceBefore === undefined ? {} : { priceBefore: entry.priceBefore }),
	}));
}

function journalledRates(entries: readonly JournalEntry[]): readonly Rate[] {
	return sortBy(entries, (entry) => -entry.id).flatMap((entry): Rate[] =>
		entry.priceAfter === undefined
			? []
			: [{ price: entry.priceAfter, ...(entry.costAfter === undefined ? {} : { cost: entry.costAfter }) }],
	);
}

/** The rate that a line of ours began with: its service's own. */
function firstRate(line: AutotaskState['lines'][number], services: AutotaskState['services']): readonly Rate[] {
	const service = services.find((other) => other.id === line.serviceId);
	return service
		? [{ price: service.unitPrice, ...(service.unitCost === undefined ? {} : { cost: service.unitCost }) }]
		: [];
}

/**
 * Builds the ledger of all lines that were read: what Autotask holds, what is ours in it, who is linked.
 *
 * A write without an outcome counts as ours where Autotask holds what it was to leave, so that a plan made before it is
 * settled is the one made after. A write that was moved to a free day counts on the day it is meant for.
 */
export function ledgerOf(
	state: Pick<AutotaskState, 'lines' | 'rows' | 'services'>,
	own: {
		readonly links: readonly LinkedLine[];
		readonly others: readonly OtherUnits[];
		readonly journal: readonly JournalEntry[];
		readonly assigned: Ledger['assigned'];
		readonly storeId: string;
	},
): Ledger {
	const judged = own.journal.map((entry) =>
		entry.kind === 'adjustment' && entry.state === 'open'
			? { ...entry, state: judgeAdjustment(entry, state).state }
			: entry,
	);
	const written = groupBy(
		judged.filter((entry) => entry.kind === 'adjustment' && (entry.state === 'done' || entry.state === 'recorded')),
		'contractServiceId',
	);
	const lines = sortBy(state.lines, (line) => line.id).map((line): LedgerLine => {
		const entries = written[line.id] ?? [];
		const others = own.others.find((other) => other.contractServiceId === line.id);
		const held = lineState(rowsOfLine(line, state.lines, state.rows));
		const isOurs = line.internalDescription?.startsWith(keyPrefix(own.storeId)) ?? false;
		const isCreated = (entry: JournalEntry) =>
			entry.kind === 'contractService' && entry.key === line.internalDescription && entry.taskIds.length > 0;
		return {
			target: { kind: 'existing', contractServiceId: line.id },
			contractId: line.contractId,
			serviceId: line.serviceId,
			state: { ...held, units: withoutMoves(held.units, movesOf(entries)) },
			existedBefore: others?.existedBefore ?? !isOurs,
			ownWrites: ownWritesOf(entries),
			journalledRates: [...journalledRates(entries), ...(isOurs ? firstRate(line, state.services) : [])],
			movedRates: movedRatesOf(movesOf(entries)),
			planned: [],
			plannedBy: [],
			...(isOurs && !others && !own.journal.some(isCreated) ? { isForgotten: true } : {}),
			...(others ? { otherUnits: others.units } : {}),
			...(isOurs && line.internalDescription !== undefined ? { key: line.internalDescription } : {}),
		};
	});
	const links = own.links.map((link): LedgerLink => ({
		connectionId: link.connectionId,
		subscriptionId: link.subscriptionId,
		productId: link.productId,
		line: { kind: 'existing', contractServiceId: link.contractServiceId },
		units: link.units,
		...(link.charged ? { charged: link.charged } : {}),
		...(link.leftOn === undefined ? {} : { leftOn: link.leftOn }),
	}));
	const withLeft = lines.map((line) => {
		const linked = links.filter((link) => lineKey(link.line) === lineKey(line.target));
		return { ...line, left: unitsLeft(line, linked) };
	});
	return { lines: withLeft, links, assigned: own.assigned };
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

/** The contract, where its period type is one that we know. */
export function fittingContract(contract: Contract | undefined): FittingContract | undefined {
	return contract?.periodType ? { ...contract, periodType: contract.periodType } : undefined;
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

/** The facts with the settings and catalogue costs of one plan. */
export function withSettings(
	batch: BatchFacts,
	settings: PlanSettings,
	costs: Readonly<Record<string, Money>>,
): PlanningFacts {
	return { ...batch.facts, settings, catalogueCost: (product) => costs[product] };
}
