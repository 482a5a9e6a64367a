import type { Company } from '../../domain/contract/company';
import type { CompanyId, ConnectionId, CustomerId } from '../../domain/ids';
import { countBy, keyBy } from '../../domain/keyed';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { MarketplacePort } from '../../ports/marketplace';
import type { CustomerMapping } from '../../ports/store/mappings';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';
import { readable } from '../reading/readable';
import { followedBy, keepCustomerMappings } from './keepMappings';
import { type MappingOutcome, refused, type UnmapOutcome } from './mappingOutcome';

/** A customer as the mapping's list shows it; without `mapping` it waits for one. */
export interface CustomerRow {
	readonly customerId: CustomerId;
	/** Absent where the marketplace could not tell. */
	readonly customerName?: string;
	readonly mapping?: CustomerMapping;
	/** Tasks at `customer not mapped`. */
	readonly waitingTasks: number;
}

export interface CustomerToMap {
	readonly connectionId: ConnectionId;
	readonly customerId: CustomerId;
	readonly companyId: CompanyId;
	/** Kept as it was, or true for a new mapping, where not given. */
	readonly processAutomatically?: boolean;
	/** Who maps, for the action log. */
	readonly by?: string;
}

async function customerNameOf(id: CustomerId, marketplace: MarketplacePort | undefined): Promise<string | undefined> {
	if (!marketplace) return undefined;
	const read = await readable(async () => await marketplace.customer(id));
	return 'value' in read ? read.value?.name : undefined;
}

/** All mapped customers by name, then those that wait for a mapping, or only these. */
export async function listCustomerMappings(
	connectionId: ConnectionId,
	ports: { readonly store: StorePort; readonly marketplace?: MarketplacePort },
	options: { readonly onlyUnmapped: boolean },
): Promise<readonly CustomerRow[]> {
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'], reasons: ['customer not mapped'] });
	const counts = countBy(waiting, 'customerId');
	const mappings = await ports.store.customerMappings(connectionId);
	const isMapped = keyBy(mappings, 'customerId');
	const mapped = mappings
		.map((mapping): CustomerRow => ({
			customerId: mapping.customerId,
			customerName: mapping.customerName,
			mapping,
			waitingTasks: counts[mapping.customerId] ?? 0,
		}))
		.sort((a, b) => (a.customerName ?? '').localeCompare(b.customerName ?? ''));
	const unmapped: CustomerRow[] = [];
	for (const id of new Set(waiting.map((task) => task.customerId))) {
		if (isMapped[id]) continue;
		const customerName = await customerNameOf(id, ports.marketplace);
		unmapped.push({
			customerId: id,
			waitingTasks: counts[id] ?? 0,
			...(customerName === undefined ? {} : { customerName }),
		});
	}
	return options.onlyUnmapped ? unmapped : [...mapped, ...unmapped];
}

/** Why nothing may be mapped to the company, which is none or inactive. */
export function whyNoCompany(id: CompanyId, company: Company | undefined): string {
	return company
		? `Company ${company.name} (${id}) is inactive in Autotask; activate it or choose another one.`
		: `Autotask has no company ${id}; choose another one.`;
}

/** What the log and the page say of a mapping that was made. */
export function isMappedText({ customerName, customerId, companyName, companyId }: CustomerMapping): string {
	return `Customer ${customerName} (${customerId}) is mapped to company ${companyName} (${companyId}).`;
}

/**
 * Maps a customer to an active company, by a person, in place of its earlier mapping.
 *
 * Subscriptions that are on a contract of another company get a task that moves them. Source: rules M1 and C1.
 */
export async function mapCustomer(
	wanted: CustomerToMap,
	ports: Ports & { readonly autotask: AutotaskPort; readonly marketplace: MarketplacePort },
): Promise<MappingOutcome<CustomerMapping>> {
	const { connectionId, customerId, companyId, by } = wanted;
	const [company] = await ports.autotask.companies([companyId]);
	if (!company?.isActive) return refused(whyNoCompany(companyId, company));
	const customerName = await customerNameOf(customerId, ports.marketplace);
	if (customerName === undefined) return refused(`The marketplace does not know customer ${customerId}; check the id.`);
	const [before] = await ports.store.customerMappings(connectionId, [customerId]);
	const mappedAt = ports.clock.now();
	const processAutomatically = wanted.processAutomatically ?? before?.processAutomatically ?? true;
	const mapping: CustomerMapping = {
		connectionId,
		customerId,
		customerName,
		companyId,
		companyName: company.name,
		mappedBy: 'person',
		processAutomatically,
		mappedAt,
	};
	const followed = await keepCustomerMappings(connectionId, [mapping], ports);
	const message = `${isMappedText(mapping)}${followedBy(followed)}`;
	await ports.store.log([{ at: mappedAt, connectionId, action: 'map', message, ...(by === undefined ? {} : { by }) }]);
	return { kind: 'mapped', mapping, freed: followed.freed.map((task) => task.id), message };
}

/** Takes a customer's mapping away; what has synced stays. Source: rule M1. */
export async function unmapCustomer(
	unmap: { readonly connectionId: ConnectionId; readonly customerId: CustomerId; readonly by?: string },
	ports: Ports,
): Promise<UnmapOutcome> {
	const { connectionId, customerId, by } = unmap;
	const [mapping] = await ports.store.customerMappings(connectionId, [customerId]);
	if (!mapping) return refused(`Customer ${customerId} is not mapped.`);
	await ports.store.removeCustomerMapping(connectionId, customerId);
	const message = `Customer ${mapping.customerName} (${customerId}) is no longer mapped to company ${mapping.companyName} (${mapping.companyId}); what has synced stays.`;
	await ports.store.log([
		{ at: ports.clock.now(), connectionId, action: 'unmap', message, ...(by === undefined ? {} : { by }) },
	]);
	return { kind: 'unmapped', message };
}

/** Says for one mapped customer whether its tasks may be written without approval; the trigger's setting counts too. */
export async function setProcessAutomatically(
	wanted: {
		readonly connectionId: ConnectionId;
		readonly customerId: CustomerId;
		readonly processAutomatically: boolean;
		readonly by?: string;
	},
	ports: Ports,
): Promise<MappingOutcome<CustomerMapping>> {
	const { connectionId, customerId, processAutomatically, by } = wanted;
	const [before] = await ports.store.customerMappings(connectionId, [customerId]);
	if (!before) return refused(`Customer ${customerId} is not mapped; map it first.`);
	const mapping = { ...before, processAutomatically };
	await ports.store.saveCustomerMapping(mapping);
	const message = `Changes of ${before.customerName} (${customerId}) are ${processAutomatically ? 'written automatically where the trigger allows it' : 'held for approval'}.`;
	await ports.store.log([
		{ at: ports.clock.now(), connectionId, action: 'map', message, ...(by === undefined ? {} : { by }) },
	]);
	return { kind: 'mapped', mapping, freed: [], message };
}
