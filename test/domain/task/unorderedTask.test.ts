import { instant } from '../../../src/domain/calendarDate';
import { orderKinds, type SelectableKind } from '../../../src/domain/order/orderKind';
import type { UnorderedKind } from '../../../src/domain/order/unorderedChange';
import { planTask } from '../../../src/domain/planning/planTask';
import type { PlanSettings } from '../../../src/domain/settings';
import type { SyncTask } from '../../../src/domain/task/task';
import type { TaskFrame } from '../../../src/domain/task/taskFrame';
import { unorderedTask } from '../../../src/domain/task/unorderedTask';
import {
	chargesOf,
	connectionId,
	type ContractFigures,
	contractOf,
	day,
	factsOf,
	ledgerOf,
	type LineFigures,
	lineOf,
	linkOf,
	type SubscriptionFigures,
	subscriptionOf,
	writesOf,
} from '../planning/scenario';

function frameOf(kinds: readonly SelectableKind[] = orderKinds): TaskFrame {
	return {
		connectionId,
		timeZone: 'Europe/London',
		connectedAt: instant('2026-09-01T08:00:00Z'),
		now: instant('2026-10-16T09:30:00Z'),
		today: day('2026-10-16'),
		isFirst: false,
		processAutomatically: true,
		orderKinds: kinds,
	};
}

interface Found {
	readonly kind: UnorderedKind;
	readonly on: string;
	readonly holds: SubscriptionFigures;
	readonly settings?: Partial<PlanSettings>;
	readonly contract?: ContractFigures;
	readonly line?: LineFigures;
}

function found({ kind, on, holds }: Found, frame = frameOf()): SyncTask {
	return unorderedTask(subscriptionOf(holds), { kind, on: day(on), timeZone: 'Europe/London' }, frame);
}

function planOf(given: Found) {
	const contract = contractOf(given.contract);
	const facts = factsOf({
		contracts: [contract],
		tasks: [found(given)],
		subscriptions: [given.holds],
		...(given.settings ? { settings: given.settings } : {}),
	});
	const line = lineOf(given.line ?? { units: 10, isOurs: true }, contract);
	const outcome = planTask(found(given), facts, ledgerOf([line], [linkOf({ units: 10 })]));
	if (outcome.kind === 'attention') throw new Error(`${outcome.reason}: ${outcome.message}`);
	return outcome.plan;
}

const rise = { kind: 'change', on: '2026-10-12', holds: { quantity: '13' } } as const;
const repriced = { kind: 'change', on: '2026-10-12', holds: { unitPrice: '20.00', unitCost: '16.00' } } as const;
const yearly = { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType: 'yearly' } as const;
const monthly = { subscriptionPeriod: { type: 'month', duration: 1 } } as const;
const perYear = {
	unitPrice: '216.00',
	unitCost: '172.80',
	billingPeriod: { type: 'year', duration: 1 },
	subscriptionPeriod: { type: 'month', duration: 8 },
} as const;

describe('the plan of what nobody ordered', () => {
	it.each<{ rule: string; given: Found; writes: readonly string[]; charges?: readonly string[] }>([
		{ rule: 'a rise, by Autotask', given: rise, writes: ['+3 @ 2026-10-12'] },
		{
			rule: 'a rise, by the marketplace: 3 x 18.00 x 20 / 31',
			given: { ...rise, settings: { proration: 'marketplace' } },
			writes: ['+3 @ 2026-11-01'],
			charges: ['proration 34.84 cost 27.87 @ 2026-10-12'],
		},
		{
			rule: 'a rise at the price that Autotask has',
			given: { ...rise, settings: { priceSource: 'autotask' } },
			writes: ['+3 @ 2026-10-12'],
		},
		{
			rule: 'a fall',
			given: { kind: 'change', on: '2026-10-11', holds: { quantity: '6' } },
			writes: ['-4 @ 2026-11-01'],
		},
		{ rule: 'a price', given: repriced, writes: ['+0 @ 2026-10-01 at 20 cost 16'] },
		{
			rule: 'a price in a posted period',
			given: { ...repriced, line: { units: 10, isOurs: true, postedThrough: '2026-10-15' } },
			writes: ['+0 @ 2026-11-01 at 20 cost 16'],
		},
		{
			rule: 'a price where Autotask has its own',
			given: { ...repriced, settings: { priceSource: 'autotask' } },
			writes: [],
		},
		{
			rule: 'an end within the period',
			given: { kind: 'cancellation', on: '2026-10-11', holds: { status: 'terminated', expiresOn: '2026-10-11' } },
			writes: ['-10 @ 2026-11-01'],
		},
		{
			rule: 'an end of the term on a boundary',
			given: {
				kind: 'cancellation',
				on: '2026-11-01',
				holds: { ...monthly, status: 'terminated', expiresOn: '2026-11-01' },
			},
			writes: ['-10 @ 2026-11-01'],
		},
		{
			rule: 'an end of the term on a boundary, where its last day is stated',
			given: {
				kind: 'cancellation',
				on: '2026-11-01',
				holds: { ...monthly, status: 'removed', expiresOn: '2026-10-31' },
				settings: { expirationIs: 'lastDay' },
			},
			writes: ['-10 @ 2026-11-01'],
		},
		{
			rule: 'an end of the term within a yearly period',
			given: {
				kind: 'cancellation',
				on: '2026-09-01',
				holds: { ...perYear, status: 'terminated', expiresOn: '2026-09-01' },
				contract: yearly,
				line: { units: 10, price: '216.00', cost: '172.80', isOurs: true },
			},
			writes: ['-10 @ 2026-09-01'],
		},
	])('$rule', ({ given, writes, charges = [] }) => {
		const plan = planOf(given);
		expect(writesOf(plan)).toEqual(writes);
		expect(chargesOf(plan)).toEqual(charges);
		expect(plan.approvalNeeded).toContain('nobody has ordered it');
	});
});

describe('the task of what nobody ordered', () => {
	it.each([
		{ on: '2026-10-12', effectiveAt: '2026-10-11T23:00:00.000Z' },
		{ on: '2026-11-02', effectiveAt: '2026-11-02T00:00:00.000Z' },
	])('takes effect when $on begins in the time zone of the marketplace', ({ on, effectiveAt }) => {
		expect(found({ ...rise, on })).toMatchObject({ effectiveAt, state: 'open', isFirst: false });
	});

	it('is ignored with the reason where its kind is left out', () => {
		expect(found(rise, frameOf(['sales']))).toMatchObject({
			state: 'ignored',
			note: expect.stringContaining('change'),
		});
	});
});
