import fc from 'fast-check';
import { lineState } from '../../../src/domain/contract/lineState';
import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { Order } from '../../../src/domain/order/order';
import type { TaskKind } from '../../../src/domain/order/taskKind';
import { planTask } from '../../../src/domain/planning/planTask';
import type { SyncTask } from '../../../src/domain/task/task';
import {
	chargesOf,
	contractOf,
	detailOf,
	type FactFigures,
	factsOf,
	ledgerOf,
	type LineFigures,
	lineOf,
	linkOf,
	planned,
	planOf,
	reasonOf,
	rowsOf,
	type Scenario,
	type TaskFigures,
	taskOf,
	writesOf,
} from './scenario';

const ten: Pick<Scenario, 'lines' | 'links'> = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };

describe('initial tasks', () => {
	it.each<{
		rule: string;
		line?: LineFigures;
		own?: number;
		subscription: TaskFigures['subscription'];
		settings?: FactFigures['settings'];
		writes: readonly string[];
	}>([
		{
			rule: "a rise applies from the period's start",
			line: { units: 10 },
			own: 10,
			subscription: { quantity: '12' },
			writes: ['+2 @ 2026-10-01'],
		},
		{
			rule: 'under marketplace proration too',
			line: { units: 10 },
			own: 10,
			subscription: { quantity: '12' },
			settings: { proration: 'marketplace' },
			writes: ['+2 @ 2026-10-01'],
		},
		{
			rule: 'a fall applies from its end',
			line: { units: 10 },
			own: 10,
			subscription: { quantity: '7' },
			writes: ['-3 @ 2026-11-01'],
		},
		{
			rule: 'an equal count writes nothing',
			line: { units: 10 },
			own: 10,
			subscription: { quantity: '10' },
			writes: [],
		},
		{
			rule: 'units of others stay beside it',
			line: { units: 15 },
			own: 10,
			subscription: { quantity: '12' },
			writes: ['+2 @ 2026-10-01'],
		},
		{
			rule: "units that are all others' stay",
			line: { units: 15 },
			own: 0,
			subscription: { quantity: '12' },
			writes: ['+12 @ 2026-10-01'],
		},
		{
			rule: "a new price applies from the period's start",
			line: { units: 10, price: '17.00' },
			own: 10,
			subscription: { quantity: '10' },
			writes: ['+0 @ 2026-10-01 at 18 cost 14.4'],
		},
		{
			rule: 'from its end where it is posted',
			line: { units: 10, price: '17.00', postedThrough: '2026-10-31' },
			own: 10,
			subscription: { quantity: '10' },
			writes: ['+0 @ 2026-11-01 at 18 cost 14.4'],
		},
		{
			rule: 'units rise from the start of a posted period all the same',
			line: { units: 10, price: '17.00', postedThrough: '2026-10-31' },
			own: 10,
			subscription: { quantity: '12' },
			writes: ['+2 @ 2026-10-01', '+0 @ 2026-11-01 at 18 cost 14.4'],
		},
		{
			rule: "Autotask's price stays where it is the source",
			line: { units: 10, price: '17.00' },
			own: 10,
			subscription: { quantity: '10' },
			settings: { priceSource: 'autotask' },
			writes: [],
		},
		{
			rule: "without a line a new one from the period's start",
			subscription: { quantity: '4' },
			writes: ['+4 @ 2026-10-01 at 18 cost 14.4'],
		},
		{ rule: 'no units on a new line write nothing', subscription: { quantity: '0' }, writes: [] },
		{
			rule: 'a change by hand earlier in the period is what it starts from',
			line: {
				units: [
					['2026-01-01', 8],
					['2026-10-05', 10],
				],
			},
			own: 10,
			subscription: { quantity: '10' },
			writes: [],
		},
		{
			rule: 'a fall leaves earlier days of the period alone',
			line: {
				units: [
					['2026-01-01', 8],
					['2026-10-05', 10],
				],
			},
			own: 10,
			subscription: { quantity: '6' },
			writes: ['-4 @ 2026-11-01'],
		},
	])('$rule', ({ line, own, subscription, settings, writes }) => {
		const plan = planOf({
			lines: line ? [line] : [],
			task: {
				kind: 'initial',
				on: '2026-10-16',
				...(subscription ? { subscription } : {}),
				answers: own === undefined ? {} : { ownUnits: own },
			},
			facts: settings ? { settings } : {},
		});
		expect(writesOf(plan)).toEqual(writes);
		expect(plan.charges).toEqual([]);
	});

	it('half a licence stops', () => {
		expect(reasonOf({ task: { kind: 'initial', subscription: { quantity: '4.5' } } })).toBe('fractional quantity');
	});
});

