import { instant } from '../../../src/domain/calendarDate';
import { askedToday, checkWindow, waitsForItsDay } from '../../../src/domain/task/checkWindow';

const now = instant('2026-10-16T09:00:00Z');
const connectedAt = instant('2026-10-15T08:00:00Z');

describe('checkWindow', () => {
	it.each([
		{
			rule: 'looks back from the connection at the first check',
			connection: { connectedAt },
			from: '2026-09-14T08:00:00Z',
		},
		{
			rule: 'keeps the look-back of a first check that was broken off, whatever has been stored',
			connection: { connectedAt, watermark: instant('2026-10-10T00:00:00Z') },
			from: '2026-09-14T08:00:00Z',
		},
		{
			rule: 'asks again for three days before the newest order that has a task',
			connection: { connectedAt, firstCheckDoneAt: connectedAt, watermark: instant('2026-07-01T00:00:00Z') },
			from: '2026-06-28T00:00:00Z',
		},
		{
			rule: 'asks from three days before the connection where no order has a task yet',
			connection: { connectedAt, firstCheckDoneAt: connectedAt },
			from: '2026-10-12T08:00:00Z',
		},
	])('$rule', ({ connection, from }) => {
		expect(checkWindow(connection, now, 31)).toEqual({ from: instant(from), to: now });
	});
});

describe('waitsForItsDay', () => {
	it.each([
		{ rule: 'an order that is scheduled', status: 'scheduled', createdAt: '2026-10-16T08:00:00Z', waits: true },
		{ rule: 'one under way for two days', status: 'processing', createdAt: '2026-10-14T09:00:00Z', waits: false },
		{ rule: 'one under way for longer', status: 'submitted', createdAt: '2026-10-14T08:59:59Z', waits: true },
		{ rule: 'one that has failed', status: 'error', createdAt: '2026-09-14T09:00:00Z', waits: false },
	] as const)('$rule: $waits', ({ status, createdAt, waits }) => {
		expect(waitsForItsDay({ status, createdAt: instant(createdAt) }, now)).toBe(waits);
	});
});

describe('askedToday', () => {
	const firstSeenAt = instant('2026-10-10T09:00:00Z');
	const many = (count: number, askedAt: string) =>
		Array.from({ length: count }, () => ({ firstSeenAt, askedAt: instant(askedAt) }));

	it.each([
		{ rule: 'none that was asked for today', waiting: many(3, '2026-10-15T09:00:01Z'), asked: 0 },
		{ rule: 'those of a day ago', waiting: many(3, '2026-10-15T09:00:00Z'), asked: 3 },
		{ rule: 'eight of 200', waiting: many(200, '2026-10-15T09:00:00Z'), asked: 8 },
		{ rule: 'all that have waited for half a day more', waiting: many(200, '2026-10-14T21:00:00Z'), asked: 200 },
		{ rule: 'one that was never asked for', waiting: [{ firstSeenAt }], asked: 1 },
	])('$rule', ({ waiting, asked }) => {
		expect(askedToday(waiting, now)).toHaveLength(asked);
	});
});
