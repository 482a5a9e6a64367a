import { dayNumber, dayText, type PeriodMonths } from './days';
import { centsOf, isOwed, owedBills } from './owed';
import type { OracleOrder, OracleTerms } from './orders';

type Proration = OracleTerms['proration'];

interface Case {
	readonly rule: string;
	readonly start?: string;
	readonly months?: PeriodMonths;
	readonly boundary?: string;
	readonly price?: number;
	readonly syncRefunds?: boolean;
	/** Day, quantity, a price where it is another than the usual, and what else is not usual. */
	readonly orders: readonly (readonly [string, number, number?, Partial<OracleOrder>?])[];
	/** Cents by the period's first day, of both prorations or of each. */
	readonly bills: Readonly<Record<string, number | Readonly<Record<Proration, number>>>>;
}

const both = ['autotask', 'marketplace'] as const;
const refunded = { isRefunded: true } as const;

const workedCases: readonly Case[] = [
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
		rule: 'case 2: a fall is credited from its day',
		syncRefunds: true,
		orders: [
			['2026-10-01', 10],
			['2026-10-11', 6],
		],
		bills: { '2026-10-01': 18000 - 4877, '2026-11-01': 10800 },
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
		rule: 'case 3: an equal quantity is repriced from the next period where this one was posted',
		orders: [
			['2026-09-01', 10],
			['2026-10-16', 10, 2000, { isPosted: true }],
		],
		bills: { '2026-10-01': 18000, '2026-11-01': 20000 },
	},
	{
		rule: 'case 4: a cancellation counts from the next period, its fee once',
		orders: [
			['2026-10-01', 5],
			['2026-10-11', 0, 1800, { kind: 'cancellation', once: 2500 }],
		],
		bills: { '2026-10-01': 9000 + 2500, '2026-11-01': 0 },
	},
	{
		rule: 'case 5: a cancellation gives back what it states',
		orders: [
			['2026-10-01', 10],
			['2026-10-05', 0, 1800, { kind: 'cancellation', ...refunded }],
		],
		bills: { '2026-10-01': 2323, '2026-11-01': 0 },
	},
	{
		rule: 'where the cycles differ, what is given back is what the contract has billed',
		boundary: '2027-10-05',
		orders: [
			['2026-10-05', 10],
			['2026-10-05', 0, 1800, { kind: 'cancellation', ...refunded }],
		],
		bills: { '2026-10-01': 0, '2026-11-01': 0 },
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
		rule: 'case 13: setup once',
		orders: [['2026-10-01', 10, 1800, { once: 5000 }]],
		bills: { '2026-10-01': 23000, '2026-11-01': 18000 },
	},
	{
		rule: 'case 14: usage on the last day of the period that it is of',
		orders: [
			['2026-10-01', 10],
			['2026-11-02', 10, 1800, { kind: 'usage', once: 1605 }],
		],
		bills: { '2026-10-01': 19605, '2026-11-01': 18000 },
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
		rule: 'case 16: the price of a renewal counts from its day, and an equal price afterwards changes nothing before it',
		boundary: '2026-10-15',
		orders: [
			['2026-09-15', 10],
			['2026-10-15', 10, 2000, { kind: 'renewal' }],
			['2026-10-21', 10, 2000, { kind: 'listPrice' }],
		],
		bills: { '2026-10-01': 19097, '2026-11-01': 20000 },
	},
	{
		rule: 'case 17: a renewal takes seats on the boundary',
		start: '2026-03-15',
		months: 12,
		boundary: '2027-03-15',
		price: 21600,
		orders: [
			['2026-03-15', 12],
			['2027-03-15', 8, 21600, { kind: 'renewal' }],
		],
		bills: { '2026-03-15': 259200, '2027-03-15': 172800 },
	},
	{
		rule: 'case 18 and decision B2: a rise at another price reprices the line from the day that the units are on it',
		orders: [
			['2026-10-01', 10],
			['2026-10-16', 13, 2000],
		],
		bills: { '2026-10-01': { autotask: 22129, marketplace: 21097 }, '2026-11-01': 26000 },
	},
	{
		rule: 'case 20: a second fragment charges what the first one has not',
		orders: [
			['2026-10-01', 10],
			['2026-10-06', 13],
			['2026-10-21', 15],
		],
		bills: { '2026-10-01': 18000 + 4529 + 1277, '2026-11-01': 27000 },
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
	{
		rule: 'rule Q5: in a long period seats end with the term, those that were added beside the line too',
		start: '2027-01-01',
		months: 12,
		boundary: '2027-07-01',
		price: 36500,
		orders: [
			['2027-01-01', 10],
			['2027-04-01', 12],
			['2027-07-01', 0, 36500, { kind: 'cancellation' }],
		],
		// 10 x 1.00 x 181 days + 2 x 1.00 x 91 days.
		bills: { '2027-01-01': 199200, '2028-01-01': 0 },
	},
];