describe('whose units a line holds', () => {
	it.each<{ rule: string; task: TaskFigures; line: LineFigures; question: object | undefined; others: number }>([
		{
			rule: 'an initial task asks, and suggests what the subscription holds',
			task: { kind: 'initial', subscription: { quantity: '10' } },
			line: { units: 12 },
			question: { inForce: 12, linkedUnits: 0, suggestion: 10 },
			others: 2,
		},
		{
			rule: 'it suggests no more than the line holds',
			task: { kind: 'initial', subscription: { quantity: '10' } },
			line: { units: 7 },
			question: { inForce: 7, suggestion: 7 },
			others: 0,
		},
		{
			rule: 'a first seen change starts from what Autotask holds',
			task: { quantity: '13' },
			line: { units: 12 },
			question: { suggestion: 12 },
			others: 0,
		},
		{
			rule: 'a sale after the connection adds to what is there',
			task: { kind: 'sales', quantity: '5' },
			line: { units: 12 },
			question: undefined,
			others: 12,
		},
		{
			rule: 'a sale among the first tasks asks, and suggests none',
			task: { kind: 'sales', quantity: '5', isFirst: true },
			line: { units: 12 },
			question: { suggestion: 0 },
			others: 12,
		},
		{
			rule: 'an answer settles it',
			task: { kind: 'initial', subscription: { quantity: '10' }, answers: { ownUnits: 4 } },
			line: { units: 12 },
			question: undefined,
			others: 8,
		},
		{
			rule: 'an empty line asks nothing',
			task: { kind: 'initial', subscription: { quantity: '10' } },
			line: { units: 0 },
			question: undefined,
			others: 0,
		},
		{
			rule: "a rise by hand on the order's own day is not counted",
			task: { quantity: '13' },
			line: {
				units: [
					['2026-01-01', 10],
					['2026-10-16', 13],
				],
			},
			question: { inForce: 10, suggestion: 10 },
			others: 0,
		},
	])('$rule', ({ task, line, question, others }) => {
		const plan = planOf({ lines: [line], task });
		const [asked] = plan.questions;
		if (question === undefined) expect(asked).toBeUndefined();
		else expect(asked).toMatchObject(question);
		expect(plan.changes[0]?.otherUnits).toBe(others);
		expect(plan.approvalNeeded.join()).toContain('existed before');
	});

	it('what linked subscriptions hold is not free', () => {
		const plan = planOf({
			lines: [{ units: 15, others: 3 }],
			links: [{ subscription: 's2', units: 12 }],
			task: { kind: 'initial', subscription: { quantity: '3' } },
			facts: { subscriptions: [{ id: 's2', quantity: '12' }] },
		});
		expect(plan.questions[0]).toMatchObject({ inForce: 15, linkedUnits: 12, suggestion: 3 });
	});

	it('a line that we created asks nothing and needs no approval', () => {
		const plan = planOf({
			lines: [{ units: 5, isOurs: true }],
			links: [{ subscription: 's2', units: 5 }],
			task: { kind: 'sales', on: '2026-11-01', quantity: '5' },
			facts: { subscriptions: [{ id: 's2', quantity: '5' }] },
		});
		expect([plan.questions, plan.approvalNeeded, writesOf(plan)]).toEqual([[], [], ['+5 @ 2026-11-01']]);
	});

	it.each([
		{ rule: 'a line is not lowered while another subscription of it has no line', sibling: {}, waits: true },
		{
			rule: 'one that is billed by usage has none ever',
			sibling: { billingModel: 'chargeAfterBillingPeriod' as const },
			waits: false,
		},
		{
			rule: 'one that is billed for another period belongs elsewhere',
			sibling: { billingPeriod: { type: 'year' as const, duration: 1 } },
			waits: false,
		},
		{ rule: 'one that is not active does not count', sibling: { status: 'hold' as const }, waits: false },
	])('$rule', ({ sibling, waits }) => {
		const plan = planOf({
			...ten,
			task: { on: '2026-10-16', quantity: '6' },
			facts: { subscriptions: [{ id: 's2', quantity: '5', ...sibling }] },
		});
		expect(plan.approvalNeeded.some((why) => why.includes('has no line yet'))).toBe(waits);
	});
});

