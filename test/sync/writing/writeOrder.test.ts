import { calendarDate as day } from '../../../src/domain/calendarDate';
import { inOrder } from '../../../src/sync/writing/writeLine';

const write = (on: string, unitDelta: number) => ({ on: day(on), unitDelta, unitsBefore: 0, unitsAfter: 0 });
const held = [
	{ from: day('2026-11-01'), units: 16 },
	{ from: day('2026-12-01'), units: 0 },
];

describe('the order in which a line is written', () => {
	it.each([
		{ rule: 'is by date', given: [write('2026-11-01', -6), write('2026-11-16', 2)], expected: [-6, 2] },
		{
			rule: 'is rises first where the line would hold less than nothing in between',
			given: [write('2026-11-01', -16), write('2026-12-01', 16)],
			expected: [16, -16],
		},
	])('$rule', ({ given, expected }) => {
		const from = given[1]?.on === '2026-12-01' ? held : held.slice(0, 1);
		expect(inOrder(given, from).map((one) => one.unitDelta)).toEqual(expected);
	});
});
