import type { MarketplaceAct } from '../marketplace/actKinds';
import { startMarketplaceSimulator, type MarketplaceSimulator } from '../marketplace/simulator';
import { providerRecords } from '../provider/marketplaceSeed';
import { newOrders } from '../provider/newOrders';
import { startValidatingProxy, type Violation } from './validatingProxy';

/** Paths that a reader of the marketplace asks for; `*` stands for an id that the list before it named. */
const readPaths = [
	'/customers?name=a&offset=2&limit=5',
	'/customers?externalId=C1001',
	'/customers?email=nobody%40example.com',
	'/customers',
	'/customers/*',
	'/orders?creationTimeFrom=2000-01-01T00:00:00Z&creationTimeTo=2100-01-01T00:00:00Z&offset=0&limit=100',
	'/orders?status=completed&customerId=1001&orderNumber=SO000001&statusCode=CP&subscriptionId=5001',
	'/orders?limit=100',
	'/orders/*',
	'/subscriptions?status=active&creationDateFrom=2000-01-01&creationDateTo=2100-01-01&customerId=1001',
	'/subscriptions?limit=100',
	'/subscriptions/*',
	'/products?limit=100',
	'/products?name=Microsoft&serviceName=Microsoft%20365&vendor=Microsoft',
	'/products?mpn=none',
];

const refusedPaths = ['/orders/none', '/subscriptions/none', '/customers/none', '/orders?limit=10&status=done'];

/** Orders of each kind that the seeded provider has none of. */
const furtherActs: readonly MarketplaceAct[] = [
	{ kind: 'renewal', subscriptionId: '5002', price: '3.45' },
	{ kind: 'cancellation', subscriptionId: '5003', fee: '25.00', refund: true },
	{ kind: 'usage', subscriptionId: '5008', lines: [{ quantity: 12.5, unitPrice: '1.10' }] },
	{ kind: 'change', subscriptionId: '5022', quantity: 11, amounts: 'refundAndRecharge', status: 'processing' },
	{ kind: 'sale', customerId: '1001', productId: 'PRD1003', quantity: 2, discountPercent: '10', status: 'error' },
	{
		kind: 'bundle',
		customerId: '1001',
		items: [
			{ productId: 'PRD1003', quantity: 2 },
			{ productId: 'PRD1001', quantity: 1, setup: '5.00' },
		],
	},
	{ kind: 'changes', subscriptionId: '5004', items: [{ quantity: 6 }, { subscriptionId: '5005', quantity: 7 }] },
	{ kind: 'cancellations', subscriptionIds: ['5009', '5010'], fee: '10.00', refund: true },
	{ kind: 'move', subscriptionId: '5011', quantity: 1, toProductId: 'PRD1003', refund: true },
	{ kind: 'move', subscriptionId: '5012', quantity: 1, targetSubscriptionId: 'new' },
	{ kind: 'move', subscriptionId: '5013', billingPeriod: { type: 'year', duration: 1 }, price: '99.00' },
	{ kind: 'migration', customerId: '1001', productId: 'PRD1003', quantity: 3 },
];

let customersMade = 0;

/** A customer as an import makes it, with a login of its own. */
async function makeCustomer(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
	customersMade += 1;
	const person = { type: 'admin', firstName: 'Ann', lastName: 'Lee', email: `ann${customersMade}@new.example` };
	const access = { phoneNumber: '44##1134960001#', login: `ann.lee${customersMade}`, password: 'Ecx$cvdazv1' };
	const address = { streetAddress: '1 High Street', postalCode: 'LS1 1AA', city: 'Leeds', countryCode: 'GB' };
	const body = {
		externalId: `NEW-${customersMade}`,
		name: 'New Ltd',
		address,
		contactPersons: [{ ...person, ...access }],
		language: 'en',
	};
	const json = { ...headers, 'Content-Type': 'application/json' };
	const made = await fetch(`${url}/customers`, { method: 'POST', headers: json, body: JSON.stringify(body) });
	if (!made.ok) throw new Error(`POST /customers answered ${made.status}`);
	await made.text();
}

/** Drives all calls; a list is followed by the detail call of each of its rows. */
async function drive(simulator: MarketplaceSimulator, url: string): Promise<void> {
	const { username, password, subscriptionKey, marketplace } = simulator.settings;
	const key = { 'X-Subscription-Key': subscriptionKey };
	const basic = Buffer.from(`${username}:${password}`).toString('base64');
	const login = await fetch(`${url}/token`, {
		method: 'POST',
		headers: { ...key, Authorization: `Basic ${basic}`, 'Content-Type': 'application/json' },
		body: JSON.stringify({ marketplace }),
	});
	const { token } = (await login.json()) as { token: string };
	const headers = { ...key, Authorization: `Bearer ${token}` };
	await makeCustomer(url, headers);
	let ids: string[] = [];
	for (const path of readPaths) {
		const concrete = path.endsWith('/*') ? ids.map((id) => path.replace('*', id)) : [path];
		for (const one of concrete) {
			const response = await fetch(`${url}${one}`, { headers });
			if (!response.ok) throw new Error(`${one} answered ${response.status}`);
			const body = (await response.json()) as { data?: { id: string }[] };
			if (body.data !== undefined && body.data.length > 0) ids = body.data.map((row) => row.id);
		}
	}
	for (const path of refusedPaths) await (await fetch(`${url}${path}`, { headers })).text();
}

function print(title: string, violations: readonly Violation[]): void {
	process.stdout.write(`${title}: ${violations.length}\n`);
	for (const one of violations.slice(0, 20)) {
		process.stdout.write(`  ${one.request} (${one.status}) ${one.at}: ${one.message}\n`);
	}
}

async function main(): Promise<void> {
	const simulator = await startMarketplaceSimulator();
	const today = simulator.now().slice(0, 10);
	simulator.seed(providerRecords(today));
	for (const what of [...newOrders(today), ...furtherActs]) simulator.act(what);
	const proxy = await startValidatingProxy(simulator.url);
	try {
		for (const dates of ['utc', 'platformZone'] as const) {
			simulator.setSwitches({ dates });
			await drive(simulator, proxy.url);
		}
		const all = proxy.violations();
		process.stdout.write(`requests passed: ${proxy.passed()}\n`);
		print(
			'violations in requests',
			all.filter((one) => one.at.startsWith('request') && one.status < 400),
		);
		const inAnswers = all.filter((one) => one.at.startsWith('response') && one.status < 400);
		print('violations in answers', inAnswers);
		print(
			'violations around refusals (the description has no error schema)',
			all.filter((one) => one.status >= 400),
		);
		if (all.some((one) => one.status < 400)) process.exitCode = 1;
	} finally {
		await proxy.close();
		await simulator.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exitCode = 1;
});
