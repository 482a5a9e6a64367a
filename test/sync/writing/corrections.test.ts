import type { ActResult } from '../../../simulators/marketplace/actKinds';
import type { Order, OrderDetail, OrderProduct } from '../../../simulators/marketplace/records';
import { byAutotask, byMarketplace } from '../fixtureBilled';
import { connection } from '../fixtureClients';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { sold, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const types = ['adjustment', 'refundAdjustment', 'refund', 'recurringRefund', 'recurring'];
const given = types.flatMap((type) =>
	(['products', 'nothing'] as const).map((names) => ({ type, names, amount: '-5.00', october: '202.87' })),
);
const charged = { type: 'recurring', names: 'products', amount: '5.00', october: '212.87' } as const;
const refunds = given.filter(({ type }) => type === 'refund' || type === 'recurringRefund');
const refunding = ({ build }: RunSettings): RunSettings => ({ build: { ...build, syncRefunds: true } });

// October 10 x 18.00 + 3 x 18.00 x 16 / 31 = 207.87, and the correction.
describe.each([
	['Autotask', byAutotask, [...given, charged]],
	['the marketplace', byMarketplace, [...given, charged]],
	['Autotask, with refunds of falls', refunding(byAutotask), refunds],
	['the marketplace, with refunds of falls', refunding(byMarketplace), refunds],
] as const)('a Change that carries amounts alone, prorated by %s', (_by, settings, corrections) => {
	it.each(corrections)(
		'$amount as $type, naming $names, waits for approval, holds nothing back and is charged once',
		async ({ type, names, amount, october }) => {
			world = await startWorld();
			const { subscriptionId } = await sold(world, {}, settings);
			const corrects = { type, names, amount, at: '2026-10-10T09:00:00Z' };
			const correction = world.order({ kind: 'correction', subscriptionId, ...corrects });
			const change = { quantity: 13, at: '2026-10-16T09:00:00Z' };
			const later = world.order({ kind: 'change', subscriptionId, ...change });
			await world.run(settings);
			expect((await world.taskOf(correction)).attention?.reason).toBe('approval');
			expect((await world.taskOf(later)).state).toBe('synced');
			await approveAndSync(world, () => '', settings);
			expect((await world.taskOf(correction)).state).toBe('synced');
			expect(world.charges()).toContain(`${amount}@2026-10-10`);
			world.post('2026-11-30');
			expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([october, '234.00']);
		},
	);
});

describe.each([
	['Autotask', byAutotask],
	['the marketplace', byMarketplace],
])('a Change that may look like a correction, prorated by %s', (_by, settings) => {
	it('is none where it prices all seats: ten at 20.00 from 1 October', async () => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		world.order({ kind: 'change', subscriptionId, price: '20.00', cost: '16.00', at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		world.post('2026-11-30');
		expect(world.billed('2026-10').price).toBe('200.00');
	});

	it('is none where a fall was entered by hand and its order ignored: the fragment is of seats, whatever they cost later', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		const change = { kind: 'change', subscriptionId } as const;
		const fall = world.order({ ...change, quantity: 6, at: '2026-10-05T09:00:00Z' });
		await world.run({ ...settings, check: { processAutomatically: false } });
		const { id } = await world.taskOf(fall);
		const ignored = { state: 'ignored', note: 'By hand', attention: undefined } as const;
		await world.store.changeTasks(connection.connectionId, [{ id, change: ignored }], world.clock.now());
		const rise = world.order({ ...change, quantity: 10, at: '2026-10-16T09:00:00Z' });
		world.order({ ...change, price: '20.00', at: '2026-10-17T09:00:00Z' });
		await world.run(settings);
		expect((await world.taskOf(rise)).attention?.message ?? '').not.toContain('whose meaning a person confirms');
		expect(world.charges().filter((charge) => charge.endsWith('@2026-10-16'))).toEqual([]);
	});

	it('is none where it takes back a fall, whatever else it charges: ten again from 1 November', async () => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, settings);
		world.order({ kind: 'change', subscriptionId, quantity: 6, at: '2026-10-05T09:00:00Z' });
		await world.run(settings);
		const { orderId } = world.order({ kind: 'change', subscriptionId, quantity: 10, at: '2026-10-16T09:00:00Z' });
		const order = world.marketplaceSide.state().orders.find(({ id }) => id === orderId);
		const [line] = order?.details ?? [];
		const fee = { currency: 'GBP', amount: '5.00' };
		const details = line ? [{ ...line, type: 'adjustment', quantity: 1, unitPrice: fee, extendedPrice: fee }] : [];
		if (order) world.marketplaceSide.seed({ orders: [{ ...order, details }] });
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
		world.post('2026-11-30');
		expect(world.billed('2026-11').price).toBe('180.00');
	});
});

