import { withoutRepeats } from '../../../src/domain/amountTimeline';
import { decimal } from '../../../src/domain/money';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import type { Ordered } from '../../../src/domain/line/ordered';
import { ratesAfter } from '../../../src/domain/owed/rateAfter';
import { amountsFrom, day, monthOf, unitsFrom, type Steps } from '../writes/lineFixture';

interface Row {
	readonly rule: string;
	readonly seats?: Steps<number>;
	readonly price: Steps<string>;
	readonly order: Partial<Omit<Ordered, 'on'>> & { readonly ordered: string };
	readonly after: Steps<string>;
}

const at18 = { '2026-09-01': '18' };

const rows: readonly Row[] = [
	{
		rule: 'case 3: a price of equal seats counts from the start of the period',
		price: at18,
		order: { ordered: '20' },
		after: { '2026-09-01': '18', '2026-10-01': '20' },
	},
	{
		rule: 'case 3: where that is posted, from its end',
		price: at18,
		order: { ordered: '20', isPosted: true },
		after: { '2026-09-01': '18', '2026-11-01': '20' },
	},
	{
		rule: 'a price that came within the period counts from the day that it is ordered again, not over what was before',
		price: { '2026-09-01': '18', '2026-10-16': '20' },
		order: { ordered: '20' },
		after: { '2026-09-01': '18', '2026-10-16': '20' },
	},
	{
		rule: 'days without seats had no other price',
		seats: { '2026-10-11': 10 },
		price: { '2026-10-11': '18' },
		order: { ordered: '18', lineRate: { price: decimal('25') } },
		after: { '2026-10-01': '18' },
	},
	{
		rule: 'days with seats had one, though the price began before them',
		seats: { '2026-10-11': 10 },
		price: { '2026-10-01': '18', '2026-10-16': '20' },
		order: { ordered: '20' },
		after: { '2026-10-01': '18', '2026-10-16': '20' },
	},
	{
		rule: 'a rise brings its price when the seats are on the line',
		price: at18,
		order: { ordered: '20', quantity: 13, risesOn: day('2026-11-01') },
		after: { '2026-09-01': '18', '2026-11-01': '20' },
	},
	{
		rule: 'a fall from the day on which they leave it',
		price: at18,
		order: { ordered: '20', quantity: 6 },
		after: { '2026-09-01': '18', '2026-11-01': '20' },
	},
	{
		rule: 'case 16: a renewal on its day',
		price: at18,
		order: { ordered: '20', kind: 'renewal' },
		after: { '2026-09-01': '18', '2026-10-21': '20' },
	},
	{
		rule: 'a cancellation brings none',
		price: at18,
		order: { ordered: '20', kind: 'cancellation', quantity: 0 },
		after: at18,
	},
];

describe('what a seat costs once an order counts', () => {
	it.each(rows)('$rule', ({ seats = { '2026-09-01': 10 }, price, order: { ordered, ...order }, after }) => {
		const owed: Owed = { ...nothingOwed, seats: unitsFrom(seats), price: amountsFrom(price) };
		const on = day('2026-10-21');
		const of: Ordered = {
			id: 'o1',
			kind: 'change',
			on,
			period: monthOf(on),
			isPosted: false,
			risesOn: on,
			fallsOn: day('2026-11-01'),
			quantity: 10,
			before: 10,
			rate: { price: decimal(ordered) },
			isCredited: false,
			...order,
		};
		expect(withoutRepeats(ratesAfter(owed, of).price)).toEqual(amountsFrom(after));
	});
});
