import type { CompanyId, CustomerId } from '../../domain/ids';
import type { CustomerMapping } from '../../ports/store/mappings';
import { haveCustomersLoaded, loadCustomers } from '../../sync/mapping/loadCustomers';
import { mapCustomer, setProcessAutomatically, unmapCustomer } from '../../sync/mapping/manageCustomerMappings';
import type { MappingOutcome, UnmapOutcome } from '../../sync/mapping/mappingOutcome';
import { suggestCompaniesFor } from '../../sync/mapping/suggestMappings';
import { acceptPairs, type ChoosingPlace } from '../choosing';
import type { ActionOutcome, Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { field, pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';
import {
	CustomerList,
	customerPlace,
	customersAddress,
	type CustomersState,
	MapCustomerView,
	SuggestionsView,
	UnmapCustomerView,
} from './customerViews';

const shownCompanies = 10;
const usualLeast = 85;

function stateOf(request: PageRequest): CustomersState {
	const { search = '', unmapped } = request.query;
	return { search: search.trim().slice(0, 200), unmapped: unmapped === 'yes', page: pageNumber(request) };
}

function searchOf(state: CustomersState) {
	return { search: state.search, onlyUnmapped: state.unmapped };
}

async function listView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const state = stateOf(request);
	const window = { ...searchOf(state), offset: (state.page - 1) * rowsPerPage, limit: rowsPerPage };
	const found = await ports.store.customerPage(connectionId, window);
	const isWhole = await haveCustomersLoaded(connectionId, ports.store);
	return {
		title: 'Customers',
		content: <CustomerList found={found} isWhole={isWhole} state={state} token={token} />,
	};
}

function chosenCompany(request: PageRequest, ...else_: readonly (number | undefined)[]): string {
	const typed = field(request, 'companyId');
	return typed !== '' ? typed : String(else_.find((id) => id !== undefined) ?? '');
}

async function mapView(showing: Showing, ports: PagePorts): Promise<PageView> {
	return await mapCustomerView((showing.request.query['map'] ?? '') as CustomerId, showing, ports);
}

/** Chooses the company of a customer by suggestion or search. */
export async function mapCustomerView(
	id: CustomerId,
	{ request, token }: Showing,
	ports: PagePorts,
	place?: ChoosingPlace,
): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const customer = await ports.marketplace.customer(id);
	if (!customer) return missing(id, request);
	const [mapping] = await ports.store.customerMappings(connectionId, [id]);
	const [found] = await suggestCompaniesFor([customer], ports);
	const suggestions = found?.suggestions ?? [];
	const find = (request.query['find'] ?? '').trim().slice(0, 100);
	const companies = find === '' ? [] : await ports.autotask.searchCompanies(find, shownCompanies);
	const isTyped = request.method === 'POST';
	const [best] = suggestions;
	return {
		title: `Map ${customer.name}`,
		content: (
			<MapCustomerView
				customer={customer}
				mapping={mapping}
				suggestions={suggestions}
				find={find}
				found={companies}
				chosen={chosenCompany(request, mapping?.companyId, best?.score === 100 ? best.company.id : undefined)}
				isAutomatic={isTyped ? field(request, 'automatic') === 'yes' : (mapping?.processAutomatically ?? true)}
				place={place ?? customerPlace(stateOf(request), customer)}
				token={token}
			/>
		),
	};
}

function missing(id: string, request: PageRequest): PageView {
	return {
		title: 'No such customer',
		content: (
			<p>
				The marketplace knows no customer {id}. <a href={customersAddress(stateOf(request))}>Back to the list</a>
			</p>
		),
	};
}

async function unmapView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const id = (request.query['unmap'] ?? '') as CustomerId;
	const [mapping] = await ports.store.customerMappings(ports.inputs.connectionId, [id]);
	const state = stateOf(request);
	if (!mapping)
		return {
			title: 'Not mapped',
			content: (
				<p>
					Customer {id} is not mapped. <a href={customersAddress(state)}>Back to the list</a>
				</p>
			),
		};
	return {
		title: `Unmap ${mapping.customerName}`,
		content: <UnmapCustomerView mapping={mapping} state={state} token={token} />,
	};
}