/** A line of a correction, otherwise as the simulator writes one: `adjustment`, quantity 1, the amount as unit price. */
interface Line {
	readonly type?: string;
	readonly amount: string;
	/** `null` for none. */
	readonly unitPrice?: string | null;
	readonly quantity?: number;
	readonly months?: number;
	readonly productId?: string;
	readonly namesNoProduct?: true;
}

function lineOf(usual: OrderDetail, line: Line): OrderDetail {
	const { type = 'adjustment', amount, quantity = 1, months, productId, namesNoProduct } = line;
	const gbp = (text: string) => ({ currency: 'GBP', amount: text });
	const { unitPrice: _price, productId: own, mpn, duration: _length, taxAmount: _tax, ...others } = usual;
	const price = line.unitPrice === undefined ? amount : line.unitPrice;
	const named = productId === undefined ? { productId: own, mpn } : { productId, mpn: `MPN-${productId}` };
	return {
		...others,
		...(namesNoProduct ? {} : named),
		...(months === undefined ? {} : { duration: { type: 'month', duration: months } }),
		...(price === null ? {} : { unitPrice: gbp(price) }),
		type,
		quantity,
		extendedPrice: gbp(amount),
	} as OrderDetail;
}

interface Form {
	readonly rule: string;
	readonly lines: readonly Line[];
	/** What the order names of its products; default: what the subscription has. */
	readonly products?: (products: readonly OrderProduct[]) => readonly OrderProduct[];
	readonly order?: Partial<Order>;
	readonly build?: RunSettings['build'];
}

/** An order of amounts of 10 October, in the given form. */
function correct(subscriptionId: string, { lines, products, order: more }: Form): ActResult {
	const at = '2026-10-10T09:00:00Z';
	const placed = world.order({ kind: 'correction', subscriptionId, amount: '-5.00', at });
	const order = world.marketplaceSide.state().orders.find(({ id }) => id === placed.orderId);
	const [usual] = order?.details ?? [];
	if (!order || !usual) throw new RangeError('no order was placed');
	const own = {
		details: lines.map((line) => lineOf(usual, line)),
		products: products?.(order.products) ?? order.products,
	};
	world.marketplaceSide.seed({ orders: [{ ...order, ...own, ...more }] });
	return placed;
}

const none = (): readonly OrderProduct[] => [];
const ofQuantity = (quantity: number) => (products: readonly OrderProduct[]) =>
	products.map((product) => ({ ...product, quantity }));

const back = { type: 'recurringRefund', amount: '-5.00', unitPrice: '5.00' } as const;
const negative = { type: 'recurring', amount: '-5.00' } as const;
const wholeMonth = { quantity: 10, months: 1 } as const;

