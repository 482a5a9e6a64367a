import { uniq } from 'lodash';
import type { Attention } from '../../domain/attention';
import type { Company } from '../../domain/contract/company';
import type { CompanyId, ConnectionId, CustomerId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import { externalIdsToAsk, type MatchBy } from '../../domain/mapping/companyProfile';
import type { Customer } from '../../domain/order/order';
import { isUnreadTask } from '../../domain/task/initialTask';
import type { SyncTask } from '../../domain/task/task';
import type { CustomerMapping } from '../../ports/store/mappings';
import { freeTasks } from '../tasks/freeTasks';
import type { CustomerOutcome } from '../tasks/outcomes';
import { keepOutcomes } from './keepOutcomes';
import {
	checked,
	companiesFor,
	type MappingPorts,
	matched,
	notMapped,
	readCustomer,
	type CustomerResolution,
	type ResolveCustomersOptions,
} from './matchCompany';

/** Maps customers by their exact external id, where exactly one active company has it; pages name them from then on. Source: rule M4. */
async function mapByExternalId(
	connectionId: ConnectionId,
	ids: readonly CustomerId[],
	ports: MappingPorts,
	by: MatchBy,
): Promise<ReadonlyMap<CustomerId, CustomerResolution>> {
	const customers: (readonly [CustomerId, Customer | Attention])[] = [];
	for (const id of ids) customers.push([id, await readCustomer(id, ports.marketplace)]);
	await ports.store.saveCustomers(
		connectionId,
		customers.flatMap(([, customer]) => ('reason' in customer ? [] : [customer])),
		ports.clock.now(),
	);
	const externalIds = externalIdsToAsk(customers.flatMap(([, customer]) => ('reason' in customer ? [] : [customer])));
	const companies = await companiesFor(externalIds, by, ports.autotask);
	const resolutions = new Map<CustomerId, CustomerResolution>();
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
): Promise<ReadonlyMap<CustomerId, CustomerResolution>> {
	const mappings = await ports.store.customerMappings(connectionId, ids);
	const mapped = uniq(mappings.map((mapping) => mapping.companyId));
	const unread = new Map<CompanyId, string>();
	const companies = keyBy(await ports.autotask.companies(mapped, ({ of, why }) => unread.set(of, why)), 'id');
	const isMapped = new Set(mappings.map((mapping) => mapping.customerId));
	const found = await mapByExternalId(
		connectionId,
		ids.filter((id) => !isMapped.has(id)),
		ports,
		by,
	);
	return new Map([
		...mappings.map(
			(mapping) =>
				[mapping.customerId, checked(mapping, companies[mapping.companyId], unread.get(mapping.companyId))] as const,
		),
		...found,
	]);
}

function customerOutcome(task: SyncTask, resolution: CustomerResolution | undefined): CustomerOutcome {
	if (task.attention && isUnreadTask(task)) return { kind: 'attention', taskId: task.id, attention: task.attention };
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

/**
 * Finds the Autotask company of each task's customer: the one mapped before, else by exact external id.
 *
 * Outcomes come in the order of the tasks. Tasks without a company are saved as `customer not mapped`; an inactive or
 * vanished company counts as none. One read for all mapped companies, one for all external ids, one per customer that
 * is not mapped. A task that could not be read keeps its cause. Source: rules M1, M4, M5.
 */
export async function resolveCustomers(
	tasks: readonly SyncTask[],
	ports: MappingPorts,
	options: ResolveCustomersOptions,
): Promise<readonly CustomerOutcome[]> {
	const resolved = new Map<ConnectionId, ReadonlyMap<CustomerId, CustomerResolution>>();
	const readable = tasks.filter((task) => !isUnreadTask(task));
	for (const own of Object.values(groupBy(readable, 'connectionId'))) {
		const [first] = own;
		if (first)
			resolved.set(
				first.connectionId,
				await resolveAll(first.connectionId, uniq(own.map((task) => task.customerId)), ports, options.matchCompanyBy),
			);
	}
	const outcomes = tasks.map((task) => customerOutcome(task, resolved.get(task.connectionId)?.get(task.customerId)));
	await keepOutcomes(tasks, (_, at) => outcomes[at], 'customer not mapped', ports);
	return outcomes;
}
