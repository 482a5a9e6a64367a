import { datedBack } from '../../../src/domain/owed/datedBack';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import { amountsFrom, day, type Steps, unitsFrom } from '../writes/lineFixture';

function owed(seats: Steps<number>, price: Steps<string> = { always: '18.00' }): Owed {
	return { ...nothingOwed, seats: unitsFrom(seats), price: amountsFrom(price) };
}

const ten = owed({ always: 10 });

describe('a change that is dated before the period it is found in', () => {
	it.each<{ rule: string; before?: Owed; after: Owed; from: string | undefined }>([
		{ rule: 'of seats', after: owed({ always: 10, '2026-09-16': 13 }), from: '2026-09-16' },
		{
			rule: 'of seats on days that are over',
			after: owed({ always: 10, '2026-09-16': 13, '2026-10-01': 10 }),
			from: '2026-09-16',
		},
		{
			rule: 'of the price',
			after: owed({ always: 10 }, { always: '18.00', '2026-09-01': '20.00' }),
			from: '2026-09-01',
		},
		{ rule: 'of seats in the period itself: none', after: owed({ always: 10, '2026-11-01': 13 }), from: undefined },
		{ rule: 'of nothing: none', after: owed({ always: 10, '2026-09-16': 10 }), from: undefined },
		{ rule: 'from no seats: none', before: owed({}), after: owed({ '2026-09-16': 10 }), from: undefined },
		{
			rule: 'from no price: none',
			before: owed({ always: 10 }, { always: '0.00' }),
			after: owed({ always: 10 }, { always: '0.00', '2026-09-01': '18.00' }),
			from: undefined,
		},
		{
			rule: 'of seats that are charged beside the line',
			after: { ...ten, asides: [{ id: 'o1', units: unitsFrom({ '2026-09-16': 3, '2026-10-01': 0 }) }] },
			from: '2026-09-16',
		},
	])('$rule', ({ before = ten, after, from }) => {
		expect(datedBack(before, after, day('2026-11-01'))).toBe(from);
	});
});
