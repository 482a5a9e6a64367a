import type { Aside } from '../../../src/domain/line/linkOwed';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import type { Ordered } from '../../../src/domain/line/ordered';
import { seatsOnLine, seatsOwed } from '../../../src/domain/owed/seatsAfter';
import { day, monthOf, unitsFrom, type Steps } from '../writes/lineFixture';

interface Row {
	readonly rule: string;
	readonly seats?: Steps<number>;
	/** Beside the line until the next boundary. */
	readonly beside?: Steps<number>;
	readonly order: Partial<Ordered> & Pick<Ordered, 'quantity'>;
	readonly onLine: Steps<number>;
	readonly owed: Steps<number>;
}

const next = day('2026-11-01');

const rows: readonly Row[] = [
	{
		rule: 'more seats are owed from the day and on the line from then, where Autotask prorates',
		order: { quantity: 13 },
		onLine: { '2026-09-01': 10, '2026-10-21': 13 },
		owed: { '2026-09-01': 10, '2026-10-21': 13 },
	},
	{
		rule: 'or on the line from the boundary, where the marketplace does',
		order: { quantity: 13, risesOn: next },
		onLine: { '2026-09-01': 10, '2026-11-01': 13 },
		owed: { '2026-09-01': 10, '2026-10-21': 13 },
	},
	{
		rule: 'fewer are owed until the boundary',
		order: { quantity: 6 },
		onLine: { '2026-09-01': 10, '2026-11-01': 6 },
		owed: { '2026-09-01': 10, '2026-11-01': 6 },
	},
	{
		rule: 'where they are credited, until the day',
		order: { quantity: 6, isCredited: true },
		onLine: { '2026-09-01': 10, '2026-11-01': 6 },
		owed: { '2026-09-01': 10, '2026-10-21': 6 },
	},
	{
		rule: 'a scheduled fall that a later order takes back does not come',
		seats: { '2026-09-01': 10, '2026-11-01': 6 },
		order: { quantity: 10 },
		onLine: { '2026-09-01': 10 },
		owed: { '2026-09-01': 10 },
	},
	{
		rule: 'only the seats that the order itself takes are credited',
		seats: { '2026-09-01': 10, '2026-11-01': 6 },
		order: { quantity: 5, before: 6, isCredited: true },
		onLine: { '2026-09-01': 10, '2026-11-01': 5 },
		owed: { '2026-09-01': 10, '2026-10-21': 9, '2026-11-01': 5 },
	},
	{
		rule: 'a second rise is owed on top of a fragment',
		seats: { '2026-09-01': 10, '2026-11-01': 13 },
		beside: { '2026-10-06': 3, '2026-11-01': 0 },
		order: { quantity: 15, before: 13, risesOn: next },
		onLine: { '2026-09-01': 10, '2026-11-01': 15 },
		owed: { '2026-09-01': 10, '2026-10-06': 13, '2026-10-21': 15 },
	},
];

describe('seats once an order counts', () => {
	it.each(rows)('$rule', ({ seats = { '2026-09-01': 10 }, beside, order, onLine, owed }) => {
		const asides: readonly Aside[] = beside ? [{ id: 'o0', units: unitsFrom(beside) }] : [];
		const before: Owed = { ...nothingOwed, seats: unitsFrom(seats), asides };
		const on = day('2026-10-21');
		const of: Ordered = {
			id: 'o1',
			kind: 'change',
			on,
			period: monthOf(on),
			isPosted: false,
			risesOn: on,
			fallsOn: next,
			before: 10,
			isCredited: false,
			...order,
		};
		expect(seatsOnLine(before, of)).toEqual(unitsFrom(onLine));
		expect(seatsOwed(before, of)).toEqual(unitsFrom(owed));
	});
});
