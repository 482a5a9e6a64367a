import type { INodeProperties } from 'n8n-workflow';
import { buildProperties } from '../../../nodes/shared/settings/buildProperties';
import { checkProperties } from '../../../nodes/shared/settings/checkSettings';
import { otherSettings, settingWords } from '../../../src/domain/plan/otherSettings';
import type { PlanSettings } from '../../../src/domain/settings';
import { settings as usual } from '../planning/scenario';

describe('otherSettings', () => {
	it.each<{ rule: string; now: Partial<PlanSettings>; says: readonly string[] }>([
		{ rule: 'none where they are the same', now: {}, says: [] },
		{ rule: 'none where the usual limit is said', now: { priceChangeLimit: 20 }, says: [] },
		{
			rule: 'a limit, where none was stored',
			now: { priceChangeLimit: 0 },
			says: ['Price Change Limit (%) was 20 and is now 0'],
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

	it('calls settings and values what the nodes call them', () => {
		const properties = [...buildProperties(), ...checkProperties()].filter(({ name }) => name in settingWords);
		const values = ({ options = [] }: INodeProperties) =>
			Object.fromEntries(options.flatMap((one) => ('value' in one ? [[one.value, one.name]] : [])));
		const shown = properties.map((one) => [
			one.name,
			{ name: one.displayName, values: one.type === 'boolean' ? { true: 'on', false: 'off' } : values(one) },
		]);
		expect(settingWords).toEqual(Object.fromEntries(shown));
	});
});
