import type { VNode } from 'preact';
import type { CustomerId } from '../../domain/ids';
import type { Customer } from '../../domain/order/order';
import type { CustomerMapping } from '../../ports/store/mappings';
import type { CustomerPage } from '../../ports/store/seen';
import { haveCustomersLoaded, loadCustomers } from '../../sync/mapping/loadCustomers';
import { address } from '../address';
import { Badge } from '../parts/badge';
import { Hidden, PostForm } from '../postForm';
import { MappedCell } from './mappedCell';
import type { MappedColumn, MappedList } from './mappedList';

/** A customer as the store shows it. */
export type CustomerRow = CustomerPage['rows'][number];

/** A customer's name above its ids. */
export function CustomerCell({ customer }: { readonly customer: Customer }): VNode {
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

function WaitingCell({ waitingTasks }: Pick<CustomerRow, 'waitingTasks'>): VNode {
	return waitingTasks === 0 ? <>0</> : <a href={address('tasks', { reason: 'customer not mapped' })}>{waitingTasks}</a>;
}

const columns: readonly MappedColumn<CustomerRow>[] = [
	{
		head: 'Customer',
		class: () => 'head',
		show: ({ customer }) => <CustomerCell customer={customer} />,
	},
	{ head: 'Autotask company', isTarget: true, show: ({ mapping }) => <CompanyCell mapping={mapping} /> },
	{
		head: 'Automatic processing',
		class: ({ mapping }) => (mapping ? '' : 'none'),
		show: ({ mapping }, token) =>
			mapping ? <AutomaticForm mapping={mapping} token={token} /> : <span class="soft">-</span>,
	},
	{
		head: 'Tasks waiting',
		headClass: 'number',
		class: ({ waitingTasks }) => (waitingTasks === 0 ? 'number none' : 'number'),
		show: (row) => <WaitingCell waitingTasks={row.waitingTasks} />,
	},
	{
		head: 'Bill',
		show: ({ customer }) => (
			<a href={address('tasks', { customer: customer.id })} aria-label={`Bill and tasks of ${customer.name}`}>
				Bill
			</a>
		),
	},
];

const csv: MappedList<CustomerId, CustomerRow>['csv'] = {
	heads: ['customer id', 'customer', 'external id', 'company id', 'company', 'mapped by', 'automatic', 'tasks waiting'],
	cells: ({ customer, mapping, waitingTasks }) => [
		customer.id,
		customer.name,
		customer.externalId ?? '',
		mapping ? String(mapping.companyId) : '',
		mapping?.companyName ?? '',
		mapping?.mappedBy ?? '',
		mapping ? (mapping.processAutomatically ? 'yes' : 'no') : '',
		String(waitingTasks),
	],
	unlisted: async (listed, { store, inputs }) => {
		const ids = new Set(listed.map(({ customer }) => customer.id));
		const others = (await store.customerMappings(inputs.connectionId)).filter(({ customerId }) => !ids.has(customerId));
		return others.map((one) => [
			one.customerId,
			one.customerName,
			'',
			String(one.companyId),
			one.companyName,
			one.mappedBy,
			one.processAutomatically ? 'yes' : 'no',
			'',
		]);
	},
};

/** Customers with the companies that they are mapped to, and how many tasks wait for that. */
export const customerList: MappedList<CustomerId, CustomerRow> = {
	read: async (window, { store, inputs }) => await store.customerPage(inputs.connectionId, window),
	caption: 'Customers of the marketplace and the Autotask companies that are billed for them',
	columns,
	links: ({ customer, mapping }) => ({ label: customer.name, name: customer.id, isMapped: mapping !== undefined }),
	csv,
	search: {
		hint: 'Name, ID or external ID',
		empty: 'Load them from the marketplace.',
		note: async (total, { store, inputs }) =>
			total === 0 || (await haveCustomersLoaded(inputs.connectionId, store))
				? ''
				: 'Only customers with tasks are known yet; load the others from the marketplace.',
		load: {
			button: 'Load customers from the marketplace',
			what: 'customer',
			read: async (ports, by) => await loadCustomers(ports.inputs.connectionId, ports, by),
		},
	},
};