describe('first orders and the approval they wait for', () => {
	it.each<{ rule: string; given: Scenario; says: string | undefined }>([
		{ rule: 'a task that may run waits for nobody', given: { ...ten, task: { quantity: '13' } }, says: undefined },
		{
			rule: 'a first task waits whatever the setting',
			given: { ...ten, task: { quantity: '13', isFirst: true } },
			says: 'first tasks',
		},
		{
			rule: 'without automatic processing it waits',
			given: { ...ten, task: { quantity: '13', processAutomatically: false } },
			says: 'automatic processing is off',
		},
		{
			rule: 'a customer can be left out of it',
			given: { ...ten, task: { quantity: '13' }, facts: { customerAutomatic: false } },
			says: 'off for this customer',
		},
		{
			rule: 'a line whose meaning a person confirms waits',
			given: {
				...ten,
				task: { quantity: '13', details: [detailOf({ type: 'transfer', unitPrice: '25.00', extendedPrice: '25.00' })] },
			},
			says: 'a person confirms',
		},
		{
			rule: 'a yearly contract with other boundaries waits',
			given: {
				contract: { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType: 'yearly' },
				lines: [{ units: 10, isOurs: true }],
				links: [{ units: 10 }],
				task: {
					quantity: '12',
					subscription: { billingPeriod: { type: 'year', duration: 1 }, expiresOn: '2027-05-01' },
				},
			},
			says: "ends on 2027-03-15, the subscription's on 2027-05-01: by the contract it is +14.79 GBP once and 216.00 GBP each year instead of 180.00",
		},
		{
			rule: 'one with the same boundaries does not',
			given: {
				contract: { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType: 'yearly' },
				lines: [{ units: 10, isOurs: true }],
				links: [{ units: 10 }],
				task: {
					quantity: '12',
					subscription: { billingPeriod: { type: 'year', duration: 1 }, expiresOn: '2027-03-15' },
				},
			},
			says: undefined,
		},
		{
			rule: 'a monthly contract with other boundaries does not wait',
			given: { ...ten, task: { quantity: '12', subscription: { expiresOn: '2026-10-20' } } },
			says: undefined,
		},
	])('$rule', ({ given, says }) => {
		const reasons = planOf(given).approvalNeeded;
		if (says === undefined) expect(reasons).toEqual([]);
		else expect(reasons.join()).toContain(says);
	});

	const setupLine = detailOf({ type: 'setup', unitPrice: '50.00', extendedPrice: '50.00' });
	it.each([
		{
			rule: 'one-time lines of older orders are shown unticked',
			older: true,
			answers: {},
			selected: [false, false],
			once: '0',
		},
		{
			rule: 'a person can tick them',
			older: true,
			answers: { oneTimeLines: true },
			selected: [true, true],
			once: '77.87',
		},
		{ rule: 'those of later orders are ticked', older: false, answers: {}, selected: [true, true], once: '77.87' },
	])('$rule', ({ older, answers, selected, once }) => {
		const plan = planOf({
			...ten,
			task: { quantity: '13', details: [setupLine], isOlderThanConnection: older, answers },
			facts: { settings: { proration: 'marketplace' } },
		});
		expect(plan.charges.map((charge) => charge.selected)).toEqual(selected);
		expect(plan.lines.filter((line) => line.kind !== 'recurring').map((line) => line.selected)).toEqual(selected);
		expect(plan.totals.once).toBe(once);
	});

	it('an unticked charge needs no mapping', () => {
		expect(
			reasonOf({
				...ten,
				task: { quantity: '10', details: [setupLine], isOlderThanConnection: true },
				facts: { unmappedCharges: true },
			}),
		).toBe('planned');
	});
});

