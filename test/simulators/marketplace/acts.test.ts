import type { ChangeAct, MarketplaceAct, MoveAct, SaleAct } from '../../../simulators/marketplace/actKinds';
import type { MarketplaceSimulator } from '../../../simulators/marketplace/simulator';
import { licence, startWithLicence } from './calls';

let simulator: MarketplaceSimulator;
beforeEach(async () => {
	simulator = await startWithLicence();
});
afterEach(() => simulator.close());

const sale: SaleAct = { kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T08:00:00Z' };

function linesAfter(what: MarketplaceAct): readonly (readonly unknown[])[] {
	const { orderId } = simulator.act(what);
	const order = simulator.state().orders.find((one) => one.id === orderId);
	return (order?.details ?? []).map((line) => [
		line.type,
		line.quantity,
		line.duration?.type,
		line.duration?.duration,
		line.extendedPrice.amount,
	]);
}

describe('a sale charges', () => {
	test.each<[string, Partial<SaleAct>, (readonly unknown[])[]]>([
		['a whole period from its own start', {}, [['recurring', 10, 'month', 1, '180.00']]],
		[
			'its first days where its periods are aligned',
			{ at: '2026-10-20T08:00:00Z', alignedTo: 1 },
			[['recurring', 10, 'day', 12, '69.68']],
		],
		[
			'the setup fee once',
			{ setup: '50.00' },
			[
				['setup', 1, undefined, undefined, '50.00'],
				['recurring', 10, 'month', 1, '180.00'],
			],
		],
		['nothing of a first period that is free', { isFirstFree: true }, [['recurring', 10, 'month', 1, '0.00']]],
		['the price after discount', { discountPercent: '10' }, [['recurring', 10, 'month', 1, '162.00']]],
	])('%s', (_rule, more, lines) => {
		expect(linesAfter({ ...sale, ...more })).toEqual(lines);
	});
});

describe('a change charges', () => {
	test.each<[string, Partial<ChangeAct>, (readonly unknown[])[]]>([
		['the days left of a rise', { quantity: 13 }, [['recurring', 3, 'day', 16, '27.87']]],
		['nothing for a fall', { quantity: 6 }, []],
		['a fall back by the day', { quantity: 6, amounts: 'fragment' }, [['recurringRefund', 4, 'day', 16, '-37.16']]],
		['a whole period at a new price', { price: '20.00' }, [['recurring', 10, 'month', 1, '200.00']]],
		[
			'both parts after a refund',
			{ quantity: 13, amounts: 'refundAndRecharge' },
			[
				['recurringRefund', 10, 'month', 1, '-180.00'],
				['recurring', 10, 'day', 15, '87.10'],
				['recurring', 13, 'day', 16, '120.77'],
			],
		],
	])('%s', (_rule, more, lines) => {
		const { subscriptionId } = simulator.act(sale);
		expect(linesAfter({ kind: 'change', subscriptionId, at: '2026-10-16T08:00:00Z', ...more })).toEqual(lines);
	});
});

describe('seats that move', () => {
	const basic = { ...licence, id: 'PRD-B', mpn: 'MPN-B', name: 'Basic' };
	const prices = (amount: string) => [{ currency: 'GBP', amount, type: 'recurring' as const, model: 'FLAT' as const }];
	const moved = (more: Partial<MoveAct>) => {
		simulator.seed({ products: [{ ...basic, prices: prices('12.50') }] });
		const { subscriptionId } = simulator.act({ ...sale, productId: 'PRD-B' });
		const at = '2026-10-16T08:00:00Z';
		const { orderId } = simulator.act({ kind: 'move', subscriptionId, toProductId: 'PRD-1', at, ...more });
		const { orders, subscriptions } = simulator.state();
		const order = orders.find((one) => one.id === orderId);
		return {
			lines: order?.details.map((line) => [line.type, line.productId, line.quantity, line.extendedPrice.amount]),
			row: order?.products[0],
			held: subscriptions.map((one) => one.products.map((held) => [held.id, held.quantity, held.unitPrice.amount])),
		};
	};

	test('are given back and charged anew for the rest of the period', () => {
		expect(moved({ refund: true })).toEqual({
			lines: [
				['recurringRefund', 'PRD-B', 10, '-64.52'],
				['recurring', 'PRD-1', 10, '92.90'],
			],
			row: expect.objectContaining({ id: 'PRD-B', quantity: 10, newId: 'PRD-1', newMPN: licence.mpn }),
			held: [[['PRD-1', 10, '18.00']]],
		});
	});

	test('are charged a whole period where nothing is given back, some of them stay', () => {
		expect(moved({ quantity: 4, names: 'newProductId' })).toEqual({
			lines: [['recurring', 'PRD-1', 4, '72.00']],
			row: expect.objectContaining({ id: 'PRD-B', quantity: 4, newProductId: 'PRD-1', type: 'MOVE' }),
			held: [
				[
					['PRD-B', 6, '12.50'],
					['PRD-1', 4, '18.00'],
				],
			],
		});
	});

	test('go to a new subscription', () => {
		const { row, held } = moved({ quantity: 4, targetSubscriptionId: 'new' });
		expect(row?.newSubscription).toEqual({ id: expect.any(Number), type: 'NEW' });
		expect(held).toEqual([[['PRD-B', 6, '12.50']], [['PRD-1', 4, '18.00']]]);
	});
});

describe('the fee of a subscription', () => {
	const feesOf = (orderId: string) => {
		const order = simulator.state().orders.find((one) => one.id === orderId);
		const lines = order?.details.filter((line) => line.productId === undefined) ?? [];
		return lines.map((line) => [line.type, line.mpn, line.quantity, line.extendedPrice.amount]);
	};

	test.each<[string, readonly unknown[], MarketplaceAct]>([
		['by a renewal', [['renew', undefined, 1, '6.00']], { kind: 'renewal', subscriptionId: '', fee: '6.00' }],
		[
			'by a change in the place of a renewal',
			[['renew', undefined, 1, '5.00']],
			{ kind: 'change', subscriptionId: '', amounts: 'nextTerm' },
		],
		['not by a change of its seats', [], { kind: 'change', subscriptionId: '', quantity: 13 }],
		[
			'back with the seats by a cancellation',
			[['recurringRefund', undefined, 1, '-2.58']],
			{ kind: 'cancellation', subscriptionId: '', refund: true },
		],
		[
			'beside a recurring line of a bill',
			[['recurring', undefined, 1, '5.00']],
			{ kind: 'usage', subscriptionId: '', lines: [{ type: 'recurring', quantity: 10, unitPrice: '18.00' }] },
		],
		[
			'back and anew by a change of its plan',
			[
				['recurringRefund', undefined, 1, '-2.58'],
				['recurring', undefined, 1, '4.13'],
			],
			{ kind: 'move', subscriptionId: '', toProductId: 'PRD-1', refund: true, fee: '8.00' },
		],
	])('is charged %s', (_rule, lines, what) => {
		const { subscriptionId, orderId } = simulator.act({ ...sale, alignedTo: 1, fee: '5.00' });
		expect(feesOf(orderId)).toEqual([['recurring', undefined, 1, '5.00']]);
		expect(
			feesOf(simulator.act({ ...what, subscriptionId, at: '2026-10-16T08:00:00Z' } as MarketplaceAct).orderId),
		).toEqual(lines);
	});
});

test('one order ends several subscriptions', () => {
	const one = simulator.act(sale).subscriptionId;
	const other = simulator.act(sale).subscriptionId;
	simulator.act({ kind: 'cancellations', subscriptionIds: [one, other], at: '2026-10-16T08:00:00Z' });
	expect(simulator.state().subscriptions.map((subscription) => subscription.status)).toEqual([
		'terminated',
		'terminated',
	]);
});

test('one order changes a product and brings another', () => {
	simulator.seed({ products: [{ ...licence, id: 'PRD-B', mpn: 'MPN-B', name: 'Basic' }] });
	const { subscriptionId } = simulator.act(sale);
	const items = [
		{ productId: 'PRD-1', quantity: 13 },
		{ productId: 'PRD-B', quantity: 2 },
	];
	simulator.act({ kind: 'changes', subscriptionId, items, at: '2026-10-16T08:00:00Z' });
	expect(simulator.state().subscriptions[0]?.products.map((held) => [held.id, held.quantity])).toEqual([
		['PRD-1', 13],
		['PRD-B', 2],
	]);
});

test('a migration makes an active subscription and charges nothing', () => {
	const what: MarketplaceAct = { ...sale, kind: 'migration' };
	expect(linesAfter(what)).toEqual([]);
	expect(simulator.state()).toMatchObject({ orders: [{ type: 'migration' }], subscriptions: [{ status: 'active' }] });
});

test('the sales fields are in the plan’s currency', () => {
	const sold: SaleAct = { ...sale, price: '17.30', sales: { currency: 'USD', rate: '0.8650' } };
	const { orderId } = simulator.act(sold);
	const line = simulator.state().orders.find((one) => one.id === orderId)?.details[0];
	expect([line?.unitPrice, line?.salesUnitPrice]).toEqual([
		{ currency: 'GBP', amount: '17.30' },
		{ currency: 'USD', amount: '20.0000' },
	]);
});

test('a subscription has its new quantity, price and modification day after a change', () => {
	const { subscriptionId } = simulator.act(sale);
	simulator.act({ kind: 'change', subscriptionId, quantity: 13, price: '19.00', at: '2026-10-16T08:00:00Z' });
	const held = simulator.state().subscriptions[0];
	expect(held?.lastModifiedDate).toBe('2026-10-16');
	expect(held?.products[0]).toMatchObject({
		quantity: 13,
		unitPrice: { currency: 'GBP', amount: '19.00' },
		extendedPrice: { currency: 'GBP', amount: '247.00' },
	});
});

test('an order under way changes nothing until it completes', () => {
	const { subscriptionId } = simulator.act(sale);
	const rise = simulator.act({ kind: 'change', subscriptionId, quantity: 13, status: 'processing' });
	expect(simulator.state().subscriptions[0]?.products[0]?.quantity).toBe(10);
	simulator.act({ kind: 'settle', orderId: rise.orderId, status: 'completed', at: '2026-10-18T10:00:00Z' });
	expect(simulator.state().subscriptions[0]?.products[0]?.quantity).toBe(13);
	expect(simulator.state().subscriptions[0]?.lastModifiedDate).toBe('2026-10-18');
	const order = simulator.state().orders.find((one) => one.id === rise.orderId);
	expect(order).toMatchObject({ status: 'completed', provisioningDate: '2026-10-18T10:00:00Z' });
});

test('a failed order leaves the subscription as it is', () => {
	const { subscriptionId } = simulator.act(sale);
	simulator.act({ kind: 'change', subscriptionId, quantity: 13, status: 'error' });
	expect(simulator.state().subscriptions[0]?.products[0]?.quantity).toBe(10);
});

test('a cancellation ends the subscription and may charge a fee', () => {
	const { subscriptionId } = simulator.act(sale);
	const { orderNumber } = simulator.act({ kind: 'cancellation', subscriptionId, fee: '25.00', refund: true });
	expect(orderNumber).toMatch(/^CF\d{6}$/);
	expect(simulator.state().subscriptions[0]?.status).toBe('terminated');
});

test('a renewal starts the next term', () => {
	const { subscriptionId } = simulator.act(sale);
	simulator.act({ kind: 'renewal', subscriptionId, quantity: 12 });
	expect(simulator.state().subscriptions[0]).toMatchObject({ expirationDate: '2028-10-01', termStart: '2027-10-01' });
});

test('an order made two minutes before midnight takes effect on its own local day', () => {
	simulator.act({ ...sale, at: '2026-10-31T23:58:00Z' });
	expect(simulator.state().subscriptions[0]?.creationDate).toBe('2026-10-31');
});

test('the quantity of a Change is the total or the difference, as switched', () => {
	const { subscriptionId } = simulator.act(sale);
	simulator.setSwitches({ changeQuantity: 'difference' });
	const { orderId } = simulator.act({ kind: 'change', subscriptionId, quantity: 6 });
	expect(simulator.state().orders.find((one) => one.id === orderId)?.products[0]?.quantity).toBe(-4);
});

test.each([
	['at a given instant is provisioned 20 seconds later', { at: '2026-10-16T08:00:00Z' }, '08:00:00', '08:00:20'],
	['at present is provisioned at once', {}, '09:00:00', '09:00:00'],
	['may take its time', { at: '2026-10-16T08:00:00Z', provisionedAfterSeconds: 90 }, '08:00:00', '08:01:30'],
])('an order %s', (_rule, timing, created, provisioned) => {
	simulator.act({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 1, ...timing });
	expect(simulator.state().orders[0]).toMatchObject({
		creationDate: `2026-10-16T${created}Z`,
		provisioningDate: `2026-10-16T${provisioned}Z`,
	});
});
