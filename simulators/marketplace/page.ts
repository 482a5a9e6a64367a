import { htmlPage, htmlTable, shownInstant } from '../html';
import type { LoggedRequest } from '../requestLog';
import type { Marketplace } from './marketplace';

/** The page for people: what the marketplace holds and which requests it has received, newest first. */
export function marketplacePage(market: Marketplace, requests: readonly LoggedRequest[]): string {
	const { customers, products, subscriptions, orders } = market.records();
	const nameOf = (id: string): string => market.customers.get(id)?.name ?? id;
	const subscriptionRows = subscriptions.map((row) => [
		row.id,
		nameOf(row.customerId),
		row.products.map((held) => `${held.quantity} × ${held.name} @ ${held.unitPrice.amount}`).join(', '),
		row.status,
		shownInstant(row.lastModifiedDate),
		shownInstant(row.expirationDate ?? ''),
	]);
	const orderRows = [...orders]
		.sort((one, other) => other.creationDate.localeCompare(one.creationDate) || Number(other.id) - Number(one.id))
		.map((row) => [
			row.orderNumber,
			row.id,
			row.type,
			row.status,
			shownInstant(row.creationDate),
			nameOf(row.customerId),
			row.products.map((product) => `${product.quantity} × ${product.name}`).join(', '),
			`${row.total.amount} ${row.total.currency}`,
		]);
	const requestRows = [...requests]
		.reverse()
		.slice(0, 500)
		.map((one) => [one.n, shownInstant(one.time), one.method, one.path, one.kind, one.status, one.ms]);
	return htmlPage(
		'Simulated Reseller Marketplace',
		`<nav><a href="#orders">Orders</a><a href="#subscriptions">Subscriptions</a><a href="#requests">Requests</a></nav>
<p>${customers.length} customers, ${products.length} products, ${subscriptions.length} subscriptions, ${orders.length} orders</p>
<h2 id="orders">Orders</h2>${htmlTable(['number', 'id', 'type', 'status', 'created (UTC)', 'customer', 'products', 'total'], orderRows)}
<h2 id="subscriptions">Subscriptions</h2>${htmlTable(['id', 'customer', 'products', 'status', 'modified', 'expires'], subscriptionRows)}
<h2 id="requests">Requests</h2>${htmlTable(['n', 'time (UTC)', 'method', 'path', 'kind', 'status', 'ms'], requestRows)}`,
	);
}