const kinds: readonly TaskKind[] = ['unknown'];

describe('what stops', () => {
	it.each(kinds)('a %s order is named and not carried over', (kind) => {
		const outcome = planned({ ...ten, task: { kind, quantity: '13' } });
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'order not understood' });
		expect(outcome.kind === 'attention' && outcome.message).toContain(kind);
	});

	const recurring20 = detailOf({ quantity: '3', unitPrice: '20.00', extendedPrice: '60.00' });
	const refund = detailOf({ type: 'recurringRefund', quantity: '4', unitPrice: '18.00', extendedPrice: '-72.00' });
	const moved: Order['products'] = [
		{
			productId: 'p1' as ProductId,
			name: 'Mail',
			quantity: decimal('10'),
			movesTo: { mpn: 'M-9', named: 'part number M-9' },
		},
	];
	const two: Order['products'] = [
		{ productId: 'p1' as ProductId, name: 'Mail', quantity: decimal('10') },
		{ productId: 'p1' as ProductId, name: 'Mail', quantity: decimal('3') },
	];
	const elsewhere: Order['products'] = [
		{ productId: 'p1' as ProductId, name: 'Mail', quantity: decimal('10'), subscriptionId: 's2' as SubscriptionId },
	];

	it.each<{ rule: string; given: Scenario; reason: string }>([
		{
			rule: 'a rise at another price that the subscription does not have',
			given: { ...ten, task: { quantity: '13', details: [recurring20] } },
			reason: 'price conflict',
		},
		{
			rule: 'such a rise under marketplace proration',
			given: {
				...ten,
				task: { quantity: '13', details: [recurring20] },
				facts: { settings: { proration: 'marketplace' } },
			},
			reason: 'price conflict',
		},
		{
			rule: "a price of 0, even with Autotask's prices",
			given: {
				...ten,
				task: { quantity: '13', subscription: { unitPrice: '0' } },
				facts: { settings: { priceSource: 'autotask' } },
			},
			reason: 'price conflict',
		},
		{
			rule: 'a price that is missing',
			given: { task: { kind: 'sales', quantity: '10', subscription: { unitPrice: undefined } } },
			reason: 'price conflict',
		},
		{
			rule: 'a refund without a fall where refunds are to be synced',
			given: { ...ten, task: { quantity: '10', details: [refund] }, facts: { settings: { syncRefunds: true } } },
			reason: 'order not understood',
		},
		{
			rule: 'an order that moves to another product',
			given: { ...ten, task: { products: moved } },
			reason: 'order not understood',
		},
		{
			rule: 'an order that touches two subscriptions',
			given: { ...ten, task: { products: elsewhere } },
			reason: 'order not understood',
		},
		{
			rule: 'an order that names a product twice',
			given: { ...ten, task: { products: two }, holds: '10' },
			reason: 'order not understood',
		},
		{ rule: 'an order without a product', given: { ...ten, task: { products: [] } }, reason: 'order not understood' },
		{
			rule: 'amounts of a product that has no quantity',
			given: {
				...ten,
				task: {
					quantity: '13',
					details: [detailOf({ product: 'p2', quantity: '1', unitPrice: '5.00', extendedPrice: '5.00' })],
				},
			},
			reason: 'order not understood',
		},
		{
			rule: 'an order without a quantity',
			given: { ...ten, task: { quantity: undefined } },
			reason: 'order not understood',
		},
		{ rule: 'a negative quantity', given: { ...ten, task: { quantity: '-3' } }, reason: 'order not understood' },
		{ rule: 'half a licence', given: { ...ten, task: { quantity: '10.5' } }, reason: 'fractional quantity' },
		{
			rule: 'a quantity that the subscription does not hold',
			given: { ...ten, task: { quantity: '3' }, holds: '13' },
			reason: 'order not understood',
		},
		{
			rule: 'a customer without a company',
			given: { task: { quantity: '3' }, facts: { isMapped: false } },
			reason: 'customer not mapped',
		},
		{
			rule: 'a company that is not active',
			given: { task: { quantity: '3' }, facts: { isCompanyActive: false } },
			reason: 'customer not mapped',
		},
		{
			rule: 'a product without a service',
			given: { task: { quantity: '3' }, facts: { mappedProducts: [] } },
			reason: 'product not mapped',
		},
		{
			rule: 'a fragment without a mapping',
			given: {
				...ten,
				task: { quantity: '13' },
				facts: { unmappedCharges: true, settings: { proration: 'marketplace' } },
			},
			reason: 'charge not mapped',
		},
		{
			rule: 'two contracts that fit',
			given: { task: { kind: 'sales', quantity: '3' }, facts: { contracts: [contractOf(), contractOf({ id: 501 })] } },
			reason: 'several contracts fit',
		},
		{
			rule: "a subscription's price in another currency",
			given: { task: { kind: 'sales', quantity: '3', subscription: { currency: 'EUR' } } },
			reason: 'currency differs',
		},
	])('$rule: $reason', ({ given, reason }) => {
		expect(reasonOf(given)).toBe(reason);
	});

	it("a rise in the contract's last period is charged until its end, and is done", () => {
		const plan = planOf({
			contract: { endsOn: '2026-10-31' },
			...ten,
			task: { quantity: '13' },
			facts: { settings: { proration: 'marketplace' } },
		});
		expect([writesOf(plan), chargesOf(plan)]).toEqual([[], ['proration 27.87 cost 22.30 @ 2026-10-16']]);
	});

	it('a refund of no seats that leaves the quantity is a correction: it is credited once it is approved', () => {
		const five = detailOf({ type: 'recurringRefund', unitPrice: '5.00', extendedPrice: '-5.00' });
		const plan = planOf({ ...ten, task: { quantity: '10', details: [five] } });
		expect([writesOf(plan), chargesOf(plan)]).toEqual([[], ['credit -5 @ 2026-10-16']]);
		expect(plan.approvalNeeded).toEqual(['the order has lines whose meaning a person confirms']);
	});

	it.each(['difference', 'automatic', 'total'] as const)(
		'where a Change names a %s, one that names the quantity that is there and charges none is a correction',
		(changeQuantity) => {
			const five = detailOf({ type: 'adjustment', unitPrice: '-5.00', extendedPrice: '-5.00' });
			const plan = planOf({
				...ten,
				task: { quantity: '10', details: [five] },
				facts: { settings: { changeQuantity } },
			});
			expect([writesOf(plan), chargesOf(plan)]).toEqual([[], ['credit -5 @ 2026-10-16']]);
		},
	);

	it('a refund line of 0.00 gives nothing back: the fall is one without lines', () => {
		const nothing = { type: 'recurringRefund', quantity: '4', unitPrice: '18.00', extendedPrice: '0.00' };
		const plan = planOf({ ...ten, task: { quantity: '6', details: [detailOf(nothing)] } });
		expect([writesOf(plan), chargesOf(plan)]).toEqual([['-4 @ 2026-11-01'], []]);
	});

	it("a fall past the contract's end is done without a write", () => {
		const plan = planOf({ contract: { endsOn: '2026-10-31' }, ...ten, task: { quantity: '6' } });
		expect(writesOf(plan)).toEqual([]);
	});

	it('refund lines are left out where refunds are not synced', () => {
		expect(writesOf(planOf({ ...ten, task: { quantity: '6', details: [refund] } }))).toEqual(['-4 @ 2026-11-01']);
	});

	it('a product that is only charged once needs no service', () => {
		const products: Order['products'] = [
			{ productId: 'p1' as ProductId, name: 'Mail', quantity: decimal('10') },
			{ productId: 'onboarding' as ProductId, name: 'Onboarding', quantity: decimal('1') },
		];
		const plan = planOf({
			task: {
				kind: 'sales',
				on: '2026-11-01',
				products,
				details: [
					detailOf({ type: 'nonProvisioningItem', product: 'onboarding', unitPrice: '99.00', extendedPrice: '99.00' }),
				],
			},
		});
		expect([writesOf(plan), chargesOf(plan)]).toEqual([
			['+10 @ 2026-11-01 at 18 cost 14.4'],
			['setup 99 @ 2026-11-01'],
		]);
	});
});

