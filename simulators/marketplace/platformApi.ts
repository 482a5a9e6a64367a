import { jsonAnswer, type Answer, type ReceivedRequest } from '../http';
import { createCustomer, shownCustomer } from './newCustomers';
import type { Logins } from './logins';
import { dayOf, equalTo, instantOf, pageAnswer, wordOf } from './listQuery';
import type { Marketplace } from './marketplace';
import type { Order, Subscription } from './records';
import { Refusal } from './refusal';
import { orderDetail, orderRow, shownRecord, subscriptionDetail, subscriptionRow } from './view';

/** Answers one call of the platform's API; `path` is what follows the base path, `call` its number. */
export function platformAnswer(
	market: Marketplace,
	logins: Logins,
	request: ReceivedRequest,
	path: string,
	call: number,
): Answer {
	if (path === '/token') {
		if (request.method !== 'POST') throw new Refusal(405, 'MethodNotAllowed', 'A token is asked for by POST.');
		return logins.byBasic(request);
	}
	logins.check(request);
	const [, collection = '', id, ...more] = path.split('/');
	if (more.length > 0 || (id === '' && path.endsWith('/'))) throw unknownPath(path);
	if (!collections.includes(collection)) throw unknownPath(path);
	if (request.method === 'POST' && collection === 'customers' && id === undefined)
		return jsonAnswer(201, createCustomer(market, request.body));
	if (request.method !== 'GET') throw new Refusal(405, 'MethodNotAllowed', `${request.method} is not simulated.`);
	return id === undefined
		? list(market, request.query, collection, call)
		: one(market, collection, decodeURIComponent(id));
}

const collections = ['customers', 'orders', 'subscriptions', 'products', 'plans'];
const orderStatuses = ['submitted', 'processing', 'error', 'completed', 'cancelled'];
const subscriptionStatuses = ['pending', 'active', 'hold', 'terminated', 'removed'];

function list(market: Marketplace, query: URLSearchParams, collection: string, call: number): Answer {
	switch (collection) {
		case 'customers':
			return pageAnswer(market, query, customers(market, query), (row) => shownCustomer(row), call);
		case 'orders':
			return pageAnswer(market, query, orders(market, query), (row) => orderRow(market, row), call);
		case 'subscriptions':
			return pageAnswer(market, query, subscriptions(market, query), (row) => subscriptionRow(market, row), call);
		case 'plans':
			return pageAnswer(market, query, plans(market), (row) => row, call);
		default:
			return pageAnswer(market, query, products(market, query), (row) => shownRecord(market, row), call);
	}
}

function one(market: Marketplace, collection: string, id: string): Answer {
	const order = collection === 'orders' ? market.orders.get(id) : undefined;
	if (order !== undefined) return jsonAnswer(200, orderDetail(market, order));
	const subscription = collection === 'subscriptions' ? market.subscriptions.get(id) : undefined;
	if (subscription !== undefined) return jsonAnswer(200, subscriptionDetail(market, subscription));
	const customer = collection === 'customers' ? market.customers.get(id) : undefined;
	if (customer !== undefined) return jsonAnswer(200, shownCustomer(customer));
	if (collection === 'products') throw unknownPath(`/products/${id}`);
	throw new Refusal(404, 'NotFound', `There is no ${collection.slice(0, -1)} ${id}.`);
}

function customers(market: Marketplace, query: URLSearchParams) {
	const name = query.get('name')?.toLowerCase() ?? '';
	const email = query.get('email')?.toLowerCase();
	return [...market.customers.values()]
		.filter((row) => row.name.toLowerCase().includes(name))
		.filter((row) => email === undefined || row.contactPersons.some((person) => person.email.toLowerCase() === email))
		.filter(equalTo(query, 'externalId', (row) => row.externalId));
}

function orders(market: Marketplace, query: URLSearchParams): readonly Order[] {
	const from = instantOf(query, 'creationTimeFrom') ?? Number.NEGATIVE_INFINITY;
	const to = instantOf(query, 'creationTimeTo') ?? Number.POSITIVE_INFINITY;
	const status = wordOf(query, 'status', orderStatuses);
	const subscriptionId = query.get('subscriptionId');
	const inclusive = market.switches.creationTimeTo === 'inclusive';
	const inWindow = (order: Order): boolean => {
		const created = Date.parse(order.creationDate);
		return created >= from && (created < to || (inclusive && created === to));
	};
	return [...market.orders.values()]
		.filter(equalTo(query, 'customerId', (row) => row.customerId))
		.filter((row) => subscriptionId === null || isOf(row, subscriptionId))
		.filter(equalTo(query, 'orderNumber', (row) => row.orderNumber))
		.filter(equalTo(query, 'statusCode', (row) => row.statusCode))
		.filter((row) => status === undefined || row.status === status)
		.filter(inWindow);
}

function isOf(order: Order, subscriptionId: string): boolean {
	if (order.subscriptionId === subscriptionId) return true;
	return order.products.some((product) => product.subscriptionId === subscriptionId);
}

function subscriptions(market: Marketplace, query: URLSearchParams): readonly Subscription[] {
	const from = dayOf(query, 'creationDateFrom') ?? '';
	const to = dayOf(query, 'creationDateTo') ?? '9999';
	const status = wordOf(query, 'status', subscriptionStatuses);
	return [...market.subscriptions.values()]
		.filter(equalTo(query, 'customerId', (row) => row.customerId))
		.filter((row) => status === undefined || row.status === status)
		.filter((row) => row.creationDate >= from && row.creationDate <= to);
}

function products(market: Marketplace, query: URLSearchParams) {
	const name = query.get('name')?.toLowerCase() ?? '';
	return [...market.products.values()]
		.filter((row) => row.name.toLowerCase().includes(name))
		.filter(equalTo(query, 'serviceName', (row) => row.serviceName))
		.filter(equalTo(query, 'mpn', (row) => row.mpn))
		.filter(equalTo(query, 'vendor', (row) => row.vendor));
}

function plans(market: Marketplace) {
	return [...market.plans].map(([name, id]) => ({ id: String(id), name, published: true }));
}

function unknownPath(path: string): Refusal {
	return new Refusal(404, 'NotFound', `There is nothing at ${path}.`);
}
