import { calendarDate } from '../../../src/domain/calendarDate';
import { releasedFrom, releasedUnits } from '../../../src/domain/line/released';
import type { UnitTimeline } from '../../../src/domain/unitTimeline';

type Steps = readonly (readonly [string, number])[];

function timeline(steps: Steps): UnitTimeline {
	return steps.map(([from, units]) => ({ from: calendarDate(from), units }));
}

describe('releasedFrom', () => {
	it.each<{ rule: string; held: Steps; left: Steps; own: Steps; released: Steps | undefined }>([
		{
			rule: 'all that it bills is still there',
			held: [['2026-10-01', 10]],
			left: [['2026-10-01', 10]],
			own: [['2026-10-01', 10]],
			released: undefined,
		},
		{
			rule: 'a fall by hand to 0 on 1 Nov',
			held: [
				['2026-10-01', 10],
				['2026-11-01', 0],
			],
			left: [['2026-10-01', 10]],
			own: [['2026-10-01', 10]],
			released: [
				['2026-10-01', 10],
				['2026-11-01', 0],
			],
		},
		{
			rule: 'nothing on any day that was read',
			held: [],
			left: [['2026-09-01', 10]],
			own: [['2026-09-01', 10]],
			released: [
				['2026-09-01', 10],
				['2026-09-30', 0],
			],
		},
		{
			rule: '12 of others stay of 22',
			held: [
				['2026-09-30', 22],
				['2026-11-01', 12],
			],
			left: [['2026-09-01', 22]],
			own: [['2026-09-01', 10]],
			released: [
				['2026-09-01', 10],
				['2026-11-01', 0],
			],
		},
		{
			rule: '4 of its 10 are still there',
			held: [['2026-10-01', 16]],
			left: [['2026-10-01', 22]],
			own: [['2026-10-01', 10]],
			released: undefined,
		},
		{
			rule: 'more than its own are gone',
			held: [['2026-10-01', 11]],
			left: [['2026-10-01', 22]],
			own: [['2026-10-01', 10]],
			released: undefined,
		},
		{
			rule: 'its own fall is scheduled for 1 Nov',
			held: [
				['2026-10-01', 10],
				['2026-11-01', 0],
			],
			left: [
				['2026-10-01', 10],
				['2026-11-01', 0],
			],
			own: [
				['2026-10-01', 10],
				['2026-11-01', 0],
			],
			released: [
				['2026-10-01', 10],
				['2026-11-01', 0],
			],
		},
	])('$rule', ({ held, left, own, released }) => {
		const readFrom = calendarDate('2026-09-30');
		const given = { held: timeline(held), left: timeline(left), own: timeline(own), readFrom };
		const day = releasedFrom(given);
		expect(day && releasedUnits(given.own, day)).toEqual(released && timeline(released));
	});
});