const decisionB1: readonly Case[] = [
	{
		rule: 'a price that counts from S counts for a rise after it too',
		orders: [
			['2026-10-01', 10],
			['2026-10-16', 13],
			['2026-10-21', 13, 2000],
		],
		// 10 x 20 + 3 x 20 x 16/31.
		bills: { '2026-10-01': 23097, '2026-11-01': 26000 },
	},
	{
		rule: 'seats that came at another cost and no other price are repriced too',
		orders: [
			['2026-10-01', 10],
			['2026-10-16', 13, 1800, { cost: 1500 }],
			['2026-10-21', 13, 2000],
		],
		bills: { '2026-10-01': 23097, '2026-11-01': 26000 },
	},
	{
		rule: 'a price that counts from S counts for a credit after it too',
		syncRefunds: true,
		orders: [
			['2026-10-01', 10],
			['2026-10-11', 6],
			['2026-10-21', 6, 2000],
		],
		// 10 x 20 - 4 x 20 x 21/31.
		bills: { '2026-10-01': 14581, '2026-11-01': 12000 },
	},
	{
		rule: 'seats that come back after a credit come at the price of the line',
		syncRefunds: true,
		orders: [
			['2026-10-01', 10],
			['2026-10-11', 6],
			['2026-10-21', 6, 2000],
			['2026-10-25', 10, 2000],
		],
		// 10 x 20 - 4 x 20 x 14/31.
		bills: { '2026-10-01': 16387, '2026-11-01': 20000 },
	},
	{
		rule: 'a credit where the cycles differ reaches the contract boundary, at a later price of the period too',
		boundary: '2027-09-20',
		syncRefunds: true,
		orders: [
			['2026-09-20', 10],
			['2026-10-05', 6, 1800, refunded],
			['2026-10-21', 6, 2000],
		],
		// 10 x 20 - 4 x 20 x 27/31; 36.00 that the order gives back up to 20 Oct leave 27.87 of the days after it.
		bills: { '2026-10-01': 13032, '2026-11-01': 12000 },
	},
];

const decisionB2: readonly Case[] = [
	{
		rule: 'a rise with a price of its own keeps it where the line is repriced',
		orders: [
			['2026-10-01', 10],
			['2026-10-16', 13, 2000],
			['2026-10-21', 13, 2200],
		],
		// 10 x 22 + 3 x 20 x 16/31; as one line 10 x 22 + 3 x 22 x 16/31.
		bills: { '2026-10-01': { marketplace: 25097, autotask: 25406 }, '2026-11-01': 28600 },
	},
	{
		rule: 'the seats that came last go first',
		syncRefunds: true,
		orders: [
			['2026-10-01', 10],
			['2026-10-11', 12],
			['2026-10-16', 13, 2000],
			['2026-10-21', 11, 2000],
			['2026-10-26', 12, 2000],
		],
		// 10 x 18 + (1 x 18 x 21 + 1 x 18 x 10 + 1 x 20 x 5 + 1 x 20 x 6) / 31;
		// as one line (10 x 18 x 10 + 12 x 18 x 5 + 13 x 20 x 5 + 11 x 20 x 5 + 12 x 20 x 6) / 31.
		bills: { '2026-10-01': { marketplace: 20510, autotask: 21677 } },
	},
	{
		rule: 'only seats above the line have a price of their own: those of a credited fall come back at its price',
		syncRefunds: true,
		orders: [
			['2026-10-01', 10],
			['2026-10-11', 6],
			['2026-10-16', 13, 2000],
		],
		// (10 x 18 x 10 + 6 x 18 x 5 + (10 x 18 + 3 x 20) x 16) / 31; as one line 13 x 20 x 16.
		bills: { '2026-10-01': { marketplace: 19935, autotask: 20968 }, '2026-11-01': 26000 },
	},
];

