import type { VNode } from 'preact';
import type { Company } from '../../domain/contract/company';
import type { CompanySuggestion } from '../../domain/mapping/suggestCompanies';
import type { Customer } from '../../domain/order/order';
import type { CustomerMapping } from '../../ports/store/mappings';
import type { CustomerPage } from '../../ports/store/seen';
import type { CustomerSuggestions } from '../../sync/mapping/suggestMappings';
import { address } from '../address';
import { Badge } from '../badge';
import { CardTable } from '../cardTable';
import {
	AcceptForm,
	ChooseForm,
	type ChoosingPlace,
	FindForm,
	LeastForm,
	MappedCell,
	MappingLinks,
	Option,
	type SuggestedPair,
	suggestionText,
	UnmapForm,
} from '../choosing';
import { TextField, Tick } from '../fields';
import { Pager } from '../pager';
import { Hidden, PostForm } from '../postForm';

/** What the address of the list says; every link and form of the page keeps it. */
export interface CustomersState {
	readonly search: string;
	readonly unmapped: boolean;
	readonly page: number;
}

const path = 'customers';

function stateOf({ search, unmapped, page }: CustomersState) {
	return { search, unmapped: unmapped ? 'yes' : undefined, page: page > 1 ? page : undefined };
}

/** The address of the list in that state, and more. */
export function customersAddress(
	state: CustomersState,
	more: Readonly<Record<string, string | undefined>> = {},
): string {
	return address(path, { ...stateOf(state), ...more });
}

function SearchForm({ state }: { readonly state: CustomersState }): VNode {
	return (
		<form method="get" action={path} class="row" role="search">
			<TextField
				name="search"
				label="Search customers"
				type="search"
				value={state.search}
				hint="Name, ID or external ID"
			/>
			<Tick name="unmapped" label="Only unmapped" isTicked={state.unmapped} />
			<button class="main">Search</button>
		</form>
	);
}

type Row = CustomerPage['rows'][number];

function CustomerCell({ customer }: { readonly customer: Customer }): VNode {
	return (
		<>
			<strong>{customer.name || 'without a name'}</strong>
			<br />
			<span class="soft small">
				{customer.id}
				{customer.externalId === undefined ? '' : `, external ID ${customer.externalId}`}
			</span>
		</>
	);
}

function CompanyCell({ mapping }: { readonly mapping: CustomerMapping | undefined }): VNode {
	if (!mapping) return <Badge mood="wait">not mapped</Badge>;
	return <MappedCell name={mapping.companyName} id={mapping.companyId} mappedBy={mapping.mappedBy} />;
}

function AutomaticForm({ mapping, token }: { readonly mapping: CustomerMapping; readonly token: string }): VNode {
	const next = mapping.processAutomatically ? 'no' : 'yes';
	return (
		<PostForm token={token} action="automatic">
			<Hidden values={{ customerId: mapping.customerId, automatic: next }} />
			{mapping.processAutomatically ? 'on ' : 'off '}
			<button aria-label={`Switch ${next === 'yes' ? 'on' : 'off'} automatic processing of ${mapping.customerName}`}>
				{next === 'yes' ? 'Switch on' : 'Switch off'}
			</button>
		</PostForm>
	);
}

function CustomerRow({
	row,
	state,
	token,
}: {
	readonly row: Row;
	readonly state: CustomersState;
	readonly token: string;
}): VNode {
	const { customer, mapping, waitingTasks } = row;
	return (
		<tr>
			<td data-label="Customer" class="head">
				<CustomerCell customer={customer} />
			</td>
			<td data-label="Autotask company">
				<CompanyCell mapping={mapping} />
			</td>
			<td data-label="Automatic processing" class={mapping ? '' : 'none'}>
				{mapping ? <AutomaticForm mapping={mapping} token={token} /> : <span class="soft">-</span>}
			</td>
			<td data-label="Tasks waiting" class={waitingTasks === 0 ? 'number none' : 'number'}>
				{waitingTasks === 0 ? '0' : <a href={address('tasks', { reason: 'customer not mapped' })}>{waitingTasks}</a>}
			</td>
			<td data-label="">
				<MappingLinks
					name={customer.name}
					isMapped={mapping !== undefined}
					map={customersAddress(state, { map: customer.id })}
					unmap={customersAddress(state, { unmap: customer.id })}
				/>
			</td>
		</tr>
	);
}

/** Where a customer's company is chosen on the page of customers. */
export function customerPlace(state: CustomersState, customer: Customer): ChoosingPlace {
	return {
		path,
		values: { ...stateOf(state), map: customer.id },
		back: { href: customersAddress(state), name: 'Back to the list' },
	};
}

