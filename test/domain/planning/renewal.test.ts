import { chargesOf, detailOf, planOf, reasonOf, type Scenario, type SubscriptionFigures, writesOf } from './scenario';

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };
const renewed: SubscriptionFigures = {
	unitPrice: '20.00',
	unitCost: '16.00',
	expiresOn: '2027-10-15',
	earlierExpirations: ['2026-10-15'],
};
const marketplace = { settings: { proration: 'marketplace' as const } };
const year = { type: 'year' as const, duration: 1 };
const yearly = { startsOn: '2026-03-15', endsOn: '2029-03-14', periodType: 'yearly' as const };
const renewedYearly: SubscriptionFigures = {
	unitPrice: '216.00',
	unitCost: '172.80',
	billingPeriod: year,
	expiresOn: '2028-03-15',
	earlierExpirations: ['2027-03-15'],
};

function renewal(on: string, quantity: string, subscription: SubscriptionFigures = renewed): Scenario['task'] {
	return { kind: 'renewal', on, quantity, subscription };
}

function yearlyFall(on: string, subscription: SubscriptionFigures = renewedYearly): Scenario {
	return {
		contract: yearly,
		lines: [{ units: 12, price: '216.00', cost: '172.80', isOurs: true }],
		links: [{ units: 12 }],
		task: renewal(on, '8', subscription),
	};
}

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly writes: readonly string[];
	readonly charges?: readonly string[];
	readonly totals: readonly [string, string];
}

describe('renewals', () => {
	it.each<Row>([
		{
			rule: 'case 16: the price holds from the day, within the period too',
			given: { ...ten, task: renewal('2026-10-15', '10') },
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'case 16: also under marketplace proration, in a posted period, with a line that states the price',
			given: {
				...ten,
				lines: [{ units: 10, isOurs: true, postedThrough: '2026-10-31' }],
				task: {
					...renewal('2026-10-15', '10'),
					details: [
						detailOf({
							type: 'renew',
							quantity: '10',
							unitPrice: '20.00',
							extendedPrice: '200.00',
							duration: ['month', '1'],
						}),
					],
				},
				facts: marketplace,
			},
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: "with Autotask's prices an equal renewal writes nothing",
			given: { ...ten, task: renewal('2026-10-15', '10'), facts: { settings: { priceSource: 'autotask' } } },
			writes: [],
			totals: ['0', '180'],
		},
		{
			rule: 'an order a day early counts from the new term',
			given: { ...ten, task: renewal('2026-10-14', '10') },
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'an order three days early too',
			given: { ...ten, task: renewal('2026-10-12', '10') },
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'one still earlier keeps its day',
			given: { ...ten, task: renewal('2026-10-11', '10') },
			writes: ['+0 @ 2026-10-11 at 20 cost 16'],
			totals: ['13.54', '200'],
		},
		{
			rule: 'one that is provisioned later is moved back',
			given: { ...ten, task: renewal('2026-11-05', '10') },
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'one more than thirty days later keeps its day',
			given: { ...ten, task: renewal('2026-11-15', '10') },
			writes: ['+0 @ 2026-11-15 at 20 cost 16'],
			// 20.00 x 16 / 30
			totals: ['10.67', '200'],
		},
		{
			rule: 'where no earlier end was seen, the term starts its length before the present end',
			given: { ...ten, task: renewal('2026-10-14', '10', { ...renewed, earlierExpirations: [] }) },
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'where the expiration is the last day, the term starts the day after',
			given: {
				...ten,
				task: renewal('2026-10-14', '10', { ...renewed, expiresOn: '2027-10-14', earlierExpirations: ['2026-10-14'] }),
				facts: { settings: { expirationIs: 'lastDay' } },
			},
			writes: ['+0 @ 2026-10-15 at 20 cost 16'],
			totals: ['10.97', '200'],
		},
		{
			rule: 'a rise by a renewal has price and units on the day',
			given: { ...ten, task: renewal('2026-10-15', '12') },
			writes: ['+2 @ 2026-10-15 at 20 cost 16'],
			totals: ['32.9', '240'],
		},
		{
			rule: 'a rise by a renewal under marketplace proration has the price on the day and the units at the boundary',
			given: { ...ten, task: renewal('2026-10-15', '12'), facts: marketplace },
			writes: ['+0 @ 2026-10-15 at 20 cost 16', '+2 @ 2026-11-01'],
			charges: ['proration 21.94 cost 17.55 @ 2026-10-15'],
			totals: ['32.91', '240'],
		},
		{
			rule: 'a fall within a monthly period waits for the boundary, the price does not',
			given: { ...ten, task: renewal('2026-10-15', '8') },
			writes: ['+0 @ 2026-10-15 at 20 cost 16', '-2 @ 2026-11-01'],
			totals: ['10.97', '160'],
		},
		{
			rule: 'a fall on a boundary applies on it',
			given: {
				...ten,
				task: renewal('2026-10-31', '8', {
					...renewed,
					unitPrice: '18.00',
					unitCost: '14.40',
					expiresOn: '2027-11-01',
					earlierExpirations: ['2026-11-01'],
				}),
			},
			writes: ['-2 @ 2026-11-01'],
			totals: ['0', '144'],
		},
		{
			rule: 'case 17: a yearly fall applies on the day of the renewal',
			given: yearlyFall('2027-03-15'),
			writes: ['-4 @ 2027-03-15'],
			totals: ['0', '1728'],
		},
		{
			rule: 'case 17: the same for an order a day early, with marketplace proration and refunds',
			given: {
				...yearlyFall('2027-03-14'),
				facts: { settings: { proration: 'marketplace', syncRefunds: true } },
			},
			writes: ['-4 @ 2027-03-15'],
			totals: ['0', '1728'],
		},
		{
			rule: 'a fall within the contract year is dated on its day',
			given: yearlyFall('2027-05-01', {
				...renewedYearly,
				expiresOn: '2028-05-01',
				earlierExpirations: ['2027-05-01'],
			}),
			writes: ['-4 @ 2027-05-01'],
			totals: ['-753.05', '1728'],
		},
		{
			rule: 'a fall of an order that is no end of term waits for the boundary',
			given: yearlyFall('2027-02-01'),
			writes: ['-4 @ 2027-03-15'],
			totals: ['0', '1728'],
		},
		{
			rule: 'a change on the day that the term ends falls at once, too',
			given: {
				...ten,
				task: {
					on: '2027-01-01',
					quantity: '8',
					subscription: { expiresOn: '2028-01-01', earlierExpirations: ['2027-01-01'] },
				},
			},
			writes: ['-2 @ 2027-01-01'],
			totals: ['0', '144'],
		},
	])('$rule', ({ given, writes, charges = [], totals }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect([plan.totals.once, plan.totals.perPeriod]).toEqual(totals);
	});
});

