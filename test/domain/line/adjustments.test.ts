import fc from 'fast-check';
import { type CalendarDate, plusDays } from '../../../src/domain/calendarDate';
import { adjustmentsTo, unitsAfterOrder } from '../../../src/domain/line/adjustments';
import { decimal } from '../../../src/domain/money';
import {
	always,
	fromDayOn,
	summed,
	timelineOfChanges,
	unitsOn,
	type UnitTimeline,
} from '../../../src/domain/unitTimeline';
import { day } from '../planning/scenario';

type Steps = readonly (readonly [string, number])[];

function steps(of: Steps): UnitTimeline {
	return of.map(([from, units]) => ({ from: from === 'always' ? always : day(from), units }));
}

const year = { from: day('2026-10-16'), lastDay: day('2027-12-31') };

describe('adjustmentsTo', () => {
	it.each<{ rule: string; inForce: Steps; target: Steps; writes: Steps }>([
		{
			rule: 'a rise applies on its day',
			inForce: [['always', 10]],
			target: [
				['always', 10],
				['2026-10-16', 13],
			],
			writes: [['2026-10-16', 3]],
		},
		{
			rule: 'a fall applies on the boundary',
			inForce: [['always', 10]],
			target: [
				['always', 10],
				['2026-11-01', 6],
			],
			writes: [['2026-11-01', -4]],
		},
		{
			rule: 'what is in force already writes nothing',
			inForce: [
				['always', 10],
				['2026-10-16', 13],
			],
			target: [
				['always', 10],
				['2026-10-16', 13],
			],
			writes: [],
		},
		{
			rule: 'a rise under a scheduled fall is two writes',
			inForce: [
				['always', 10],
				['2026-11-01', 6],
			],
			target: [
				['always', 10],
				['2026-10-16', 12],
			],
			writes: [
				['2026-10-16', 2],
				['2026-11-01', 4],
			],
		},
		{
			rule: 'a scheduled fall is taken back on its own day',
			inForce: [
				['always', 10],
				['2026-11-01', 6],
			],
			target: [['always', 10]],
			writes: [['2026-11-01', 4]],
		},
		{
			rule: 'what differs before the window stays',
			inForce: [
				['2026-01-01', 10],
				['2026-10-10', 9],
			],
			target: [['always', 10]],
			writes: [['2026-10-16', 1]],
		},
		{
			rule: "a fall past the contract's end is left out",
			inForce: [['always', 10]],
			target: [
				['always', 10],
				['2028-01-01', 6],
			],
			writes: [],
		},
	])('$rule', ({ inForce, target, writes }) => {
		expect(adjustmentsTo(steps(target), steps(inForce), year).map((write) => [write.on, write.unitDelta])).toEqual(
			writes,
		);
	});

	it('units before and after count the writes before', () => {
		const writes = adjustmentsTo(
			steps([
				['always', 10],
				['2026-10-16', 12],
			]),
			steps([
				['always', 10],
				['2026-11-01', 6],
			]),
			year,
		);
		expect(writes.map((write) => [write.unitsBefore, write.unitsAfter])).toEqual([
			[10, 12],
			[8, 12],
		]);
	});

	it.each<{
		rule: string;
		target: Steps;
		from: string;
		writes: readonly (readonly [string, number, string | undefined])[];
	}>([
		{
			rule: 'a price goes with the units of its day',
			target: [
				['always', 10],
				['2026-10-16', 13],
			],
			from: '2026-10-16',
			writes: [['2026-10-16', 3, '20']],
		},
		{
			rule: 'a price of another day goes alone',
			target: [
				['always', 10],
				['2026-10-16', 13],
			],
			from: '2026-10-01',
			writes: [
				['2026-10-01', 0, '20'],
				['2026-10-16', 3, undefined],
			],
		},
		{ rule: "a price past the contract's end is left out", target: [['always', 10]], from: '2028-01-01', writes: [] },
	])('$rule', ({ target, from, writes }) => {
		const rate = { from: day(from), price: decimal('20.00') };
		expect(
			adjustmentsTo(steps(target), steps([['always', 10]]), { ...year, rate }).map((write) => [
				write.on,
				write.unitDelta,
				write.price,
			]),
		).toEqual(writes);
	});
});

const days = { changed: day('2026-10-16'), risesOn: day('2026-10-16'), fallsOn: day('2026-11-01') };

