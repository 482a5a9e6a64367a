import { type Attention, attentionOf } from '../../domain/attention';
import type { Company } from '../../domain/contract/company';
import type { CompanyId, CustomerId } from '../../domain/ids';
import { carriedExternalId, externalIdOf, type MatchBy } from '../../domain/mapping/companyProfile';
import type { Customer } from '../../domain/order/order';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Clock } from '../../ports/clock';
import type { MarketplacePort } from '../../ports/marketplace';
import type { CustomerMapping } from '../../ports/store/mappings';
import type { StorePort } from '../../ports/store/store';
import type { UnreadPart } from '../../ports/unread';
import { readable } from '../reading/readable';
import { confirmed } from './confirmed';

export interface MappingPorts {
	readonly clock: Clock;
	readonly store: StorePort;
	readonly autotask: AutotaskPort;
	readonly marketplace: MarketplacePort;
}

export interface ResolveCustomersOptions {
	/** What of a company a customer's external id is compared with. */
	readonly matchCompanyBy: MatchBy;
}

/** A customer's mapping, or what to do about it. */
export type CustomerResolution = { readonly mapping: CustomerMapping } | { readonly attention: Attention };

export function notMapped(what: string, step = '; map it in Map Customer.'): Attention {
	return attentionOf('customer not mapped', what, step);
}

/** `unread`: why the company could not be read, where it could not. */
export function checked(
	mapping: CustomerMapping,
	company: Company | undefined,
	unread: string | undefined,
): CustomerResolution {
	if (company?.isActive === true) return { mapping: { ...mapping, companyName: company.name } };
	if (unread !== undefined) {
		const name = `Customer ${mapping.customerName} (${mapping.customerId}) is mapped to company ${mapping.companyName} (${mapping.companyId})`;
		return {
			attention: notMapped(`${name}, which could not be read. ${unread}`, '; repair it in Autotask, then retry.'),
		};
	}
	const state = company ? 'is inactive' : 'no longer exists';
	return {
		attention: notMapped(
			`Customer ${mapping.customerName} (${mapping.customerId}) is mapped to company ${mapping.companyName} (${mapping.companyId}), which ${state} in Autotask`,
			'; activate it and retry, or map the customer to another company in Map Customer.',
		),
	};
}

/** Companies by what customers carry, and why some could not be read, by the same. */
export interface FoundCompanies {
	readonly companies: readonly Company[];
	readonly unread: ReadonlyMap<string, string>;
}

export async function companiesFor(
	externalIds: readonly string[],
	by: MatchBy,
	autotask: AutotaskPort,
): Promise<FoundCompanies> {
	const unread = new Map<string, string>();
	const leave = ({ of, why }: UnreadPart<string | CompanyId>) => unread.set(String(of), why);
	if (externalIds.length === 0) return { companies: [], unread };
	if (by === 'companyNumber') {
		const found = await autotask.companiesByNumber(externalIds, leave);
		const byId = async (ids: readonly CompanyId[]) => await autotask.companies(ids, () => undefined);
		const companies = await confirmed(found, byId, (company, why) =>
			leave({ of: externalIdOf(company, by) ?? '', why }),
		);
		return { companies, unread };
	}
	const ids = externalIds.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map((id) => Number(id) as CompanyId);
	return { companies: ids.length === 0 ? [] : await autotask.companies(ids, leave), unread };
}

export function matched(customer: Customer, { companies, unread }: FoundCompanies, by: MatchBy): Company | Attention {
	const name = `Customer ${customer.name} (${customer.id})`;
	const externalId = carriedExternalId(customer);
	if (externalId === undefined)
		return notMapped(`${name} has no external id at the marketplace and is not mapped to an Autotask company`);
	const why = unread.get(externalId);
	if (why !== undefined)
		return notMapped(
			`${name} is not mapped, and a company with its external id ${externalId} could not be read. ${why}`,
		);
	const hits = companies.filter((company) => company.isActive && externalIdOf(company, by) === externalId);
	const [hit] = hits;
	const what = by === 'id' ? 'id' : 'company number';
	if (!hit) return notMapped(`${name} is not mapped, and no active Autotask company has the ${what} ${externalId}`);
	if (hits.length === 1) return hit;
	return notMapped(
		`${name} is not mapped, and several active Autotask companies have the ${what} ${externalId}: ${hits.map((one) => `${one.name} (${one.id})`).join(', ')}`,
	);
}

export async function readCustomer(id: CustomerId, marketplace: MarketplacePort): Promise<Customer | Attention> {
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