/** The list of customers with what each is mapped to. */
export function CustomerList(given: {
	readonly found: CustomerPage;
	/** Whether all customers of the marketplace were loaded, not only those that tasks have brought. */
	readonly isWhole: boolean;
	readonly state: CustomersState;
	readonly token: string;
}): VNode {
	const { found, isWhole, state, token } = given;
	const { page, ...kept } = stateOf(state);
	const pager = (isAbove: boolean) => (
		<Pager path={path} state={kept} page={page ?? 1} total={found.total} isAbove={isAbove} />
	);
	return (
		<>
			<SearchForm state={state} />
			<div class="row">
				<a href={customersAddress(state, { view: 'suggestions' })}>Suggestions for unmapped customers</a>
				<a href={customersAddress(state, { as: 'csv' })}>Export as CSV</a>
				<PostForm token={token} action="load">
					<button>Load customers from the marketplace</button>
				</PostForm>
			</div>
			{isWhole || found.total === 0 ? null : (
				<p class="soft">Only customers with tasks are known yet; load the others from the marketplace.</p>
			)}
			{pager(true)}
			{found.total === 0 ? (
				<p>
					No customer fits. {state.search === '' ? 'Load them from the marketplace.' : 'Search for something else.'}
				</p>
			) : (
				<CardTable
					caption="Customers of the marketplace and the Autotask companies that are billed for them"
					heads={['Customer', 'Autotask company', 'Automatic processing', { name: 'Tasks waiting', class: 'number' }]}
					links="Mapping"
				>
					<tbody>
						{found.rows.map((row) => (
							<CustomerRow row={row} state={state} token={token} />
						))}
					</tbody>
				</CardTable>
			)}
			{pager(false)}
		</>
	);
}

/** Chooses the company of one customer: suggestions on top, and what was searched for in Autotask. */
export function MapCustomerView(given: {
	readonly customer: Customer;
	readonly mapping: CustomerMapping | undefined;
	readonly suggestions: readonly CompanySuggestion[];
	readonly find: string;
	readonly found: readonly Company[];
	readonly chosen: string;
	readonly isAutomatic: boolean;
	readonly place: ChoosingPlace;
	readonly token: string;
}): VNode {
	const { customer, mapping, suggestions, find, found, chosen, isAutomatic, place, token } = given;
	const suggested = new Set(suggestions.map((one) => one.company.id));
	const others = found.filter((company) => !suggested.has(company.id));
	const option = ({ id, name }: Company, says: string) => (
		<Option name="companyId" value={String(id)} label={name} says={says} isChosen={chosen === String(id)} />
	);
	return (
		<>
			<p>
				<CustomerCell customer={customer} />
				{mapping ? `: mapped to ${mapping.companyName} (${mapping.companyId}) now.` : ''}
			</p>
			<FindForm
				place={place}
				label="Search Autotask companies"
				find={find}
				hint="Part of the name; the first 10 are shown"
			/>
			<ChooseForm
				token={token}
				place={place}
				values={{ customerId: customer.id }}
				legend="Company in Autotask"
				options={
					<>
						{suggestions.map((one) => option(one.company, suggestionText(one, one.company.id)))}
						{others.map((company) => option(company, `ID ${company.id}`))}
						{suggestions.length + others.length === 0 ? (
							<p>No active company is like it. Search for its name.</p>
						) : null}
					</>
				}
			>
				<Tick name="automatic" label="Process automatically where the trigger allows it" isTicked={isAutomatic} />
			</ChooseForm>
		</>
	);
}

/** The question before a customer's mapping is taken away. */
export function UnmapCustomerView(given: {
	readonly mapping: CustomerMapping;
	readonly state: CustomersState;
	readonly token: string;
}): VNode {
	const { mapping, state, token } = given;
	return (
		<UnmapForm token={token} values={{ customerId: mapping.customerId }} back={customersAddress(state)}>
			{mapping.customerName} ({mapping.customerId}) is mapped to {mapping.companyName} ({mapping.companyId}). What has
			synced stays in Autotask; its next tasks wait until it is mapped again.
		</UnmapForm>
	);
}

/** Best suggestions of the unmapped customers on the page, to be looked at and accepted together. */
export function SuggestionsView(given: {
	readonly rows: readonly CustomerSuggestions[];
	readonly least: number;
	readonly state: CustomersState;
	readonly token: string;
}): VNode {
	const { rows, least, state, token } = given;
	const pairs = rows.flatMap(({ customer, suggestions: [best] }): SuggestedPair[] =>
		best
			? [
					{
						ids: [customer.id, best.company.id],
						names: [customer.name, best.company.name],
						cells: [<CustomerCell customer={customer} />],
						score: best.score,
						reasons: best.reasons,
					},
				]
			: [],
	);
	return (
		<>
			<LeastForm path={path} values={{ ...stateOf(state), view: 'suggestions' }} least={least} />
			{pairs.length === 0 ? (
				<p>
					No suggestion for these customers. <a href={customersAddress(state)}>Back to the list</a>
				</p>
			) : (
				<AcceptForm
					token={token}
					back={customersAddress(state)}
					heads={['Customer', 'Autotask company']}
					pairs={pairs}
					least={least}
				/>
			)}
		</>
	);
}