async function suggestionsView({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const state = stateOf(request);
	const window = {
		search: state.search,
		onlyUnmapped: true,
		offset: (state.page - 1) * rowsPerPage,
		limit: rowsPerPage,
	};
	const { rows } = await ports.store.customerPage(ports.inputs.connectionId, window);
	const suggested = await suggestCompaniesFor(
		rows.map((row) => row.customer),
		ports,
	);
	const least = Number(request.query['least'] ?? usualLeast) || usualLeast;
	return {
		title: 'Suggestions',
		content: <SuggestionsView rows={suggested} least={least} state={state} token={token} />,
	};
}

const mostExported = 20_000;

async function csv({ request }: Showing, ports: PagePorts): Promise<PageAnswer> {
	const window = { ...searchOf(stateOf(request)), offset: 0, limit: mostExported };
	const { rows } = await ports.store.customerPage(ports.inputs.connectionId, window);
	const lines = rows.map(({ customer, mapping, waitingTasks }) => [
		customer.id,
		customer.name,
		customer.externalId ?? '',
		mapping ? String(mapping.companyId) : '',
		mapping?.companyName ?? '',
		mapping?.mappedBy ?? '',
		mapping ? (mapping.processAutomatically ? 'yes' : 'no') : '',
		String(waitingTasks),
	]);
	return csvAnswer('customers.csv', [
		['customer id', 'customer', 'external id', 'company id', 'company', 'mapped by', 'automatic', 'tasks waiting'],
		...lines,
	]);
}

async function show(showing: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	const { query } = showing.request;
	if (query['as'] === 'csv') return await csv(showing, ports);
	if (query['view'] === 'suggestions') return await suggestionsView(showing, ports);
	if (query['map'] !== undefined) return await mapView(showing, ports);
	if (query['unmap'] !== undefined) return await unmapView(showing, ports);
	return await listView(showing, ports);
}

function outcomeOf(outcome: MappingOutcome<CustomerMapping> | UnmapOutcome, request: PageRequest): ActionOutcome {
	if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
	return { kind: 'done', message: outcome.message, location: customersAddress(stateOf(request)) };
}

/** Maps the customer of the form to the company that is chosen in it. */
export async function mapChosenCompany(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const companyId = Number(field(request, 'companyId'));
	if (!Number.isSafeInteger(companyId) || companyId <= 0)
		return { kind: 'refused', message: 'No company is chosen. Choose one of the list, or search for its name.' };
	const outcome = await mapCustomer(
		{
			connectionId: ports.inputs.connectionId,
			customerId: field(request, 'customerId') as CustomerId,
			companyId: companyId as CompanyId,
			processAutomatically: field(request, 'automatic') === 'yes',
			by: request.user,
		},
		ports,
	);
	return outcomeOf(outcome, request);
}

async function unmap(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const customerId = field(request, 'customerId') as CustomerId;
	const outcome = await unmapCustomer({ connectionId: ports.inputs.connectionId, customerId, by: request.user }, ports);
	return outcomeOf(outcome, request);
}

async function automatic(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const outcome = await setProcessAutomatically(
		{
			connectionId: ports.inputs.connectionId,
			customerId: field(request, 'customerId') as CustomerId,
			processAutomatically: field(request, 'automatic') === 'yes',
			by: request.user,
		},
		ports,
	);
	return outcomeOf(outcome, request);
}

async function load(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const count = await loadCustomers(ports.inputs.connectionId, ports, request.user);
	return {
		kind: 'done',
		message: count === 1 ? '1 customer was read.' : `${count} customers were read.`,
		location: customersAddress(stateOf(request)),
	};
}

async function accept(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const { connectionId } = ports.inputs;
	const of = { things: 'customers', location: customersAddress(stateOf(request)) };
	return await acceptPairs(request, of, async (own, other) => {
		const wanted = { connectionId, customerId: own as CustomerId, companyId: other as CompanyId, by: request.user };
		return await mapCustomer(wanted, ports);
	});
}

/** Customers and the companies that they are mapped to. What each action does: the use case of its name in src/sync. */
export const customersPage: Page = {
	name: 'customers',
	show,
	actions: { map: mapChosenCompany, unmap, automatic, load, accept },
};
