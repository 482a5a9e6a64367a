import {
	always,
	changesOf,
	difference,
	fromDayOn,
	simplified,
	summed,
	timelineOfChanges,
	unitsOn,
} from '../../src/domain/unitTimeline';
import { day } from './planning/scenario';

function steps(...of: readonly (readonly [string, number])[]) {
	return of.map(([from, units]) => ({ from: from === 'always' ? always : day(from), units }));
}

const rising = steps(['2026-10-01', 10], ['2026-10-16', 13]);

describe('unitsOn', () => {
	it.each([
		{ rule: 'nothing before the first step', on: '2026-09-30', units: 0 },
		{ rule: 'a step holds on its own day', on: '2026-10-16', units: 13 },
		{ rule: 'the day before holds what was', on: '2026-10-15', units: 10 },
		{ rule: 'the last step holds for good', on: '2030-01-01', units: 13 },
	])('$rule', ({ on, units }) => {
		expect(unitsOn(rising, day(on))).toBe(units);
	});
});

describe('timelines', () => {
	it.each([
		{
			rule: 'steps that change nothing go',
			is: simplified(steps(['2026-10-01', 0], ['2026-10-02', 5], ['2026-10-03', 5])),
			to: steps(['2026-10-02', 5]),
		},
		{
			rule: 'a step back to zero stays',
			is: simplified(steps(['2026-10-01', 5], ['2026-11-01', 0])),
			to: steps(['2026-10-01', 5], ['2026-11-01', 0]),
		},
		{
			rule: 'a new figure takes back later steps',
			is: fromDayOn(rising, day('2026-10-10'), 4),
			to: steps(['2026-10-01', 10], ['2026-10-10', 4]),
		},
		{
			rule: 'a new figure on a step replaces it',
			is: fromDayOn(rising, day('2026-10-16'), 4),
			to: steps(['2026-10-01', 10], ['2026-10-16', 4]),
		},
		{
			rule: 'sums are taken day by day',
			is: summed([rising, steps(['always', 2], ['2026-10-20', 0])]),
			to: steps(['always', 2], ['2026-10-01', 12], ['2026-10-16', 15], ['2026-10-20', 13]),
		},
		{
			rule: 'opposite steps of one day cancel',
			is: summed([rising, steps(['2026-10-01', 5], ['2026-10-16', 2])]),
			to: steps(['2026-10-01', 15]),
		},
		{
			rule: 'a difference may be negative',
			is: difference(steps(['2026-10-01', 5]), rising),
			to: steps(['2026-10-01', -5], ['2026-10-16', -8]),
		},
		{ rule: 'equal timelines differ by nothing', is: difference(rising, rising), to: [] },
		{ rule: 'no timelines sum up to nothing', is: summed([]), to: [] },
		{
			rule: 'changes of one day add up',
			is: timelineOfChanges([
				{ on: day('2026-10-01'), unitDelta: 3 },
				{ on: day('2026-10-01'), unitDelta: 2 },
			]),
			to: steps(['2026-10-01', 5]),
		},
	])('$rule', ({ is, to }) => {
		expect(is).toEqual(to);
	});

	it('the changes of a timeline make the timeline again', () => {
		expect(changesOf(rising)).toEqual([
			{ on: '2026-10-01', unitDelta: 10 },
			{ on: '2026-10-16', unitDelta: 3 },
		]);
		expect(timelineOfChanges(changesOf(rising))).toEqual(rising);
	});
});
