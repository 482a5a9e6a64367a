import { earlierFreeDay, shiftToEarlierDay } from '../../../src/domain/amounts/nextFreeDay';
import { type CalendarDate, calendarDate } from '../../../src/domain/calendarDate';
import { decimal } from '../../../src/domain/money';
import { type Move, withMoves, withoutMoves } from '../../../src/sync/journal/moves';

const day = (text: string): CalendarDate => calendarDate(text);
const newYear = day('2028-01-01');

describe('a rise that is dated before its own day', () => {
	it('takes the last free day before it', () => {
		const taken = ['2028-01-01', '2027-12-31', '2027-12-29'];
		expect(earlierFreeDay(newYear, (on) => taken.includes(on))).toBe('2027-12-30');
	});

	it.each([
		[1, '-29.00', '-23.20'],
		[3, '-86.99', '-69.59'],
	])('is credited for %d days, each at what a unit costs then, in the period of these days', (days, amount, cost) => {
		const rates = Array.from({ length: days }, () => ({ price: decimal('216.00'), cost: decimal('172.80') }));
		const rise = { on: newYear, unitDelta: 49, unitsBefore: 2, unitsAfter: 51 };
		const on = day(`2027-12-${32 - days}`);
		const shifted = shiftToEarlierDay(rise, on, rates, { start: day('2027-01-01'), nextStart: newYear });
		expect(shifted.adjustment).toEqual({ ...rise, on });
		expect([shifted.days, Number(shifted.amount).toFixed(2), Number(shifted.cost).toFixed(2)]).toEqual([
			days,
			amount,
			cost,
		]);
	});

	it('is there too early in what Autotask holds, and not in what is meant', () => {
		const move: Move = { from: newYear, to: day('2027-12-31'), unitDelta: 49 };
		const meant = [
			{ from: day('2027-09-22'), units: 50 },
			{ from: newYear, units: 99 },
		];
		const held = [
			{ from: day('2027-09-22'), units: 50 },
			{ from: day('2027-12-31'), units: 99 },
		];
		expect(withMoves(meant, [move])).toEqual(held);
		expect(withoutMoves(held, [move])).toEqual(meant);
	});
});
