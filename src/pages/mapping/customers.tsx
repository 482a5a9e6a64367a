import type { CompanyId, CustomerId } from '../../domain/ids';
import type { CompanySuggestion } from '../../domain/mapping/suggestCompanies';
import { customerFile } from '../../sync/catalogue/customerFile';
import { mapCustomer, setProcessAutomatically, unmapCustomer } from '../../sync/mapping/manageCustomerMappings';
import { refused } from '../../sync/mapping/mappingOutcome';
import { suggestCompaniesFor } from '../../sync/mapping/suggestMappings';
import { shownFile } from '../catalogue/shownFile';
import { Tick } from '../parts/fields';
import type { PagePorts } from '../page';
import { field, idField, type PageRequest } from '../pageRequest';
import { CustomerCell, customerList, type CustomerRow } from './customerList';
import type { Edited } from './edits';
import { type Asked, type Choosing, type MappedThing, type Missing, type Unmapping, withOthers } from './mappedThing';
import { likeliest, type Offer, reasonsText, type Suggesting, suggestionText } from './suggesting';

const shownCompanies = 10;
/** Of a suggestion that is chosen before a person chooses. */
const sureScore = 100;
/** Of one that is ticked in the list. */
const safeScore = 85;

type Thing = MappedThing<CustomerId, CustomerRow>;

function askedIn(query: PageRequest['query']): Asked<CustomerId> {
	const { map, unmap } = query;
	if (map !== undefined) return { view: 'map', name: map as CustomerId };
	return unmap === undefined ? { view: 'list' } : { view: 'unmap', name: unmap as CustomerId };
}

const choosing: Thing['choosing'] = async (id, { request, find }, ports): Promise<Choosing | Missing> => {
	const customer = await ports.marketplace.customer(id);
	if (!customer)
		return { kind: 'missing', title: 'No such customer', text: `The marketplace knows no customer ${id}.` };
	const [mapping] = await ports.store.customerMappings(ports.inputs.connectionId, [id]);
	const [suggested] = await suggestCompaniesFor([customer], ports);
	const suggestions = suggested?.suggestions ?? [];
	const found = find === '' ? [] : await ports.autotask.searchCompanies(find, shownCompanies);
	const [best] = suggestions;
	const isTyped = request.method === 'POST';
	const isAutomatic = isTyped ? field(request, 'automatic') === 'yes' : (mapping?.processAutomatically ?? true);
	return {
		kind: 'found',
		name: customer.name,
		facts: (
			<>
				<CustomerCell customer={customer} />
				{mapping ? `: mapped to ${mapping.companyName} (${mapping.companyId}) now.` : ''}
			</>
		),
		values: { customerId: customer.id },
		options: withOthers(
			suggestions.map((one) => optionOf(one.company, suggestionText(one, one.company.id))),
			found.map((company) => optionOf(company, `ID ${company.id}`)),
		),
		none: 'No active company is like it. Search for its name.',
		chosen: mapping?.companyId ?? (best?.score === sureScore ? best.company.id : undefined),
		more: <Tick name="automatic" label="Process automatically where the trigger allows it" isTicked={isAutomatic} />,
	};
};

function optionOf({ id, name }: CompanySuggestion['company'], says: string) {
	return { value: String(id), label: name, says };
}

async function unmapping(id: CustomerId, { store, inputs }: PagePorts): Promise<Unmapping | Missing> {
	const [mapping] = await store.customerMappings(inputs.connectionId, [id]);
	if (!mapping) return { kind: 'missing', title: 'Not mapped', text: `Customer ${id} is not mapped.` };
	const { customerId, customerName, companyId, companyName } = mapping;
	return {
		kind: 'found',
		name: customerName,
		values: { customerId },
		text: `${customerName} (${customerId}) is mapped to ${companyName} (${companyId}). What has synced stays in Autotask; its next tasks wait until it is mapped again.`,
	};
}

function offerOf({ customer, waitingTasks }: CustomerRow, suggestions: readonly CompanySuggestion[]): Offer {
	const { best, isSafe } = likeliest(suggestions, safeScore);
	return {
		key: customer.id,
		label: customer.name,
		options: suggestions.map((one) => optionOf(one.company, reasonsText(one, one.company.id))),
		chosen: best && String(best.company.id),
		isSafe,
		waitingTasks,
	};
}

const suggesting: Suggesting<CustomerRow> = {
	offersFor: async (rows, ports) => {
		const unmapped = rows.filter(({ mapping }) => !mapping).map(({ customer }) => customer);
		const found = unmapped.length === 0 ? [] : await suggestCompaniesFor(unmapped, ports);
		const suggested = new Map(found.map(({ customer, suggestions }) => [customer.id, suggestions]));
		return rows.map((row) => (row.mapping ? undefined : offerOf(row, suggested.get(row.customer.id) ?? [])));
	},
	accept: async ({ key, value, by }, ports) => {
		const { connectionId } = ports.inputs;
		if (!/^\d{1,15}$/.test(value)) return refused(`No company is chosen for customer ${key}.`);
		const wanted = { customerId: key as CustomerId, companyId: Number(value) as CompanyId };
		return await mapCustomer({ connectionId, ...wanted, by }, ports);
	},
};

/** The customer that the form names, and who sent it. */
function namedBy(request: PageRequest, { inputs }: PagePorts) {
	const customerId = field(request, 'customerId') as CustomerId;
	return { connectionId: inputs.connectionId, customerId, by: request.user };
}

async function map(request: PageRequest, ports: PagePorts): Promise<Edited> {
	const companyId = idField(request, 'companyId');
	if (companyId === undefined) return refused('No company is chosen. Choose one of the list, or search for its name.');
	const processAutomatically = field(request, 'automatic') === 'yes';
	const wanted = { ...namedBy(request, ports), companyId: companyId as CompanyId, processAutomatically };
	return await mapCustomer(wanted, ports);
}

async function automatic(request: PageRequest, ports: PagePorts): Promise<Edited> {
	const processAutomatically = field(request, 'automatic') === 'yes';
	return await setProcessAutomatically({ ...namedBy(request, ports), processAutomatically }, ports);
}

/** Customers of the marketplace, mapped to the companies that are billed for them. Source: rule M1. */
export const customers: Thing = {
	things: 'customers',
	called: { one: 'customer', many: 'customers' },
	asks: { of: askedIn, map: (id) => ({ map: id }), unmap: (id) => ({ unmap: id }) },
	list: customerList,
	suggesting,
	file: shownFile(customerFile),
	choice: {
		search: 'Search Autotask companies',
		hint: 'Part of the name; the first 10 are shown',
		legend: 'Company in Autotask',
		field: 'companyId',
	},
	choosing,
	unmapping,
	map,
	unmap: async (request, ports) => await unmapCustomer(namedBy(request, ports), ports),
	edits: { automatic },
};