describe('what is in force is what we left', () => {
	it.each<{ rule: string; line: LineFigures; answer?: number; at?: number; writes: readonly string[] | string }>([
		{ rule: 'as we left it', line: { units: 10, isOurs: true }, writes: ['+3 @ 2026-10-16'] },
		{ rule: 'the target is there already', line: { units: 13, isOurs: true }, writes: [] },
		{
			rule: 'our own write that was not counted yet',
			line: {
				units: [
					['2026-01-01', 10],
					['2026-10-16', 13],
				],
				isOurs: true,
				ownWrites: [{ on: '2026-10-16', unitDelta: 3, isRecorded: false }],
			},
			writes: [],
		},
		{ rule: "somebody's edit", line: { units: 11, isOurs: true }, writes: 'changed in Autotask' },
		{
			rule: "somebody's edit of a later day",
			line: {
				units: [
					['2026-01-01', 10],
					['2026-12-01', 11],
				],
				isOurs: true,
			},
			writes: 'changed in Autotask',
		},
		{
			rule: "somebody's edit that a person took note of",
			line: { units: 11, isOurs: true },
			answer: 1,
			at: 11,
			writes: ['+3 @ 2026-10-16'],
		},
		{
			rule: 'a note of another figure',
			line: { units: 11, isOurs: true },
			answer: 1,
			at: 12,
			writes: 'changed in Autotask',
		},
	])('$rule', ({ line, answer, at, writes }) => {
		const answers = answer === undefined ? {} : { otherUnits: { units: answer, seenInForce: at ?? 0 } };
		const given: Scenario = {
			lines: [line],
			links: [{ units: 10 }],
			task: { on: '2026-10-16', quantity: '13', answers },
		};
		expect(typeof writes === 'string' ? reasonOf(given) : writesOf(planOf(given))).toEqual(writes);
	});
});