describe('Q8: a renewal while another order is under way', () => {
	it.each([
		{
			rule: 'waits where it names neither the ten before it nor what the subscription has',
			holds: '10',
			is: 'order not understood',
		},
		{ rule: 'rises where the subscription has risen with it', holds: '13', is: 'planned' },
		{ rule: 'rises where none is under way and the subscription has risen', holds: '13', isAlone: true, is: 'planned' },
	])('$rule', ({ holds, isAlone = false, is }) => {
		const facts = { unfinishedOrder: !isAlone };
		expect(reasonOf({ ...ten, holds, facts, task: renewal('2026-10-15', '13') })).toBe(is);
	});

	it('rises by what it names where its lines charge for fewer', () => {
		const line = { type: 'renew', unitPrice: '20.00', duration: ['month', '1'] } as const;
		const details = [detailOf({ ...line, quantity: '10', extendedPrice: '200.00' })];
		const plan = planOf({ ...ten, holds: '13', task: { ...renewal('2026-10-15', '13'), details } });
		expect(writesOf(plan)).toEqual(['+3 @ 2026-10-15 at 20 cost 16']);
	});
});

describe('Q8: a Billing order while another order is under way', () => {
	const rising = {
		lines: [{ units: [['2026-01-01', 10] as const, ['2026-12-01', 12] as const], isOurs: true }],
		links: [{ units: [['always', 10] as const, ['2026-12-01', 12] as const] }],
	};
	const waits = 'order not understood';

	it.each([
		{
			rule: 'waits where it names neither the seats that are there nor what the subscription has',
			names: '13',
			is: waits,
		},
		{ rule: 'waits where it charges for more than it names', names: '10', charges: '13', is: waits },
		{ rule: 'goes on where its lines charge for fewer than are there', names: '10', charges: '4', is: 'planned' },
		{ rule: 'goes on where it names what the subscription has by now', names: '13', holds: '13', is: 'planned' },
		{ rule: 'goes on where an order that has ended brings what it names', names: '12', given: rising, is: 'planned' },
		{ rule: 'goes on where none is under way', names: '13', isAlone: true, is: 'planned' },
		{
			rule: "goes on with Autotask's prices, since nothing follows from it",
			names: '13',
			atTheirs: true,
			is: 'planned',
		},
	])('$rule', ({ names, charges = names, holds = '10', given = ten, isAlone, atTheirs, is }) => {
		const facts = {
			unfinishedOrder: !isAlone,
			...(atTheirs ? { settings: { priceSource: 'autotask' as const } } : {}),
		};
		const line = { quantity: charges, unitPrice: '18.00', duration: ['month', '1'] } as const;
		const details = [detailOf({ ...line, extendedPrice: (18 * Number(charges)).toFixed(2) })];
		const task = { kind: 'billing', on: '2026-11-02', quantity: names, details } as const;
		expect(reasonOf({ ...given, holds, facts, task })).toBe(is);
	});
});
