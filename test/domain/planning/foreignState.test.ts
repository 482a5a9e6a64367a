import type { ForeignState } from '../../../src/domain/plan/foreignState';
import { type LineFigures, planOf, type Scenario } from './scenario';

const before: LineFigures = { units: 10, others: 0 };

/** A rise to 13 on 16 October; the line as it is when the plan is made, or made again. */
function foreignOf(line: LineFigures, more: Partial<Scenario> = {}): ForeignState {
	return planOf({ lines: [line], links: [{ units: 10 }], task: { on: '2026-10-16', quantity: '13' }, ...more }).foreign;
}

const ours = (on: string, unitDelta: number) => ({ on, unitDelta, isRecorded: false });

describe('foreignState: our own writes do not change it', () => {
	it.each<{ rule: string; line: LineFigures }>([
		{
			rule: 'a write on the boundary',
			line: {
				units: [
					['2026-01-01', 10],
					['2026-11-01', 13],
				],
				others: 0,
				ownWrites: [ours('2026-11-01', 3)],
			},
		},
		{
			rule: 'a write that splits a row',
			line: {
				units: [
					['2026-01-01', 10],
					['2026-10-16', 13],
				],
				others: 0,
				ownWrites: [ours('2026-10-16', 3)],
			},
		},
		{
			rule: 'two writes',
			line: {
				units: [
					['2026-01-01', 10],
					['2026-10-20', 12],
					['2026-11-01', 13],
				],
				others: 0,
				ownWrites: [ours('2026-10-20', 2), ours('2026-11-01', 1)],
			},
		},
	])('$rule', ({ line }) => {
		expect(foreignOf(line)).toEqual(foreignOf(before));
	});

	it('a price that we wrote stands for the one before it', () => {
		const cheap: LineFigures = { ...before, price: '17.00' };
		const more: Partial<Scenario> = { task: { on: '2026-10-16', quantity: '10' } };
		const repriced: LineFigures = {
			...before,
			ownWrites: [
				{ ...ours('2026-10-01', 0), price: '18.00', priceBefore: '17.00', cost: '14.40', costBefore: '14.40' },
			],
			journalled: [{ price: '18.00', cost: '14.40' }],
		};
		expect(foreignOf(repriced, more)).toEqual(foreignOf(cheap, more));
	});

	it('a new line whose units were written and not recorded is as if it were new', () => {
		const task = { kind: 'sales' as const, on: '2026-10-16', quantity: '10' };
		const written = planOf({
			lines: [{ units: [['2026-10-16', 10]], isOurs: true, ownWrites: [ours('2026-10-16', 10)] }],
			links: [],
			task,
		});
		expect(written.foreign.lines).toEqual(planOf({ task }).foreign.lines);
	});

	it('a line that holds nothing but ours has no foreign state', () => {
		const plan = planOf({
			lines: [
				{
					units: [['2026-10-16', 13]],
					isOurs: true,
					ownWrites: [{ ...ours('2026-10-16', 13), isRecorded: true }],
					journalled: [{ price: '18.00', cost: '14.40' }],
				},
			],
			links: [{ units: [['2026-10-16', 13]] }],
			task: { on: '2026-10-20', quantity: '14' },
		});
		expect(plan.foreign.lines).toEqual([]);
	});
});

describe('foreignState: what others do changes it', () => {
	const fromAutotask = { facts: { settings: { priceSource: 'autotask' } } } as const;
	const edited = { answers: { otherUnits: { units: 2, seenInForce: 12 } }, on: '2026-10-16', quantity: '13' };
	it.each<{ rule: string; line: LineFigures; more?: Partial<Scenario> }>([
		{ rule: 'units that were edited in Autotask', line: { units: 12, others: 0 }, more: { task: edited } },
		{
			rule: 'a price that was edited in Autotask',
			line: { ...before, price: '19.00' },
			more: fromAutotask,
		},
		{ rule: 'a cost that was edited in Autotask', line: { ...before, cost: '15.00' }, more: fromAutotask },
		{ rule: 'a posted period', line: { ...before, postedThrough: '2026-10-31' } },
		{ rule: 'an end of the contract that was moved', line: before, more: { contract: { endsOn: '2026-12-31' } } },
		{ rule: 'a setting', line: before, more: { facts: { settings: { proration: 'marketplace' } } } },
	])('$rule', ({ line, more }) => {
		const base = foreignOf(before, { ...(more === fromAutotask ? fromAutotask : {}) });
		expect(foreignOf(line, more)).not.toEqual(base);
	});

	it('a posting of an earlier period changes nothing', () => {
		expect(foreignOf({ ...before, postedThrough: '2026-09-30' })).toEqual(foreignOf(before));
	});
});
