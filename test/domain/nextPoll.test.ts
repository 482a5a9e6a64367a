import { instant } from '../../src/domain/calendarDate';
import { nextPoll, type PollTime } from '../../src/domain/nextPoll';

/** Friday, 16 October 2026, 10:00 in London. */
const now = instant('2026-10-16T09:00:00Z');

describe('the next poll', () => {
	it.each<[string, readonly PollTime[], string | undefined]>([
		['each day, later today', [{ mode: 'everyDay', hour: 18, minute: 30 }], '2026-10-16T17:30'],
		[
			'each day, tomorrow: the minute that runs is over',
			[{ mode: 'everyDay', hour: 10, minute: 0 }],
			'2026-10-17T09:00',
		],
		['each minute', [{ mode: 'everyMinute' }], '2026-10-16T09:01'],
		['each hour', [{ mode: 'everyHour', minute: 15 }], '2026-10-16T09:15'],
		['every 20 minutes', [{ mode: 'everyX', value: 20, unit: 'minutes' }], '2026-10-16T09:20'],
		['every 6 hours, at a minute that n8n draws', [{ mode: 'everyX', value: 6, unit: 'hours' }], '2026-10-16T11:59'],
		['each week', [{ mode: 'everyWeek', weekday: '1', hour: 6, minute: 0 }], '2026-10-19T05:00'],
		['each month', [{ mode: 'everyMonth', dayOfMonth: 1, hour: 6, minute: 0 }], '2026-11-01T06:00'],
		[
			'by a cron expression with seconds',
			[{ mode: 'custom', cronExpression: '0 */10 8-18 * * 1-5' }],
			'2026-10-16T09:10',
		],
		['by one of five fields', [{ mode: 'custom', cronExpression: '5,35 7 * * *' }], '2026-10-17T06:05'],
		['by one that is not understood', [{ mode: 'custom', cronExpression: '0 6 * JAN 1' }], undefined],
		['in a mode that is not known', [{ mode: 'sometimes' }], undefined],
		[
			'of several the first',
			[
				{ mode: 'everyDay', hour: 6 },
				{ mode: 'everyHour', minute: 15 },
			],
			'2026-10-16T09:15',
		],
		['of none', [], undefined],
	])('%s', (_, times, expected) => {
		expect(nextPoll(times, now, 'Europe/London')?.slice(0, 16)).toBe(expected);
	});

	it('follows the clock of the zone through its change', () => {
		const evening = instant('2026-10-24T20:00:00Z');
		expect(nextPoll([{ mode: 'everyDay', hour: 6, minute: 0 }], evening, 'Europe/London')).toBe(
			'2026-10-25T06:00:00.000Z',
		);
	});
});
