import { dayNumber, dayText, type PeriodMonths } from './days';
import { isOwed, owedBills } from './owed';
import type { OracleOrder, OracleTerms } from './orders';

interface Case {
	readonly rule: string;
	readonly start?: string;
	readonly months?: PeriodMonths;
	readonly boundary?: string;
	readonly price?: number;
	/** Day, quantity, and a price where it is another than the usual. */
	readonly orders: readonly (readonly [string, number, number?])[];
	/** Cents by the period's first day. */
	readonly bills: Readonly<Record<string, number>>;
}

const both = ['autotask', 'marketplace'] as const;

const cases: readonly Case[] = [
	{
		rule: 'case 1: a rise is billed from its day',
		orders: [
			['2026-10-01', 10],
			['2026-10-16', 13],
		],
		bills: { '2026-10-01': 20787, '2026-11-01': 23400 },
	},
	{
		rule: 'case 2: a fall counts from the next period',
		orders: [
			['2026-10-01', 10],
			['2026-10-11', 6],
		],
		bills: { '2026-10-01': 18000, '2026-11-01': 10800 },
	},
	{
		rule: 'case 3: an equal quantity is repriced for the whole period',
		orders: [
			['2026-09-01', 10],
			['2026-10-16', 10, 2000],
		],
		bills: { '2026-09-01': 18000, '2026-10-01': 20000, '2026-11-01': 20000 },
	},
	{
		rule: 'case 6: a sale in the middle of a period is billed from its day',
		orders: [['2026-10-20', 10]],
		bills: { '2026-10-01': 6968, '2026-11-01': 18000 },
	},
	{
		rule: 'case 7: a rise in a yearly contract is billed for the rest of the year',
		start: '2026-03-15',
		months: 12,
		price: 21600,
		orders: [
			['2026-03-15', 10],
			['2026-09-01', 12],
		],
		bills: { '2026-03-15': 239079, '2027-03-15': 259200 },
	},
	{
		rule: 'case 9: where the cycles differ, the rise is billed up to the contract boundary',
		boundary: '2027-09-20',
		orders: [
			['2026-09-20', 1],
			['2026-10-05', 5],
		],
		bills: { '2026-09-01': 660, '2026-10-01': 8071, '2026-11-01': 9000 },
	},
	{
		rule: 'case 15: a period from the last day of February has 31 days',
		start: '2027-01-31',
		price: 3100,
		orders: [
			['2027-01-31', 1],
			['2027-03-10', 2],
		],
		bills: { '2027-01-31': 3100, '2027-02-28': 5200, '2027-03-31': 6200 },
	},
	{
		rule: 'rule Q4: a rise under a scheduled fall takes it back',
		orders: [
			['2026-10-01', 10],
			['2026-10-10', 6],
			['2026-10-16', 13],
		],
		bills: { '2026-10-01': 20787, '2026-11-01': 23400 },
	},
];

function billsOf(one: Case, proration: OracleTerms['proration']) {
	const { start = '2026-01-01', months = 1, boundary = '2027-10-01', price = 1800 } = one;
	const orders = one.orders.map(([on, quantity, other], at): OracleOrder => {
		const kind = at === 0 ? 'sale' : 'change';
		const base = { once: 0, cost: 1440, isRefunded: false, isPosted: false };
		return { ...base, kind, on: dayNumber(on), quantity, price: other ?? price };
	});
	const terms = {
		proration,
		priceSource: 'marketplace',
		servicePrice: price,
		serviceCost: 1440,
		syncRefunds: false,
		sameDateRefused: false,
		postings: 0,
		edits: 0,
	} as const;
	const contract = {
		start: dayNumber(start),
		months,
		subscriptions: [{ boundary: dayNumber(boundary), termMonths: 12, orders }],
	};
	return owedBills(contract, terms, dayNumber('2027-12-01'));
}

describe('the oracle owes what the worked cases say', () => {
	it.each(
		cases.flatMap((one) => both.map((proration) => [`${one.rule}, prorated by ${proration}`, one, proration] as const)),
	)('%s', (_, one, proration) => {
		for (const owed of billsOf(one, proration)) {
			const bill = one.bills[dayText(owed.period.start)];
			if (bill === undefined) continue;
			expect([dayText(owed.period.start), isOwed(bill, owed, 'price')]).toEqual([dayText(owed.period.start), true]);
			expect(isOwed(bill + 2, owed, 'price')).toBe(false);
			expect(isOwed(bill - 2, owed, 'price')).toBe(false);
		}
	});

	it('case 20: a second fragment charges what the first one has not', () => {
		const one: Case = {
			rule: '',
			orders: [
				['2026-10-01', 10],
				['2026-10-06', 13],
				['2026-10-21', 15],
			],
			bills: {},
		};
		const october = billsOf(one, 'marketplace').find((owed) => dayText(owed.period.start) === '2026-10-01');
		expect(october?.price).toEqual({ cents: 4529 + 1277, overDays: 10 * 1800 * 31 });
	});
});
