import { groupBy, keyBy, uniq } from 'lodash';
import type { Company } from '../domain/contract';
import type { CompanyId, ConnectionId, CustomerId } from '../domain/ids';
import type { Customer } from '../domain/order';
import { attentionOf, type Attention, type SyncTask } from '../domain/task';
import { readable } from './checkRun';
import { freeTasks, openAgain } from './freeTasks';
import { needAttention, type NeedOf } from './needAttention';
import type { CustomerOutcome } from './outcomes';
import type { AutotaskPort, Clock, CustomerMapping, MarketplacePort, StorePort } from './ports';

export interface MappingPorts {
	readonly clock: Clock;
	readonly store: StorePort;
	readonly autotask: AutotaskPort;
	readonly marketplace: MarketplacePort;
}

export interface ResolveCustomersOptions {
	/** What of a company a customer's external id is compared with. */
	readonly matchCompanyBy: 'companyNumber' | 'id';
}

/** A customer's mapping, or what to do about it. */
type Resolution = { readonly mapping: CustomerMapping } | { readonly attention: Attention };

function notMapped(what: string, step = '; map it in Map Customer.'): Attention {
	return attentionOf('customer not mapped', what, step);
}

type MatchBy = ResolveCustomersOptions['matchCompanyBy'];

function checked(mapping: CustomerMapping, company: Company | undefined): Resolution {
	if (company?.isActive === true) return { mapping: { ...mapping, companyName: company.name } };
	const state = company ? 'is inactive' : 'no longer exists';
	return {
		attention: notMapped(
			`Customer ${mapping.customerName} (${mapping.customerId}) is mapped to company ${mapping.companyName} (${mapping.companyId}), which ${state} in Autotask`,
			'; activate it and retry, or map the customer to another company in Map Customer.',
		),
	};
}

function externalIdOf(company: Company, by: MatchBy): string | undefined {
	return by === 'id' ? String(company.id) : company.companyNumber;
}

async function companiesFor(
	externalIds: readonly string[],
	by: MatchBy,
	autotask: AutotaskPort,
): Promise<readonly Company[]> {
	if (externalIds.length === 0) return [];
	if (by === 'companyNumber') return await autotask.companiesByNumber(externalIds);
	const ids = externalIds.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map((id) => Number(id) as CompanyId);
	return ids.length === 0 ? [] : await autotask.companies(ids);
}

function matched(customer: Customer, companies: readonly Company[], by: MatchBy): Company | Attention {
	const name = `Customer ${customer.name} (${customer.id})`;
	if (!customer.externalId)
		return notMapped(`${name} has no external id at the marketplace and is not mapped to an Autotask company`);
	const hits = companies.filter((company) => company.isActive && externalIdOf(company, by) === customer.externalId);
	const [hit] = hits;
	const what = by === 'id' ? 'id' : 'company number';
	if (!hit)
		return notMapped(`${name} is not mapped, and no active Autotask company has the ${what} ${customer.externalId}`);
	if (hits.length === 1) return hit;
	return notMapped(
		`${name} is not mapped, and several active Autotask companies have the ${what} ${customer.externalId}: ${hits.map((one) => `${one.name} (${one.id})`).join(', ')}`,
	);
}

async function readCustomer(id: CustomerId, marketplace: MarketplacePort): Promise<Customer | Attention> {
	const read = await readable(async () => await marketplace.customer(id));
	if ('why' in read)
		return notMapped(
			`Customer ${id} could not be read: ${read.why}`,
			'; map it in Map Customer, or retry when the marketplace answers correctly.',
		);
	return (
		read.value ??
		notMapped(`Customer ${id} is not known to the marketplace`, '; map it in Map Customer, or ignore the task.')
	);
}

/** Maps customers by their exact external id, where exactly one active company has it; pages name them from then on. Source: rule M4. */
async function mapByExternalId(
	connectionId: ConnectionId,
	ids: readonly CustomerId[],
	ports: MappingPorts,
	by: MatchBy,
): Promise<ReadonlyMap<CustomerId, Resolution>> {
	const customers: (readonly [CustomerId, Customer | Attention])[] = [];
	for (const id of ids) customers.push([id, await readCustomer(id, ports.marketplace)]);
	await ports.store.saveCustomers(
		connectionId,
		customers.flatMap(([, customer]) => ('reason' in customer ? [] : [customer])),
		ports.clock.now(),
	);
	const externalIds = uniq(
		customers.flatMap(([, customer]) => ('reason' in customer ? [] : (customer.externalId ?? []))),
	);
	const companies = await companiesFor(externalIds, by, ports.autotask);
	const resolutions = new Map<CustomerId, Resolution>();
	for (const [id, customer] of customers) {
		const company = 'reason' in customer ? customer : matched(customer, companies, by);
		if ('reason' in customer) resolutions.set(id, { attention: customer });
		else if ('reason' in company) resolutions.set(id, { attention: company });
		else resolutions.set(id, { mapping: await keepMapping(connectionId, customer, company, ports) });
	}
	return resolutions;
}