function termsOf({ price = 1800, syncRefunds = false }: Case, proration: Proration): OracleTerms {
	return { proration, priceSource: 'marketplace', servicePrice: price, serviceCost: 1440, syncRefunds };
}

function billsOf(one: Case, terms: OracleTerms) {
	const { start = '2026-01-01', months = 1, boundary = '2027-10-01', price = 1800 } = one;
	const orders = one.orders.map(([on, quantity, other, more], at): OracleOrder => {
		const kind = at === 0 ? 'sale' : 'change';
		const base = { once: 0, cost: 1440, isRefunded: false, isPosted: false };
		return { ...base, kind, on: dayNumber(on), quantity, price: other ?? price, ...more };
	});
	const contract = {
		start: dayNumber(start),
		months,
		subscriptions: [{ boundary: dayNumber(boundary), termMonths: 12, orders }],
	};
	return owedBills(contract, terms, dayNumber('2028-12-01'));
}

describe.each([
	['the worked cases say', workedCases],
	['decision B1 says', decisionB1],
	['decision B2 says', decisionB2],
])('the oracle owes what %s', (_, cases) => {
	it.each(
		cases.flatMap((one) => both.map((proration) => [`${one.rule}, prorated by ${proration}`, one, proration] as const)),
	)('%s', (__, one, proration) => {
		const owed = billsOf(one, termsOf(one, proration)).map(
			(bill) => [dayText(bill.period.start), Math.round(centsOf(bill, 'price'))] as const,
		);
		const wanted = Object.entries(one.bills).map(
			([day, cents]) => [day, typeof cents === 'number' ? cents : cents[proration]] as const,
		);
		expect(owed.filter(([day]) => day in one.bills)).toEqual(wanted);
	});
});

describe('the oracle', () => {
	const [rise] = workedCases;
	const october = (proration: Proration, more: Partial<OracleTerms> = {}) =>
		rise &&
		billsOf(rise, { ...termsOf(rise, proration), ...more }).find(
			({ period }) => period.start === dayNumber('2026-10-01'),
		);

	it.each(both)('owes the cost as strictly as the price, prorated by %s', (proration) => {
		expect(october(proration)?.cost).toEqual({ cents: 0, overDays: (10 * 31 + 3 * 16) * 1440 });
	});

	it.each(both)('owes the price of Autotask where that is the source, prorated by %s', (proration) => {
		const terms = { priceSource: 'autotask', servicePrice: 3100, serviceCost: 310 } as const;
		const owed = october(proration, terms);
		expect(owed?.price).toEqual({ cents: 0, overDays: (10 * 31 + 3 * 16) * 3100 });
		expect(owed?.cost).toEqual({ cents: 0, overDays: (10 * 31 + 3 * 16) * 310 });
	});

	it('allows half a cent and a bit for each rounding, and nothing without', () => {
		const period = { start: 0, next: 1000 };
		const owed = { period, price: { cents: 100, overDays: 505 }, cost: { cents: 0, overDays: 0 } };
		expect(isOwed(100, owed, 'price', 1)).toBe(true);
		expect(isOwed(101, owed, 'price', 1)).toBe(true);
		expect(isOwed(102, owed, 'price', 2)).toBe(false);
		expect(isOwed(102, owed, 'price', 3)).toBe(true);
		expect(isOwed(100, owed, 'price', 0)).toBe(false);
		expect(isOwed(0, owed, 'cost', 0)).toBe(true);
	});
});

