import { namedPeriod } from '../../../src/domain/period/namedPeriod';
import { day } from '../planning/scenario';

describe('A12: the days that a line of usage names', () => {
	it.each([
		{ text: 'Azure plan 2026-10-01 - 2026-10-31', from: '2026-10-01', next: '2026-11-01' },
		{ text: 'Usage (2026-09-20 to 2026-10-19): 15 GB', from: '2026-09-20', next: '2026-10-20' },
		{ text: 'Azure usage for October 2026', from: '2026-10-01', next: '2026-11-01' },
		{ text: 'Traffic, Sept. 2026', from: '2026-09-01', next: '2026-10-01' },
		{ text: 'Traffic 10/2026', from: '2026-10-01', next: '2026-11-01' },
		{ text: 'Traffic 2026-08', from: '2026-08-01', next: '2026-09-01' },
		{ text: 'October 2026 (2026-10-01 - 2026-10-31)', from: '2026-10-01', next: '2026-11-01' },
		{ text: 'Usage of Metered', from: undefined },
		{ text: 'September 2026 and October 2026', from: undefined },
		{ text: 'November 2026, which has not ended', from: undefined },
		{ text: 'Price list of October 2024', from: undefined },
		{ text: '01/10/2026', from: undefined },
		{ text: '2026-10-05', from: undefined },
		{ text: '2026-10-31 - 2026-10-01', from: undefined },
		{ text: 'Exchange 2019', from: undefined },
	])('$text: $from', ({ text, from, next }) => {
		const found = namedPeriod(text, day('2026-11-02'));
		expect(found && [found.start, found.nextStart]).toEqual(from === undefined ? undefined : [from, next]);
	});
});
