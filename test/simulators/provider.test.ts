import Big from 'big.js';
import type { AutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { startAutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { billedPeriodOf, dayIn, daysBetween } from '../../simulators/marketplace/billingDays';
import type { MarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { startMarketplaceSimulator } from '../../simulators/marketplace/simulator';
import type { OrderDetail, Subscription } from '../../simulators/marketplace/records';
import { newOrders } from '../../simulators/provider/newOrders';
import { seedProvider } from '../../simulators/provider/seedProvider';
import { subscriptions } from '../../simulators/provider/subscriptions';

/** Ordinary days, month ends, a leap day, the first and the last day of a year. */
const days = ['2026-10-16', '2026-10-31', '2027-02-28', '2028-02-29', '2027-01-01', '2026-12-31', '2027-03-15'];

interface Systems {
	readonly autotask: AutotaskSimulator;
	readonly marketplace: MarketplaceSimulator;
}

async function onDay(today: string, check: (systems: Systems) => void | Promise<void>): Promise<void> {
	const autotask = await startAutotaskSimulator({ now: `${today}T10:00:00Z` });
	const marketplace = await startMarketplaceSimulator();
	marketplace.setNow(`${today}T10:00:00Z`);
	try {
		seedProvider({ autotask, marketplace }, today);
		await check({ autotask, marketplace });
	} finally {
		await autotask.close();
		await marketplace.close();
	}
}

/** quantity × unit price × (whole period or days of it), rounded once; negative for a refund. */
function explained(line: OrderDetail, subscription: Subscription, day: string): string {
	const period = billedPeriodOf(subscription, day);
	const share =
		line.duration?.type === 'day'
			? new Big(line.duration.duration).div(daysBetween(period.start, period.nextStart))
			: new Big(1);
	const sign = line.type.endsWith('Refund') ? -1 : 1;
	const amount = new Big(line.unitPrice.amount).times(line.quantity).times(share).times(sign);
	return amount.round(2, Big.roundHalfUp).toFixed(2);
}

describe.each(days)('the provider on %s', (today) => {
	test('has 12 customers and 30 subscriptions', () =>
		onDay(today, ({ autotask, marketplace }) => {
			const { customers, subscriptions: held, products } = marketplace.state();
			expect([customers.length, held.length, products.length]).toEqual([12, 30, 12]);
			expect(held.every((one) => one.status === 'active')).toBe(true);
			expect(autotask.state().entities['Companies']).toHaveLength(12);
		}));

	test('has each subscription at the quantity its orders left, and billed by hand as listed', () =>
		onDay(today, ({ autotask, marketplace }) => {
			const quantities = marketplace.state().subscriptions.map((one) => [one.id, one.products[0]?.quantity]);
			expect(quantities).toEqual(subscriptions.map((one) => [one.id, one.quantity]));
			expect(autotask.state().entities['ContractServices']).toHaveLength(
				subscriptions.filter((one) => one.byHand !== undefined).length,
			);
		}));

	test('has orders older than a month but for one sale and two changes', () =>
		onDay(today, ({ marketplace }) => {
			const { orders } = marketplace.state();
			const young = orders.filter((one) => daysBetween(one.creationDate.slice(0, 10), today) <= 31);
			expect(young.map((one) => one.type).sort()).toEqual(['change', 'change', 'sales']);
			expect(orders.every((one) => Date.parse(one.creationDate) < Date.parse(marketplace.now()))).toBe(true);
		}));

	test('explains the amount of every order line, new orders included', () =>
		onDay(today, ({ marketplace }) => {
			for (const what of newOrders(today)) marketplace.act(what);
			const { orders, subscriptions: held } = marketplace.state();
			const lines = orders.flatMap((order) => order.details.map((line) => ({ order, line })));
			expect(lines.length).toBeGreaterThan(30);
			for (const { order, line } of lines) {
				const subscription = held.find((one) => one.id === order.subscriptionId);
				if (subscription === undefined) throw new Error(`no subscription of ${order.orderNumber}`);
				const day = dayIn('Europe/London', order.provisioningDate ?? order.creationDate);
				expect([order.orderNumber, line.extendedPrice.amount]).toEqual([
					order.orderNumber,
					explained(line, subscription, day),
				]);
			}
		}));

	test('has billed no running period of a monthly contract', () =>
		onDay(today, ({ autotask }) => {
			const { lines } = autotask.ledger();
			const running = lines.flatMap((line) => {
				const rows = line['rows'] as { start: string; end: string; isPosted: boolean }[];
				const held = rows.find((row) => row.start <= today && today <= row.end);
				return held === undefined ? [] : [{ ...held, months: Math.round(daysBetween(held.start, held.end) / 30) }];
			});
			expect(running.filter((row) => row.months <= 1).map((row) => row.isPosted)).not.toContain(true);
			expect(running.filter((row) => row.months > 1).map((row) => row.isPosted)).not.toContain(false);
			expect(running.length).toBeGreaterThan(10);
		}));
});

test('eight new orders arrive: sales, rises, falls, an unmapped product and an unknown kind', () =>
	onDay('2026-10-16', ({ marketplace }) => {
		const numbers = newOrders('2026-10-16').map((what) => marketplace.act(what).orderNumber.slice(0, 2));
		expect(numbers).toEqual(['SO', 'CH', 'CH', 'CH', 'CH', 'SO', 'SO', 'XO']);
		const setups = marketplace.state().orders.flatMap((one) => one.details.filter((line) => line.type === 'setup'));
		expect(setups.map((line) => line.extendedPrice.amount)).toEqual(['50.00']);
	}));

test('ten companies carry the number of their customer in the payment currency of the orders', () =>
	onDay('2026-10-16', ({ autotask, marketplace }) => {
		const rows = autotask.state().entities['Companies'] ?? [];
		const externalIds = marketplace.state().customers.map((one) => one.externalId);
		const mapped = rows.filter((row) => externalIds.includes(String(row['companyNumber'])));
		expect(mapped).toHaveLength(11);
		expect(mapped.filter((row) => row['currencyID'] === 1)).toHaveLength(10);
	}));

test('all products but one have a service of their id and period', () =>
	onDay('2026-10-16', ({ autotask, marketplace }) => {
		const services = (autotask.state().entities['Services'] ?? []).map((row) => row['externalID']);
		const missing = marketplace.state().products.filter((one) => !services.includes(one.id));
		expect(missing.map((one) => one.name)).toEqual(['Mail Archive Standard']);
	}));

test('what was billed for a past month is the sum of the lines by hand', () =>
	onDay('2026-10-16', ({ autotask }) => {
		// September of Ashdown Legal: 10 × 18.00 + 4 × 3.30
		const items = (autotask.state().entities['BillingItems'] ?? []).filter(
			(row) => row['companyID'] === 31_001 && String(row['itemDate']).startsWith('2026-09'),
		);
		const total = items.reduce((sum, row) => sum.plus(Number(row['extendedPrice'])), new Big(0));
		expect(total.toFixed(2)).toBe('193.20');
	}));