describe('the oracle, where a month becomes a year', () => {
	const grid = { start: dayNumber('2026-01-01'), months: 1 as const };
	const yearly = { start: dayNumber('2026-01-01'), months: 12 as const };
	const base = { once: 0, cost: 1440, isPosted: false, isRefunded: false, price: 1800 };
	const terms = { priceSource: 'marketplace', servicePrice: 1800, serviceCost: 1440, syncRefunds: false } as const;
	const own = { boundary: dayNumber('2027-10-01'), termMonths: 12 };

	function billed(isRefunded: boolean, proration: Proration): readonly number[] {
		const at = { ...base, on: dayNumber('2026-10-16'), isRefunded };
		const month = {
			...own,
			orders: [
				{ ...base, kind: 'sale' as const, on: dayNumber('2026-10-01'), quantity: 10 },
				{ ...base, kind: 'change' as const, on: dayNumber('2026-10-10'), quantity: 13 },
				{ ...at, kind: 'ends' as const, quantity: 0 },
			],
		};
		const year = {
			...own,
			was: { contract: grid, subscription: month },
			orders: [
				{ ...at, kind: 'begins' as const, quantity: 13, price: 21600 },
				{ ...base, kind: 'change' as const, on: dayNumber('2026-10-20'), quantity: 15, price: 21600 },
			],
		};
		const until = dayNumber('2026-12-31');
		const all = { ...terms, proration };
		const bills = [
			...owedBills({ ...grid, subscriptions: [month] }, all, until).slice(9, 11),
			...owedBills({ ...yearly, subscriptions: [year] }, all, until),
		];
		return bills.map((bill) => Math.round(centsOf(bill, 'price')));
	}

	// (10 x 15 + 3 x 6) x 18 / 31; 13 x 216 x 77 / 365 and 2 x 216 x 73 / 365.
	it.each(both)('owes all seats by the year from the day that gives the month back, prorated by %s', (proration) => {
		expect(billed(true, proration)).toEqual([9755, 0, 67877]);
	});

	// 10 x 18 + 3 x 18 x 22 / 31; 13 x 216 x 61 / 365 and 2 x 216 x 73 / 365.
	it.each(both)('owes the month up to its end where nothing is given back, prorated by %s', (proration) => {
		expect(billed(false, proration)).toEqual([21832, 0, 55568]);
	});

	// 13 x 216 x 4 / 365, the ten by the month, and from November on 10 x 216 x 61 / 365.
	it.each(both)('owes what comes back to the year from its day, whatever was to fall there, prorated by %s', (by) => {
		const dear = { ...base, price: 21600 };
		const at = { ...base, on: dayNumber('2026-10-05') };
		const ends = { ...at, kind: 'ends' as const, quantity: 0 };
		const begins = { ...at, kind: 'begins' as const, quantity: 10 };
		const year = {
			...own,
			orders: [
				{ ...dear, kind: 'sale' as const, on: dayNumber('2026-10-01'), quantity: 13 },
				{ ...dear, kind: 'change' as const, on: at.on, quantity: 10 },
				{ ...ends, isRefunded: true },
			],
		};
		const month = { ...own, was: { contract: yearly, subscription: year }, orders: [begins, ends] };
		const again = {
			...own,
			was: { contract: grid, subscription: month },
			orders: [
				{ ...begins, price: 21600 },
				{ ...dear, kind: 'change' as const, on: dayNumber('2026-10-06'), quantity: 10 },
			],
		};
		const all = { ...terms, syncRefunds: true, proration: by };
		const [bill] = owedBills({ ...yearly, subscriptions: [year, again] }, all, dayNumber('2026-12-31'));
		expect(bill && Math.round(centsOf(bill, 'price'))).toBe(39176);
	});
});