describe('unitsAfterOrder', () => {
	it.each<{ rule: string; before: Steps; quantity: number; after: Steps }>([
		{
			rule: 'more applies on the day of the rise',
			before: [['always', 10]],
			quantity: 13,
			after: [
				['always', 10],
				['2026-10-16', 13],
			],
		},
		{
			rule: 'fewer apply on the boundary',
			before: [['always', 10]],
			quantity: 6,
			after: [
				['always', 10],
				['2026-11-01', 6],
			],
		},
		{
			rule: 'as many as now take a scheduled fall back',
			before: [
				['always', 10],
				['2026-11-01', 6],
			],
			quantity: 10,
			after: [['always', 10]],
		},
		{
			rule: 'a rise takes the scheduled fall back first',
			before: [
				['always', 10],
				['2026-11-01', 6],
			],
			quantity: 12,
			after: [
				['always', 10],
				['2026-10-16', 12],
			],
		},
		{
			rule: 'a rise within what is in force only lessens the fall',
			before: [
				['always', 10],
				['2026-11-01', 6],
			],
			quantity: 8,
			after: [
				['always', 10],
				['2026-11-01', 8],
			],
		},
		{ rule: 'a first quantity begins on its day', before: [], quantity: 5, after: [['2026-10-16', 5]] },
		{ rule: 'nothing from nothing is nothing', before: [], quantity: 0, after: [] },
	])('$rule', ({ before, quantity, after }) => {
		expect(unitsAfterOrder(steps(before), quantity, days)).toEqual(steps(after));
	});
});

const start = day('2026-10-01');
const dates = fc.integer({ min: 0, max: 120 }).map((at) => plusDays(start, at));
const timelines = fc
	.array(fc.tuple(dates, fc.integer({ min: 0, max: 50 })), { maxLength: 5 })
	.map((some) =>
		[...some]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.reduce<UnitTimeline>((line, [from, units]) => fromDayOn(line, from, units), []),
	);

function window(from: CalendarDate): readonly CalendarDate[] {
	return Array.from({ length: 130 }, (_, at) => plusDays(from, at));
}

describe('laws of adjustments', () => {
	it('what is in force plus the adjustments is the target on every day of the window', () => {
		const law = fc.property(timelines, timelines, dates, (target, inForce, from) => {
			const writes = adjustmentsTo(target, inForce, { from, lastDay: plusDays(from, 129) });
			const after = summed([inForce, timelineOfChanges(writes)]);
			return window(from).every((one) => unitsOn(after, one) === unitsOn(target, one));
		});
		fc.assert(law, { numRuns: 300 });
	});

	it('each adjustment states what it finds and leaves, one a day, oldest first', () => {
		const law = fc.property(timelines, timelines, dates, (target, inForce, from) => {
			const writes = adjustmentsTo(target, inForce, { from, lastDay: plusDays(from, 129) });
			return writes.every((write, at) => {
				const before = writes[at - 1];
				return (
					write.unitsAfter === unitsOn(target, write.on) &&
					write.unitsBefore === write.unitsAfter - write.unitDelta &&
					(!before || before.on < write.on)
				);
			});
		});
		fc.assert(law, { numRuns: 300 });
	});

	it('nothing is planned where the target is in force', () => {
		fc.assert(
			fc.property(
				timelines,
				dates,
				(inForce, from) => adjustmentsTo(inForce, inForce, { from, lastDay: plusDays(from, 129) }).length === 0,
			),
			{ numRuns: 300 },
		);
	});

	it('units after an order are never negative and end at its quantity', () => {
		const law = fc.property(timelines, fc.integer({ min: 0, max: 60 }), dates, (before, quantity, changed) => {
			const after = unitsAfterOrder(before, quantity, { changed, risesOn: changed, fallsOn: plusDays(changed, 15) });
			return after.every((step) => step.units >= 0) && unitsOn(after, plusDays(changed, 400)) === quantity;
		});
		fc.assert(law, { numRuns: 300 });
	});

	it('the plans of a chain together are the net change', () => {
		const orders = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 40 })), {
			minLength: 1,
			maxLength: 5,
		});
		const law = fc.property(fc.integer({ min: 0, max: 40 }), orders, (holds, some) => {
			const first: UnitTimeline = holds === 0 ? [] : [{ from: always, units: holds }];
			const ordered = [...some]
				.sort(([a], [b]) => a - b)
				.map(([at, quantity]) => ({ changed: plusDays(start, at), quantity }));
			const options = { from: start, lastDay: plusDays(start, 200) };
			let own = first;
			let inForce = first;
			for (const { changed, quantity } of ordered) {
				own = unitsAfterOrder(own, quantity, { changed, risesOn: changed, fallsOn: plusDays(start, 31) });
				inForce = summed([inForce, timelineOfChanges(adjustmentsTo(own, inForce, { ...options, from: changed }))]);
			}
			const net = summed([first, timelineOfChanges(adjustmentsTo(own, first, options))]);
			return window(start).every((one) => unitsOn(net, one) === unitsOn(inForce, one));
		});
		fc.assert(law, { numRuns: 300 });
	});
});
