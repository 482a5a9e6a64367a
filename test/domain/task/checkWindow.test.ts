import { instant } from '../../../src/domain/calendarDate';
import { checkWindow } from '../../../src/domain/task/checkWindow';

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