// October 207.87 as above.
const forms: readonly (Form & { readonly charges: readonly string[]; readonly october: string })[] = [
	{
		rule: 'two lines',
		lines: [{ amount: '-5.00' }, { amount: '2.00' }],
		charges: ['-5.00', '2.00'],
		october: '204.87',
	},
	{
		rule: 'lines of two products',
		lines: [negative, { type: 'recurring', amount: '2.00', productId: 'PRD-B' }],
		charges: ['-5.00', '2.00'],
		october: '204.87',
	},
	{
		rule: 'a line of no product, in an order of none',
		lines: [{ ...back, namesNoProduct: true }],
		products: none,
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: 'a line of no product that charges',
		lines: [{ type: 'recurring', amount: '5.00', namesNoProduct: true }],
		charges: ['5.00'],
		october: '212.87',
	},
	{ rule: 'a line of quantity 0', lines: [{ ...negative, quantity: 0 }], charges: ['-5.00'], october: '202.87' },
	{
		rule: 'a line without a unit price',
		lines: [{ ...negative, unitPrice: null }],
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: 'a charge below 0 for a month, which is no price of a seat',
		lines: [{ ...negative, months: 1 }],
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: 'a charge for a month that no seat costs',
		lines: [{ type: 'recurring', amount: '5.00', months: 1 }],
		charges: ['5.00'],
		october: '212.87',
	},
	{ rule: 'a refund for a month', lines: [{ ...back, months: 1 }], charges: ['-5.00'], october: '202.87' },
	{
		rule: 'a refund as low as all seats: 10 x 0.50',
		lines: [{ ...back, unitPrice: '0.50', ...wholeMonth }],
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: 'the corrected line with the difference as its amount: no part of 10 x 18.00',
		lines: [{ ...negative, unitPrice: '18.00', ...wholeMonth }],
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: "the same at Autotask's prices",
		lines: [{ ...negative, unitPrice: '18.00', ...wholeMonth }],
		build: { priceSource: 'autotask' },
		charges: ['-5.00'],
		october: '202.87',
	},
	{ rule: 'a bill record', lines: [{ type: 'billRecord', amount: '-5.00' }], charges: ['-5.00'], october: '202.87' },
	{
		rule: 'a line beside its payment',
		lines: [{ amount: '-5.00' }, { type: 'payment', amount: '5.00' }],
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: 'a difference of 0 seats, where each order tells what it means',
		lines: [{ amount: '-5.00' }],
		products: ofQuantity(0),
		build: { changeQuantity: 'automatic' },
		charges: ['-5.00'],
		october: '202.87',
	},
	{
		rule: 'a Billing order with a refund',
		lines: [{ type: 'refund', amount: '-5.00' }],
		order: { type: 'unknown', orderNumber: 'BO000009' },
		charges: ['-5.00'],
		october: '202.87',
	},
];

describe('a correction as', () => {
	it.each(forms)('$rule waits for approval, holds nothing back and is charged once', async (form) => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, byAutotask);
		const correction = correct(subscriptionId, form);
		const later = world.order({ kind: 'change', subscriptionId, quantity: 13, at: '2026-10-16T09:00:00Z' });
		const settings = { build: { ...byAutotask.build, ...form.build } };
		await world.run(settings);
		expect((await world.taskOf(correction)).attention?.message).toContain('whose meaning a person confirms');
		expect((await world.taskOf(later)).state).toBe('synced');
		await approveAndSync(world, () => '', settings);
		expect((await world.taskOf(correction)).state).toBe('synced');
		expect(world.charges()).toEqual(form.charges.map((amount) => `${amount}@2026-10-10`));
		expect(world.adjustments()).toEqual(['+10@2026-10-01', '+3@2026-10-16']);
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual([form.october, '234.00']);
	});

	it.each([
		{ rule: 'naming what it had', lines: [back] },
		{ rule: 'naming nothing', lines: [back], products: none },
		{ rule: 'naming what is left', lines: [{ amount: '-5.00' }], products: ofQuantity(0) },
	])('an order of a subscription that is cancelled, $rule, is credited once', async (form) => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, byAutotask);
		world.order({ kind: 'cancellation', subscriptionId, at: '2026-10-05T09:00:00Z' });
		await world.run(byAutotask);
		const correction = correct(subscriptionId, { products: ofQuantity(10), ...form });
		await world.run(byAutotask);
		await approveAndSync(world, () => '', byAutotask);
		expect((await world.taskOf(correction)).state).toBe('synced');
		world.post('2026-11-30');
		expect([world.billed('2026-10').price, world.billed('2026-11').price]).toEqual(['175.00', '0.00']);
	});
});

