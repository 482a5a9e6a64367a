import type { LinkOwed } from '../../src/domain/line/linkOwed';
import type { UnitTimeline } from '../../src/domain/unitTimeline';
import type { LinkedLine } from '../../src/ports/store/lines';
import type { Place } from './places';
import { day, linkedLine, productId } from './samples';

export const until = day('2026-11-01');

/** A line as the version before kept it, and what is to be owed beside it. */
export interface Kept {
	readonly rule: string;
	readonly id: string;
	readonly units: UnitTimeline;
	readonly charged?: object;
	readonly leftOn?: string;
	readonly beside?: readonly (readonly [from: string, units: number, until: string])[];
}

export function unitsFrom(...steps: readonly (readonly [from: string, units: number])[]): UnitTimeline {
	return steps.map(([from, units]) => ({ from: day(from), units }));
}

const tenThen13 = unitsFrom(['2026-01-15', 10], ['2026-11-01', 13]);
const endedSeats = [
	{ units: 4, endedOn: '2026-10-11', from: '2026-10-11', until, rate: { price: '18', cost: '12.5' } },
];

/** Lines of one subscription. */
export const kept: readonly Kept[] = [
	{ rule: 'nothing charged', id: 'none', units: tenThen13 },
	{ rule: 'no seats', id: 'empty', units: [] },
	{
		rule: 'a fragment, of which no task is known: for as long as any period is',
		id: 'fragment',
		units: tenThen13,
		charged: { quantity: 13, until },
		beside: [['2025-11-01', 3, until]],
	},
	{
		rule: 'a fragment: from the day of the first task of the period that charged one',
		id: 'planned',
		units: unitsFrom(['2026-01-15', 10], ['2026-11-01', 15]),
		charged: { quantity: 15, until },
		beside: [['2026-10-16', 5, until]],
	},
	{
		rule: 'a credit',
		id: 'credit',
		units: unitsFrom(['2026-01-15', 10], ['2026-11-01', 6]),
		charged: { quantity: 6, until },
		beside: [['2025-11-01', -4, until]],
	},
	{
		rule: 'seats that the line took since: as many as are paid for',
		id: 'moved',
		units: unitsFrom(['2026-01-15', 10], ['2026-10-25', 12], ['2026-11-01', 15]),
		charged: { quantity: 15, until },
		beside: [['2025-11-01', 3, until]],
	},
	{
		rule: 'a fragment that the line holds now',
		id: 'held',
		units: unitsFrom(['0001-01-01', 10], ['2026-10-25', 12]),
		charged: { quantity: 12, until },
	},
	{
		rule: 'ended seats: a credit of their days',
		id: 'ended',
		units: unitsFrom(['2026-01-15', 10], ['2026-11-01', 6]),
		charged: { quantity: 6, until, ended: endedSeats },
		beside: [['2026-10-11', -4, until]],
	},
	{
		rule: 'ended seats and a fragment',
		id: 'both',
		units: unitsFrom(['2026-01-15', 10], ['2026-11-01', 9]),
		charged: { quantity: 9, until, ended: endedSeats },
		beside: [
			['2026-10-11', -4, until],
			['2025-11-01', 3, until],
		],
	},
	{
		rule: 'ended seats that came back, and some that did not',
		id: 'back',
		units: unitsFrom(['2026-01-15', 10], ['2026-11-01', 7]),
		charged: {
			quantity: 7,
			until,
			ended: [
				{ ...endedSeats[0], until: '2026-10-20' },
				{ ...endedSeats[0], from: '2026-10-20', units: 3 },
			],
		},
		beside: [
			['2026-10-11', -4, '2026-10-20'],
			['2026-10-20', -3, until],
		],
	},
	{
		rule: 'a year after a leap day',
		id: 'leap',
		units: unitsFrom(['2026-01-15', 10]),
		charged: { quantity: 11, until: '2028-02-29' },
		beside: [['2027-02-28', 1, '2028-02-29']],
	},
	{
		rule: 'a line that was left',
		id: 'left',
		units: unitsFrom(['2026-01-15', 10], ['2026-10-20', 0]),
		leftOn: '2026-10-20',
	},
	{
		rule: 'a line that was left with a fragment',
		id: 'leftCharged',
		units: tenThen13,
		charged: { quantity: 13, until },
		leftOn: '0001-01-01',
		beside: [['2025-11-01', 3, until]],
	},
];

function besideOf({ beside = [], charged }: Kept): LinkOwed['asides'] {
	const ends = (charged as { ended?: readonly unknown[] } | undefined)?.ended?.length ?? 0;
	return beside.map(([from, units, to], at) => ({
		id: at < ends ? `kept/${at}` : 'kept',
		units: unitsFrom([from, units], [to, 0]),
	}));
}

/** The line as it is read now. */
export function lineOf(one: Kept): LinkedLine {
	const asides = besideOf(one);
	return {
		...linkedLine,
		productId: productId(one.id),
		units: one.units,
		...(asides.length === 0 ? {} : { owed: { price: [], cost: [], asides } }),
		...(one.leftOn === undefined ? {} : { leftOn: day(one.leftOn) }),
	};
}

const text = (value: unknown) =>
	value === undefined ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;

export function insertLines(lines: readonly Omit<Kept, 'rule'>[]): string {
	const rows = lines.map(
		({ id, units, charged, leftOn }) =>
			`(12, '12/main', 'S-1', '${id}', 7, 70, 31, ${text(units)}, ${text(charged)}, ${text(leftOn)})`,
	);
	return `insert into linked_lines (database_id, connection_id, subscription_id, product_id, contract_id,
		contract_service_id, service_id, units, charged, left_on) values ${rows.join(', ')}`;
}

/** Tasks of the subscription with their plans; only what was written in the period of the line counts. */
const tasks = [
	{ id: 'first', on: '2026-10-16', quantity: 13 },
	{ id: 'second', on: '2026-10-18', quantity: 15 },
	{ id: 'failed', on: '2026-10-14', quantity: 13, state: 'failed' },
	{ id: 'earlier', on: '2026-09-20', quantity: 10, nextStart: '2026-10-01' },
	{ id: 'other', on: '2026-10-02', quantity: 13, product: 'another' },
	{ id: 'uncharged', on: '2026-10-03' },
];

export async function insertTasks(place: Place): Promise<void> {
	for (const { id, on, quantity, state = 'synced', nextStart = until, product = 'planned' } of tasks) {
		const change = {
			subscriptionId: 'S-1',
			productId: product,
			period: { nextStart },
			chargedUntilNextStart: quantity,
		};
		const plan = { effectiveOn: on, changes: [change] };
		await place.run(`insert into tasks (connection_id, id, kind, customer_id, subscription_ids, state, created_at,
			effective_at, first_seen_on, is_first, is_older_than_connection, process_automatically, answers, updated_at)
			values ('12/main', '${id}', 'sales', '1000', '["S-1"]', '${state}', '', '', '${on}', 0, 0, 0, '{}', '')`);
		await place.run(`insert into task_subscriptions values ('12/main', '${id}', 'S-1')`);
		await place.run(`insert into plans values ('12/main', '${id}', 7, '', '${JSON.stringify(plan)}')`);
	}
}