describe('rises and falls of one line', () => {
	const falling: Pick<Scenario, 'lines' | 'links'> = {
		lines: [
			{
				units: [
					['2026-01-01', 10],
					['2026-11-01', 6],
				],
				isOurs: true,
			},
		],
		links: [
			{
				units: [
					['always', 10],
					['2026-11-01', 6],
				],
			},
		],
	};
	it.each<{ rule: string; given: Scenario; writes: readonly string[]; charges?: readonly string[] }>([
		{
			rule: 'a rise under a scheduled fall is two writes',
			given: { ...falling, task: { quantity: '12' } },
			writes: ['+2 @ 2026-10-16', '+4 @ 2026-11-01'],
		},
		{
			rule: 'a rise back to what is in force only takes the fall back',
			given: { ...falling, task: { quantity: '10' } },
			writes: ['+4 @ 2026-11-01'],
		},
		{ rule: 'a part of it is taken back', given: { ...falling, task: { quantity: '8' } }, writes: ['+2 @ 2026-11-01'] },
		{
			rule: 'no fragment is charged for units in force',
			given: { ...falling, task: { quantity: '10' }, facts: { settings: { proration: 'marketplace' } } },
			writes: ['+4 @ 2026-11-01'],
			charges: [],
		},
		{
			rule: 'only what exceeds them is',
			given: { ...falling, task: { quantity: '12' }, facts: { settings: { proration: 'marketplace' } } },
			writes: ['+6 @ 2026-11-01'],
			charges: ['proration 18.58 cost 14.86 @ 2026-10-16'],
		},
		{
			rule: 'another cost goes with the units',
			given: { ...ten, task: { quantity: '13', subscription: { unitCost: '15.00' } } },
			writes: ['+3 @ 2026-10-16 at 18 cost 15'],
		},
	])('$rule', ({ given, writes, charges }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges ?? []);
	});
});

