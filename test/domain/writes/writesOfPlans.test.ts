import type { PlannedAdjustment } from '../../../src/domain/line/plannedAdjustment';
import { decimal } from '../../../src/domain/money';
import { heldAmountOn } from '../../../src/domain/writes/held';
import { heldOfLine } from '../../../src/domain/writes/lineBooks';
import { writesOfPlans } from '../../../src/domain/writes/writesOfPlans';
import { contractOf, lineOf } from '../planning/scenario';
import { day, writeText } from './lineFixture';

// Ten at 18.00; somebody has set 20.00 from 1 October. A run that was killed has written +2 at 18.00 on 16 October.
const line = lineOf({
	units: [
		['2026-01-01', 10],
		['2026-10-16', 12],
	],
	isOurs: true,
	rates: [
		['2026-10-01', '20.00'],
		['2026-10-16', '18.00'],
	],
	ownWrites: [
		{ on: '2026-01-01', unitDelta: 10, isRecorded: true, price: '18.00' },
		{ on: '2026-10-16', unitDelta: 2, isRecorded: false, price: '18.00', priceBefore: '20.00' },
	],
	journalled: [{ price: '18.00' }],
});

function planned(unitDelta: number): PlannedAdjustment {
	const [unitsBefore, unitsAfter] = [10, 10 + unitDelta];
	return { on: day('2026-10-16'), unitDelta, price: decimal('18.00'), unitsBefore, unitsAfter };
}

describe('what a killed run has written', () => {
	it('is not there to a plan, which finds the price that somebody else had set', () => {
		const { now, before } = heldOfLine(line, contractOf(), undefined);
		expect([now, before].map(({ price }) => heldAmountOn(price, day('2026-10-16')))).toEqual(['20', '20']);
		expect(now.units.at(-1)?.units).toBe(10);
	});

	it('hides one price of somebody else that it had found on several days', () => {
		const recorded = { on: '2026-01-01', unitDelta: 10, isRecorded: true, price: '18.00' };
		const write = { unitDelta: 0, isRecorded: false, price: '18.00', priceBefore: '20.00' };
		const ownWrites = [recorded, { ...write, on: '2026-11-01' }, { ...write, on: '2026-11-02', price: '19.00' }];
		const rates = ownWrites.map(({ on, price }) => [on, price] as const);
		const { now } = heldOfLine(lineOf({ units: 10, isOurs: true, rates, ownWrites }), contractOf(), undefined);
		expect(now.price.map(({ from, amount }) => `${amount}@${from}`).slice(-2)).toEqual([
			'18@2026-01-01',
			'20@2026-11-01',
		]);
	});

	it('goes on from a day that takes no change, where the same run had written later days', () => {
		const write = { unitDelta: 0, isRecorded: false, priceBefore: '18.00' };
		const ownWrites = [
			{ ...write, on: '2026-10-01', price: '19.00' },
			{ ...write, on: '2026-11-01', price: '20.00' },
		];
		const rates = ownWrites.map(({ on, price }) => [on, price] as const);
		const own = { ...lineOf({ units: 10, isOurs: true, rates, ownWrites }), taken: new Set([day('2026-10-01')]) };
		const { now } = heldOfLine(own, contractOf(), undefined);
		expect(heldAmountOn(now.price, day('2026-11-01'))).toBe('19');
	});

	it.each([
		{ rule: 'is not written again', plans: [planned(2)], taken: [], written: [] },
		{ rule: 'is made good by what is missing', plans: [planned(3)], taken: [], written: ['+1@2026-10-16'] },
		{
			rule: 'is taken back where no plan makes it, at the price that was there',
			plans: [],
			taken: [],
			written: ['-2@2026-10-16 price 20'],
		},
		{ rule: 'stays on a day that takes no change', plans: [], taken: ['2026-10-16'], written: [] },
	])('$rule', ({ plans, taken, written }) => {
		const own = { ...line, taken: new Set(taken.map(day)), planned: plans, isPlanned: true };
		const { inAutotask } = heldOfLine(own, contractOf(), undefined);
		expect(writesOfPlans(own, inAutotask).adjustments.map(writeText)).toEqual(written);
	});
});
