import { otherSettings } from '../../../src/domain/plan/otherSettings';
import type { PlanSettings } from '../../../src/domain/settings';
import { settings as usual } from '../planning/scenario';

describe('otherSettings', () => {
	it.each<{ rule: string; now: Partial<PlanSettings>; says: readonly string[] }>([
		{ rule: 'none where they are the same', now: {}, says: [] },
		{ rule: 'none where the usual limit is said', now: { priceChangeLimit: 20 }, says: [] },
		{
			rule: 'a limit, where none was stored',
			now: { priceChangeLimit: 0 },
			says: ['Price Change Limit (%) was 20 and is now No limit'],
		},
		{ rule: 'a switch', now: { convertCost: true }, says: ['Convert Cost was off and is now on'] },
		{
			rule: 'each of several',
			now: { proration: 'marketplace', timeZone: 'utc' },
			says: ['Proration was Autotask and is now Marketplace', 'Marketplace Time Zone was Europe/London and is now utc'],
		},
	])('names $rule', ({ now, says }) => {
		expect(otherSettings(usual, { ...usual, ...now })).toEqual(says);
	});
});
