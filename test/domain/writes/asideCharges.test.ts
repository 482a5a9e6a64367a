import { amountOn } from '../../../src/domain/amountTimeline';
import type { Aside } from '../../../src/domain/line/linkOwed';
import { decimal } from '../../../src/domain/money';
import { nothingOwed } from '../../../src/domain/owed/owed';
import { asideCharges, type ProductBooks } from '../../../src/domain/writes/asideCharges';
import { amountsFrom, chargeText, monthOf, unitsFrom, type Steps } from './lineFixture';

interface ToldAside {
	readonly id?: string;
	readonly units: Steps<number>;
	readonly price?: string;
	readonly cost?: string;
	/** An amount for units at a price. */
	readonly stated?: readonly [string, Steps<number>, string];
}

interface Told {
	readonly asides: readonly ToldAside[];
	readonly price?: Steps<string>;
	/** What a seat on the line costs where nothing else is owed, besides 18.00. */
	readonly line?: Steps<string>;
}

function asideOf({ id = 'o1', units, price, cost, stated }: ToldAside): Aside {
	const own = {
		...(price === undefined ? {} : { price: decimal(price) }),
		...(cost === undefined ? {} : { cost: decimal(cost) }),
	};
	return {
		id,
		units: unitsFrom(units),
		...(price === undefined && cost === undefined ? {} : { rate: own }),
		...(stated
			? { stated: { amount: decimal(stated[0]), units: unitsFrom(stated[1]), price: decimal(stated[2]) } }
			: {}),
	};
}

function books({ asides, price = {}, line = {} }: Told): ProductBooks {
	const own = amountsFrom({ '2026-01-01': '18.00', ...line });
	return {
		owed: { ...nothingOwed, price: amountsFrom(price), asides: asides.map(asideOf) },
		linePrice: (day) => amountOn(own, day),
		lineCost: () => decimal('14.40'),
		lineDays: own.map(({ from }) => from),
	};
}

const fragment: ToldAside = { units: { '2026-10-16': 3, '2026-11-01': 0 } };
const credit: ToldAside = { units: { '2026-10-11': -4, '2026-11-01': 0 } };
const refund: Steps<number> = { '2026-10-05': -10, '2026-11-01': 0 };
const later = { '2026-09-01': '18.00', '2026-10-21': '20.00' };

interface Row {
	readonly rule: string;
	readonly before?: Told;
	readonly after: Told;
	readonly charges: readonly string[];
}

const none: Told = { asides: [] };

const rows: readonly Row[] = [
	{
		rule: 'a fragment is charged from its day: 3 x 18.00 x 16/31',
		after: { asides: [fragment] },
		charges: ['27.87@2026-10-16 cost 22.30'],
	},
	{
		rule: 'a credit is given from its day: 4 x 18.00 x 21/31',
		after: { asides: [credit] },
		charges: ['-48.77@2026-10-11 cost -39.02'],
	},
	{
		rule: 'what has not changed is charged no second time',
		before: { asides: [fragment] },
		after: { asides: [fragment] },
		charges: ['0.00@2026-10-16 cost 0.00'],
	},
	{
		rule: 'a price of the line counts for the days of a fragment that it reaches: 3 x 2.00 x 11/31 more',
		before: { asides: [fragment], price: { '2026-09-01': '18.00' } },
		after: { asides: [fragment], price: later },
		charges: ['2.13@2026-10-16 cost 0.00'],
	},
	{
		rule: 'a price of the line counts for a credit: 4 x 2.00 x 11/31 more',
		before: { asides: [credit], price: { '2026-09-01': '18.00' } },
		after: { asides: [credit], price: later },
		charges: ['-2.84@2026-10-11 cost 0.00'],
	},
	{
		rule: "the line's own price counts from the day on which it is set: 3 x 18.00 x 5/31 + 3 x 20.00 x 11/31",
		after: { asides: [fragment], line: { '2026-10-21': '20.00' } },
		charges: ['30.00@2026-10-16 cost 22.30'],
	},
	{
		rule: 'a fragment with a price of its own keeps it',
		before: { asides: [{ ...fragment, price: '19.00' }], price: { '2026-09-01': '18.00' } },
		after: { asides: [{ ...fragment, price: '19.00' }], price: later },
		charges: ['0.00@2026-10-16 cost 0.00'],
	},
	{
		rule: 'what the order states is charged as stated; the cost is computed',
		after: { asides: [{ ...fragment, stated: ['27.90', fragment.units, '18.00'] }] },
		charges: ['27.90@2026-10-16 cost 22.30'],
	},
	{
		rule: 'case 5: a refund is what the order states',
		after: { asides: [{ units: refund, stated: ['-156.77', refund, '18.00'] }] },
		charges: ['-156.77@2026-10-05 cost -125.42'],
	},
	{
		rule: 'a later price adds its difference to what is stated: 3 x 2.00 x 11/31',
		before: { asides: [{ ...fragment, stated: ['27.90', fragment.units, '18.00'] }], price: { '2026-09-01': '18.00' } },
		after: { asides: [{ ...fragment, stated: ['27.90', fragment.units, '18.00'] }], price: later },
		charges: ['2.13@2026-10-16 cost 0.00'],
	},
	{
		rule: 'seats of a stated fragment that end are given back at its price: 1 x 18.00 x 5/31',
		before: { asides: [{ ...fragment, stated: ['27.90', fragment.units, '18.00'] }] },
		after: {
			asides: [
				{
					units: { '2026-10-16': 3, '2026-10-27': 2, '2026-11-01': 0 },
					stated: ['27.90', fragment.units, '18.00'],
				},
			],
		},
		charges: ['-2.90@2026-10-27 cost -2.33'],
	},
	{
		rule: 'asides of two periods are charged in each of them',
		after: { asides: [fragment, { id: 'o2', units: { '2026-11-16': 1, '2026-12-01': 0 } }] },
		charges: ['27.87@2026-10-16 cost 22.30', '9.00@2026-11-16 cost 7.20'],
	},
];

describe('asideCharges', () => {
	it.each(rows)('$rule', ({ before = none, after, charges }) => {
		expect(asideCharges(books(before), books(after), monthOf).map(chargeText)).toEqual(charges);
	});
});
