import { type CalendarDate, calendarDate } from '../../../src/domain/calendarDate';
import type { LedgerLine } from '../../../src/domain/line/ledger';
import type { PlannedAdjustment } from '../../../src/domain/line/plannedAdjustment';
import { heldUnits, unwrittenOf, whyNotAdoptable } from '../../../src/domain/plan/adoption';
import type { ContractPlan, LineChange } from '../../../src/domain/plan/plan';
import type { SyncTask } from '../../../src/domain/task/task';
import { always, type UnitTimeline } from '../../../src/domain/unitTimeline';

const day = (text: string): CalendarDate => calendarDate(text);
const today = day('2026-09-20');

function lineHolding(units: UnitTimeline): LedgerLine {
	return { state: { rows: [], units }, ownWrites: [] } as unknown as LedgerLine;
}

describe('heldUnits', () => {
	const ten: UnitTimeline = [{ from: always, units: 10 }];
	const since: UnitTimeline = [{ from: day('2026-05-01'), units: 15 }];

	it.each<{
		rule: string;
		holds: UnitTimeline;
		linked?: readonly UnitTimeline[];
		quantity: number;
		units: UnitTimeline;
		others: number;
	}>([
		{ rule: 'all units of a line that holds fewer', holds: ten, quantity: 12, units: ten, others: 0 },
		{
			rule: 'as many as the subscription has of a line that holds more',
			holds: since,
			quantity: 12,
			units: [{ from: day('2026-05-01'), units: 12 }],
			others: 3,
		},
		{
			rule: 'what other subscriptions leave',
			holds: since,
			linked: [ten],
			quantity: 12,
			units: [{ from: day('2026-05-01'), units: 5 }],
			others: 0,
		},
		{
			rule: 'a change that somebody has entered for later',
			holds: [...since, { from: day('2026-10-01'), units: 13 }],
			quantity: 12,
			units: [
				{ from: day('2026-05-01'), units: 12 },
				{ from: day('2026-10-01'), units: 10 },
			],
			others: 3,
		},
		{ rule: 'nothing where all is linked', holds: ten, linked: [ten], quantity: 5, units: [], others: 0 },
		{ rule: 'nothing of a line that begins later', holds: [], quantity: 5, units: [], others: 0 },
		{
			rule: 'whole units of a subscription with a fraction',
			holds: ten,
			quantity: 9.5,
			units: [{ from: always, units: 9 }],
			others: 1,
		},
	])('gives the subscription $rule', ({ holds, linked = [], quantity, units, others }) => {
		expect(heldUnits(lineHolding(holds), { on: today, quantity, linked })).toEqual({ units, others });
	});
});

function write(on: string, unitDelta: number, price?: string): PlannedAdjustment {
	return { on, unitDelta, unitsBefore: 0, unitsAfter: unitDelta, ...(price && { price }) } as PlannedAdjustment;
}

function planWith(adjustments: readonly PlannedAdjustment[], more: Partial<LineChange> = {}): ContractPlan {
	const change = { target: { kind: 'existing', contractServiceId: 7 }, serviceName: 'Premium', adjustments, ...more };
	return { changes: [change], charges: [] } as unknown as ContractPlan;
}

describe('unwrittenOf', () => {
	it.each<{ rule: string; plans: readonly ContractPlan[]; writes: readonly string[] }>([
		{ rule: 'nothing', plans: [planWith([])], writes: [] },
		{ rule: 'a rise', plans: [planWith([write('2026-09-01', 2)])], writes: ['Premium: +2 on 2026-09-01'] },
		{
			rule: 'a fall and a price',
			plans: [planWith([write('2026-10-01', -2, '17')])],
			writes: ['Premium: -2, price 17 on 2026-10-01'],
		},
		{
			rule: 'nothing of two plans that take each other back',
			plans: [planWith([write('2026-09-10', -2)]), planWith([write('2026-09-10', 2)])],
			writes: [],
		},
		{
			rule: 'both of two days',
			plans: [planWith([write('2026-09-10', -2)]), planWith([write('2026-09-11', 2)])],
			writes: ['Premium: -2 on 2026-09-10', 'Premium: +2 on 2026-09-11'],
		},
		{
			rule: 'a ticked charge and no unticked one',
			plans: [
				{
					changes: [],
					charges: [
						{ name: 'Setup', amount: '50', on: '2026-09-10', selected: true },
						{ name: 'Fee', amount: '5', on: '2026-09-10', selected: false },
					],
				} as unknown as ContractPlan,
			],
			writes: ['Setup: 50 on 2026-09-10'],
		},
	])('says $rule', ({ plans, writes }) => {
		expect(unwrittenOf(plans)).toEqual(writes);
	});
});

describe('whyNotAdoptable', () => {
	const linking = planWith([], { isFirstLink: true });

	it.each<{ rule: string; task: Partial<SyncTask>; plan?: ContractPlan; why: RegExp | undefined }>([
		{ rule: 'an initial task links its line', task: { kind: 'initial', isFirst: true }, why: undefined },
		{ rule: 'a first sale links its line', task: { kind: 'sales', isFirst: true }, why: undefined },
		{ rule: 'a change seen first links its line', task: { kind: 'change', isFirst: false }, why: undefined },
		{
			rule: 'a move to another line is left to its plan',
			task: { kind: 'change', isFirst: true },
			plan: planWith([], { isFirstLink: true, joinedOn: day('2026-09-01') }),
			why: /moves units/,
		},
		{ rule: 'a later sale does not', task: { kind: 'sales', isFirst: false }, why: /its units are new/ },
		{ rule: 'a cancellation does not', task: { kind: 'cancellation', isFirst: true }, why: /ends its subscription/ },
		{
			rule: 'a line that is linked is not linked again',
			task: { kind: 'initial', isFirst: true },
			plan: planWith([], { isFirstLink: false }),
			why: /no line that existed before/,
		},
	])('$rule', ({ task, plan = linking, why }) => {
		const said = whyNotAdoptable({ id: 'order-1', ...task } as SyncTask, plan);
		if (why === undefined) expect(said).toBeUndefined();
		else expect(said).toMatch(why);
	});
});
