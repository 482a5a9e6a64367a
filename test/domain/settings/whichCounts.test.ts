import type { SaidSettings } from '../../../src/domain/settings/connectionSettings';
import { parameterName, titleCase } from '../../../src/domain/settings/settingTexts';
import { asInSettings, differing, readOwn, usualSettings, whichCounts } from '../../../src/domain/settings/whichCounts';

describe('whichCounts', () => {
	it.each<{ rule: string; own: SaidSettings; stored: SaidSettings; counts: string }>([
		{ rule: 'the usual one, where nobody has said any', own: {}, stored: {}, counts: 'autotask' },
		{ rule: 'the stored one', own: {}, stored: { proration: 'marketplace' }, counts: 'marketplace' },
		{
			rule: "a node's own, whatever is stored",
			own: { proration: 'autotask' },
			stored: { proration: 'marketplace' },
			counts: 'autotask',
		},
	])('is $rule', ({ own, stored, counts }) => {
		expect(whichCounts(own, stored).proration).toBe(counts);
	});

	it('has no time zone that nobody has chosen', () => {
		expect(usualSettings.timeZone).toBe('');
	});
});

describe('what a node says for itself', () => {
	const names = ['priceSource', 'convertCost', 'maxLines', 'orderKinds', 'timeZone'] as const;
	const ownOf = (given: Readonly<Record<string, unknown>>) => readOwn(names, (name) => given[name]);

	it.each([
		{ rule: 'nothing, where all is as in Settings', given: { priceSource: asInSettings, convertCost: asInSettings } },
		{ rule: 'nothing, where fields are empty', given: { maxLines: '', timeZone: ' ', orderKinds: [] } },
		{ rule: 'nothing, where parameters are missing', given: { priceSource: undefined, convertCost: null } },
	])('is $rule', ({ given }) => {
		expect(ownOf(given)).toEqual({ said: {}, refused: [] });
	});

	it('is what a workflow of before says: a switch, a number, a list', () => {
		const given = { convertCost: false, maxLines: 0, orderKinds: ['sales'], timeZone: 'Europe/Berlin' };
		expect(ownOf(given)).toEqual({ said: given, refused: [] });
	});

	it('is refused by the name of each parameter that is wrong', () => {
		const { refused } = ownOf({ maxLines: 'many', timeZone: 'Mars' });
		expect(refused).toEqual([
			expect.stringMatching(/^Most lines per run: /),
			expect.stringMatching(/^Marketplace time/),
		]);
	});

	it('differs only where it is another value', () => {
		const own: SaidSettings = { priceSource: 'autotask', sweep: 'never', maxLines: 5 };
		expect(differing(own, { maxLines: 5 })).toEqual(['sweep']);
		expect(differing(own, { priceSource: 'marketplace' })).toEqual(['priceSource', 'sweep', 'maxLines']);
	});
});

describe('the names of parameters', () => {
	it.each([
		['Second change on one date', 'Second Change on One Date'],
		['Share of the hourly limit (%)', 'Share of the Hourly Limit (%)'],
		['Look again in Autotask after (hours)', 'Look Again in Autotask After (Hours)'],
		['Match company by', 'Match Company By'],
	])('%s is %s', (text, title) => {
		expect(titleCase(text)).toBe(title);
	});

	it('come from the table', () => {
		expect(parameterName('changeQuantity')).toBe('Change Order Quantity Means');
	});
});