describe('a fragment that the order states', () => {
	const stated = (quantity: string, extendedPrice: string) =>
		detailOf({ quantity, unitPrice: '18.00', extendedPrice, duration: ['day', '16'] });
	const marketplace = { settings: { proration: 'marketplace' as const } };
	it.each<{ rule: string; given: Scenario; charges: readonly string[] }>([
		{
			rule: 'is charged to the cent that it states',
			given: { ...ten, task: { quantity: '13', details: [stated('3', '27.88')] }, facts: marketplace },
			charges: ['proration 27.88 cost 22.30 @ 2026-10-16'],
		},
		{
			rule: 'is not taken where part of the rise is in force already',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-11-01', 6],
						],
						isOurs: true,
					},
				],
				links: [
					{
						units: [
							['always', 10],
							['2026-11-01', 6],
						],
					},
				],
				task: { quantity: '12', details: [stated('6', '55.74')] },
				facts: marketplace,
			},
			charges: ['proration 18.58 cost 14.86 @ 2026-10-16'],
		},
		{
			rule: "is not taken with Autotask's prices",
			given: {
				...ten,
				task: { quantity: '13', details: [stated('3', '27.88')] },
				facts: { settings: { proration: 'marketplace', priceSource: 'autotask' } },
			},
			charges: ['proration 27.87 cost 22.30 @ 2026-10-16'],
		},
		{
			rule: 'is left to Autotask where Autotask prorates',
			given: { ...ten, task: { quantity: '13', details: [stated('3', '27.88')] } },
			charges: [],
		},
	])('$rule', ({ given, charges }) => {
		expect(chargesOf(planOf(given))).toEqual(charges);
	});
});

describe('a price that is written already', () => {
	const repriced = lineState([
		...rowsOf({ units: 10, price: '17.00', postedThrough: '2026-10-31' }).filter((row) => row.startsOn < '2026-11-01'),
		...rowsOf({ units: 10 }).filter((row) => row.startsOn >= '2026-11-01'),
	]);
	it.each([
		{ rule: 'is not written again from the boundary', price: '18.00', writes: [] },
		{ rule: 'is replaced by another one', price: '19.00', writes: ['+0 @ 2026-11-01 at 19 cost 14.4'] },
	])('$rule', ({ price, writes }) => {
		const task = taskOf({ quantity: '10', subscription: { unitPrice: price } });
		const outcome = planTask(
			task,
			factsOf({ tasks: [task], subscriptions: [{ unitPrice: price }] }),
			ledgerOf([{ ...lineOf({ units: 10, isOurs: true }), state: repriced }], [linkOf({ units: 10 })]),
		);
		expect(outcome.kind === 'planned' && writesOf(outcome.plan)).toEqual(writes);
	});
});