const unclear: readonly (Form & { readonly says: string })[] = [
	{
		rule: 'gives back at the price of a seat: -18.00',
		lines: [{ ...back, amount: '-18.00', unitPrice: '18.00' }],
		says: 'approval: Waits for approval because the order names -18.00 for seats of Product PRD-1 and leaves their number as it is: either they were entered by hand before, or it corrects an amount. Nothing is credited for it; if it is a correction, enter the credit by hand and ignore the task.',
	},
	{
		rule: 'charges at the price of a seat: 18.00',
		lines: [{ type: 'recurring', amount: '18.00', months: 1 }],
		says: 'Nothing is charged for it; if it is a correction, enter the charge by hand and ignore the task.',
	},
	{
		rule: "names another price of all seats at Autotask's prices: 10 x 0.50",
		lines: [{ type: 'recurring', amount: '5.00', unitPrice: '0.50', ...wholeMonth }],
		build: { priceSource: 'autotask' },
		says: 'the order names 5.00 for seats of Product PRD-1 and leaves their number as it is',
	},
	{
		rule: 'names another price of all seats, which the subscription does not have: 10 x 0.50',
		lines: [{ type: 'recurring', amount: '5.00', unitPrice: '0.50', ...wholeMonth }],
		build: { priceChangeLimit: 0 },
		says: 'price conflict: Order CH000002, Product PRD-1: the order changes the price to 0.5, the subscription still has 18. Set the price in the marketplace or in Autotask, then retry. If the order only corrects an amount, enter that by hand and ignore the task.',
	},
	{
		rule: 'gives back at the price of a seat, which refunds of falls are credited by',
		lines: [{ ...back, amount: '-18.00', unitPrice: '18.00' }],
		build: { syncRefunds: true },
		says: 'order not understood: Order CH000002 refunds -18 for product PRD-1, of which nothing is billed until the next period.',
	},
	{
		rule: 'has a line of a type that nobody knows',
		lines: [{ type: 'something', amount: '-5.00' }],
		says: 'order not understood: Order CH000002: line "Correction for Product PRD-1" (something) has a type that is not handled here.',
	},
	{
		rule: 'is of no subscription',
		lines: [{ amount: '-5.00' }],
		products: none,
		order: { subscriptionId: '' },
		says: 'order not understood: Order CH000002: it names no subscription.',
	},
	{
		rule: 'is a Billing order with a charge below 0 for seats',
		lines: [{ ...negative, months: 1 }],
		order: { type: 'unknown', orderNumber: 'BO000009' },
		build: { priceChangeLimit: 0 },
		says: 'order not understood: Order BO000009: it is a billing order with a line that gives back (recurring -5).',
	},
];

describe('an order of amounts that may be read in two ways', () => {
	it.each(unclear)('$rule: it writes nothing by itself, and says which reading is open', async (form) => {
		world = await startWorld();
		const { subscriptionId } = await sold(world, {}, byAutotask);
		const correction = correct(subscriptionId, form);
		await world.run({ build: { ...byAutotask.build, ...form.build } });
		const { state, attention } = await world.taskOf(correction);
		expect(state).toBe('attention');
		expect(`${attention?.reason ?? ''}: ${attention?.what ?? attention?.message ?? ''}`).toContain(form.says);
		expect([world.adjustments(), world.charges()]).toEqual([['+10@2026-10-01'], []]);
	});
});

describe('a bill of usage that is corrected', () => {
	it.each([
		{ rule: 'by a Change with a refund', lines: [{ type: 'refund', amount: '-5.00' }], on: '2026-10-10' },
		{ rule: 'by a Change with usage below 0', lines: [{ type: 'overuse', amount: '-5.00' }], on: '2026-09-30' },
		{
			rule: 'by a Change with a bill record below 0',
			lines: [{ type: 'billRecord', amount: '-5.00' }],
			on: '2026-09-30',
		},
		{ rule: 'by a Change with a recurring line below 0', lines: [negative], on: '2026-09-30' },
		{
			rule: 'by a Billing order with a refund',
			lines: [{ type: 'refund', amount: '-5.00' }],
			order: { type: 'unknown', orderNumber: 'BO000009' } as const,
			on: '2026-10-10',
		},
	])('$rule is credited once, when a person has approved it', async ({ on, ...form }) => {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const [product] = world.marketplaceSide.state().products;
		if (product) world.marketplaceSide.seed({ products: [{ ...product, billingModel: 'chargeAfterBillingPeriod' }] });
		const { subscriptionId } = await sold(world, { at: '2026-09-01T09:00:00Z' }, byAutotask);
		const correction = correct(subscriptionId, form);
		await world.run(byAutotask);
		expect([(await world.taskOf(correction)).attention?.reason, world.charges()]).toEqual(['approval', []]);
		await approveAndSync(world, () => '', byAutotask);
		expect([(await world.taskOf(correction)).state, world.charges()]).toEqual(['synced', [`-5.00@${on}`]]);
	});
});