async function keepMapping(
	connectionId: ConnectionId,
	customer: Customer,
	company: Company,
	ports: MappingPorts,
): Promise<CustomerMapping> {
	const now = ports.clock.now();
	const mapping: CustomerMapping = {
		connectionId,
		customerId: customer.id,
		customerName: customer.name,
		companyId: company.id,
		companyName: company.name,
		mappedBy: 'externalId',
		processAutomatically: true,
		mappedAt: now,
	};
	await ports.store.saveCustomerMapping(mapping);
	await ports.store.log([
		{
			at: now,
			connectionId,
			action: 'map',
			message: `Customer ${customer.name} (${customer.id}) maps to company ${company.name} (${company.id}) by its external id ${customer.externalId ?? ''}.`,
		},
	]);
	await freeTasks(
		{ connectionId, reason: 'customer not mapped', concerns: (task) => task.customerId === customer.id },
		ports,
	);
	return mapping;
}

async function resolveAll(
	connectionId: ConnectionId,
	ids: readonly CustomerId[],
	ports: MappingPorts,
	by: MatchBy,
): Promise<ReadonlyMap<CustomerId, Resolution>> {
	const mappings = await ports.store.customerMappings(connectionId, ids);
	const companies = keyBy(await ports.autotask.companies(uniq(mappings.map((mapping) => mapping.companyId))), 'id');
	const isMapped = new Set(mappings.map((mapping) => mapping.customerId));
	const found = await mapByExternalId(
		connectionId,
		ids.filter((id) => !isMapped.has(id)),
		ports,
		by,
	);
	return new Map([
		...mappings.map((mapping) => [mapping.customerId, checked(mapping, companies[mapping.companyId])] as const),
		...found,
	]);
}

function outcomeOf(task: SyncTask, resolution: Resolution | undefined): CustomerOutcome {
	if (resolution && 'mapping' in resolution) {
		const { customerId, customerName, companyId, companyName, mappedBy, processAutomatically } = resolution.mapping;
		return {
			kind: 'mapped',
			taskId: task.id,
			customer: { customerId, customerName, companyId, companyName, mappedBy, processAutomatically },
		};
	}
	return {
		kind: 'attention',
		taskId: task.id,
		attention: resolution?.attention ?? notMapped(`Customer ${task.customerId} is not mapped`),
	};
}

async function keepOutcomes(
	tasks: readonly SyncTask[],
	outcomes: readonly CustomerOutcome[],
	ports: MappingPorts,
): Promise<void> {
	const needs = tasks.flatMap((task, at): NeedOf[] => {
		const outcome = outcomes[at];
		return outcome?.kind === 'attention' ? [{ task, attention: outcome.attention }] : [];
	});
	await needAttention(needs, ports, 'map');
	await openAgain(
		tasks.filter((task, at) => outcomes[at]?.kind === 'mapped' && task.attention?.reason === 'customer not mapped'),
		ports,
	);
}

/**
 * Finds the Autotask company of each task's customer: the one mapped before, else by exact external id.
 *
 * Outcomes come in the order of the tasks. Tasks without a company are saved as `customer not mapped`; an inactive or
 * vanished company counts as none. One read for all mapped companies, one for all external ids, one per customer that
 * is not mapped. Source: rules M1, M4, M5.
 */
export async function resolveCustomers(
	tasks: readonly SyncTask[],
	ports: MappingPorts,
	options: ResolveCustomersOptions,
): Promise<readonly CustomerOutcome[]> {
	const resolved = new Map<ConnectionId, ReadonlyMap<CustomerId, Resolution>>();
	for (const own of Object.values(groupBy(tasks, 'connectionId'))) {
		const [first] = own;
		if (first)
			resolved.set(
				first.connectionId,
				await resolveAll(first.connectionId, uniq(own.map((task) => task.customerId)), ports, options.matchCompanyBy),
			);
	}
	const outcomes = tasks.map((task) => outcomeOf(task, resolved.get(task.connectionId)?.get(task.customerId)));
	await keepOutcomes(tasks, outcomes, ports);
	return outcomes;
}