describe('chains of orders', () => {
	function world(
		tasks: readonly SyncTask[],
		holds: string,
		figures: Omit<FactFigures, 'tasks' | 'subscriptions'> = {},
	) {
		const facts = factsOf({ ...figures, tasks, subscriptions: [{ quantity: holds }] });
		let ledger = ledgerOf([lineOf({ units: 10, isOurs: true })], [linkOf({ units: 10 })]);
		return tasks.map((task) => {
			const outcome = planTask(task, facts, ledger);
			if (outcome.kind === 'attention') return outcome.reason;
			ledger = outcome.ledger;
			return writesOf(outcome.plan).join();
		});
	}

	const rise = taskOf({ id: 'o1', on: '2026-10-05', quantity: '12' });
	const fall = taskOf({ id: 'o2', on: '2026-10-20', quantity: '8' });
	it.each<{
		rule: string;
		tasks: readonly SyncTask[];
		holds: string;
		figures?: Omit<FactFigures, 'tasks' | 'subscriptions'>;
		plans: readonly string[];
	}>([
		{
			rule: 'a rise and a fall, new totals',
			tasks: [rise, fall],
			holds: '8',
			plans: ['+2 @ 2026-10-05', '-4 @ 2026-11-01'],
		},
		{
			rule: 'a chain that ends elsewhere stops at its first order',
			tasks: [rise, fall],
			holds: '9',
			plans: ['order not understood', 'order not understood'],
		},
		{
			rule: 'unless an order is under way',
			tasks: [rise, fall],
			holds: '9',
			figures: { unfinishedOrder: true },
			plans: ['+2 @ 2026-10-05', '-4 @ 2026-11-01'],
		},
		{
			rule: 'differences',
			tasks: [
				taskOf({ id: 'o1', on: '2026-10-05', quantity: '2' }),
				taskOf({ id: 'o2', on: '2026-10-20', quantity: '3' }),
			],
			holds: '15',
			figures: { settings: { changeQuantity: 'difference' } },
			plans: ['+2 @ 2026-10-05', '+3 @ 2026-10-20'],
		},
		{
			rule: 'differences while an order is under way',
			tasks: [
				taskOf({ id: 'o1', on: '2026-10-05', quantity: '2' }),
				taskOf({ id: 'o2', on: '2026-10-20', quantity: '3' }),
			],
			holds: '20',
			figures: { settings: { changeQuantity: 'difference' }, unfinishedOrder: true },
			plans: ['+2 @ 2026-10-05', '+3 @ 2026-10-20'],
		},
		{
			rule: 'a renewal afterwards counts for where the chain ends',
			tasks: [rise, taskOf({ id: 'o3', kind: 'renewal', on: '2026-10-25', quantity: '8' })],
			holds: '8',
			plans: ['+2 @ 2026-10-05', '-4 @ 2026-11-01'],
		},
		{
			rule: 'a cancellation afterwards leaves none',
			tasks: [rise, taskOf({ id: 'o3', kind: 'cancellation', on: '2026-10-25', products: [] })],
			holds: '0',
			plans: ['+2 @ 2026-10-05', '-12 @ 2026-11-01'],
		},
		{
			rule: 'a billing order does not count',
			tasks: [rise, taskOf({ id: 'o3', kind: 'billing', on: '2026-10-25', quantity: '1' })],
			holds: '12',
			plans: ['+2 @ 2026-10-05', 'order not understood'],
		},
	])('$rule', ({ tasks, holds, figures, plans }) => {
		expect(world(tasks, holds, figures)).toEqual(plans);
	});

	it('a billing order is nothing that a plan counts on', () => {
		const billing = taskOf({ id: 'o0', kind: 'billing', on: '2026-10-01', quantity: '1' });
		const outcome = planTask(
			rise,
			factsOf({ tasks: [billing, rise], subscriptions: [{ quantity: '12' }] }),
			ledgerOf([lineOf({ units: 10, isOurs: true })], [linkOf({ units: 10 })]),
		);
		expect(outcome.kind === 'planned' && outcome.plan.predecessors).toEqual([]);
	});
});

describe('laws of plans', () => {
	it('nothing is planned where the target is in force', () => {
		const law = fc.property(
			fc.integer({ min: 1, max: 200 }),
			fc.integer({ min: 0, max: 50 }),
			fc.constantFrom('autotask' as const, 'marketplace' as const),
			(units, others, proration) => {
				const plan = planOf({
					contract: { startsOn: '2026-09-01', endsOn: '2026-12-31' },
					lines: [{ units: units + others, others }],
					links: [{ units }],
					task: { quantity: String(units) },
					facts: { settings: { proration } },
				});
				return writesOf(plan).length === 0 && plan.charges.length === 0;
			},
		);
		fc.assert(law, { numRuns: 100 });
	});

	it('the writes of a plan add up to what the subscription gains, others untouched', () => {
		const counts = fc.integer({ min: 0, max: 100 });
		const law = fc.property(
			counts,
			counts,
			counts,
			fc.constantFrom('autotask' as const, 'marketplace' as const),
			(from, to, others, proration) => {
				const plan = planOf({
					contract: { startsOn: '2026-09-01', endsOn: '2026-12-31' },
					lines: [{ units: from + others, others }],
					links: [{ units: from }],
					task: { quantity: String(to) },
					facts: { settings: { proration } },
				});
				return (
					plan.changes.flatMap((change) => change.adjustments).reduce((sum, write) => sum + write.unitDelta, 0) ===
					to - from
				);
			},
		);
		fc.assert(law, { numRuns: 200 });
	});
});
