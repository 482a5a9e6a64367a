import type { Aside } from '../../../src/domain/line/linkOwed';
import { decimal } from '../../../src/domain/money';
import { asidesMissing, endedWithin, endingOn, lasting } from '../../../src/domain/owed/asides';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { day, unitsFrom, type Steps } from '../writes/lineFixture';

const rest = { from: day('2026-10-20'), until: day('2026-11-01') };

function aside(id: string, units: number, price?: string): Aside {
	return {
		id,
		units: unitsFrom({ '2026-10-06': units, '2026-11-01': 0 }),
		...(price === undefined ? {} : { rate: { price: decimal(price) } }),
	};
}

interface Row {
	readonly rule: string;
	readonly asides: readonly Aside[];
	readonly units: number;
	/** Which seats of which aside, newest first. */
	readonly ending: readonly string[];
}

const rows: readonly Row[] = [
	{
		rule: 'a fall ends fragments, the newest first',
		asides: [aside('a', 3), aside('b', 2)],
		units: 4,
		ending: ['b 2', 'a 2'],
	},
	{ rule: 'and no more than there are', asides: [aside('a', 3)], units: 5, ending: ['a 3'] },
	{ rule: 'a rise ends credits', asides: [aside('a', -3), aside('b', -2)], units: -4, ending: ['b -2', 'a -2'] },
	{ rule: 'a fall leaves credits alone, a rise fragments', asides: [aside('a', -3)], units: 2, ending: [] },
	{
		rule: 'what a refund has taken of a fragment is not there any more',
		asides: [aside('a', 3), aside('b', -2)],
		units: 3,
		ending: ['a 1'],
	},
	{
		rule: 'fragments of a price of their own are counted by themselves',
		asides: [aside('a', 3), aside('b', 2, '19'), aside('c', -2, '19')],
		units: 4,
		ending: ['a 3'],
	},
	{
		rule: 'a credit of a fragment does not come back with a rise: that is a fragment anew',
		asides: [aside('a', 2, '19'), aside('b', -1, '19')],
		units: -1,
		ending: [],
	},
];

describe('seats beside the line', () => {
	it.each(rows)('$rule', ({ asides, units, ending }) => {
		const ended = endingOn(asides, rest.from, units);
		expect(ended.map((one) => `${one.aside.id} ${one.units}`)).toEqual(ending);
		const after = endedWithin(asides, rest, units);
		const total = (of: readonly Aside[]) => of.reduce((sum, one) => sum + unitsOn(one.units, rest.from), 0);
		expect(total(after.asides) + units - after.left).toBe(total(asides));
	});

	it('seats that end early keep the days before', () => {
		const [ended] = endedWithin([aside('a', 3)], rest, 1).asides;
		expect(ended?.units).toEqual(unitsFrom({ '2026-10-06': 3, '2026-10-20': 2, '2026-11-01': 0 }));
	});

	it.each<{
		rule: string;
		inAll: Steps<number>;
		onLine: Steps<number>;
		asides: readonly Aside[];
		missing: readonly string[];
	}>([
		{
			rule: 'seats that are owed before they are on the line are missing until then',
			inAll: { '2026-09-01': 10, '2026-10-20': 12 },
			onLine: { '2026-09-01': 10, '2026-11-01': 12 },
			asides: [],
			missing: ['+2 2026-10-20 to 2026-11-01'],
		},
		{
			rule: 'what another aside has is not missing',
			inAll: { '2026-09-01': 10, '2026-10-06': 13, '2026-10-20': 15 },
			onLine: { '2026-09-01': 10, '2026-11-01': 15 },
			asides: [aside('a', 3)],
			missing: ['+2 2026-10-20 to 2026-11-01'],
		},
		{
			rule: 'seats that are on the line longer than they are owed are credited',
			inAll: { '2026-09-01': 10, '2026-10-20': 6 },
			onLine: { '2026-09-01': 10, '2026-11-01': 6 },
			asides: [],
			missing: ['-4 2026-10-20 to 2026-11-01'],
		},
	])('$rule', ({ inAll, onLine, asides, missing }) => {
		const found = asidesMissing(unitsFrom(inAll), unitsFrom(onLine), asides, rest.from);
		const texts = found.map(({ units, from, until }) => `${units < 0 ? '' : '+'}${units} ${from} to ${until}`);
		expect(texts).toEqual(missing);
	});

	it('an aside of no day is dropped, unless its order states an amount', () => {
		const stated = { amount: decimal('27.90'), units: aside('a', 3).units, price: decimal('18') };
		const empty: Aside = { id: 'a', units: [] };
		expect(lasting([empty, { ...empty, id: 'b', stated }]).map(({ id }) => id)).toEqual(['b']);
	});
});
