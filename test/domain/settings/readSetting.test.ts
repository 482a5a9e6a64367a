import type { SettingName } from '../../../src/domain/settings/connectionSettings';
import { readSetting } from '../../../src/domain/settings/readSetting';
import { settingNames, settingOf } from '../../../src/domain/settings/settingsTable';

describe('readSetting', () => {
	it.each<{ name: SettingName; given: unknown; value: unknown }>([
		{ name: 'priceSource', given: ' marketplace ', value: 'marketplace' },
		{ name: 'convertCost', given: true, value: true },
		{ name: 'convertCost', given: 'off', value: false },
		{ name: 'syncRefunds', given: 'true', value: true },
		{ name: 'priceChangeLimit', given: '0', value: 0 },
		{ name: 'priceChangeLimit', given: 'none', value: 0 },
		{ name: 'lookBackDays', given: 366, value: 366 },
		{ name: 'maxMoney', given: 'none', value: '' },
		{ name: 'maxMoney', given: '5000.00', value: '5000.00' },
		{ name: 'maxMoney', given: '0', value: '0' },
		{ name: 'orderKinds', given: ['sales', 'billing'], value: ['billing', 'sales'] },
		{ name: 'orderKinds', given: 'change, sales', value: ['change', 'sales'] },
		{ name: 'timeZone', given: ' Europe/London ', value: 'Europe/London' },
		{
			name: 'pagesAddress',
			given: 'https://n8n.example/webhook/marketplace/',
			value: 'https://n8n.example/webhook/marketplace',
		},
		{ name: 'pagesAddress', given: '', value: '' },
	])('takes $given for $name', ({ name, given, value }) => {
		expect(readSetting(name, given)).toEqual({ value });
	});

	it.each<{ name: SettingName; given: unknown; says: string }>([
		{
			name: 'priceSource',
			given: 'both',
			says: 'Load prices from: "both" is no choice. Choose one of: autotask (Autotask), marketplace (Marketplace).',
		},
		{ name: 'priceSource', given: 'constructor', says: 'Load prices from: "constructor" is no choice.' },
		{
			name: 'convertCost',
			given: 'maybe',
			says: 'Convert cost: "maybe" is neither on nor off. Give true or false.',
		},
		{
			name: 'lookBackDays',
			given: '367',
			says: 'Look back (days): "367" is not a whole number from 1 to 366. Enter one.',
		},
		{ name: 'lookBackDays', given: 'none', says: 'Look back (days): "none" is not a whole number' },
		{ name: 'recheckHours', given: '1.5', says: 'Look again in Autotask after (hours): "1.5" is not' },
		{ name: 'hourlyShare', given: '', says: 'Share of the hourly limit (%): "" is not a whole number from 1 to 100.' },
		{
			name: 'maxMoney',
			given: '5.000,00',
			says: 'Most money per run: "5.000,00" is not an amount. Enter one such as 5000.00, or none.',
		},
		{ name: 'maxMoney', given: '-5', says: 'Most money per run: "-5" is not an amount.' },
		{ name: 'orderKinds', given: [], says: 'Order kinds: "" is no choice. Choose at least one of: ' },
		{ name: 'orderKinds', given: ['sales', 'gifts'], says: 'Order kinds: "sales, gifts" is no choice.' },
		{
			name: 'timeZone',
			given: 'Europe/Nowhere',
			says: 'Marketplace time zone: "Europe/Nowhere" is not a time zone. Choose one from the list, such as Europe/London.',
		},
		{
			name: 'pagesAddress',
			given: 'javascript:alert(1)',
			says: 'Address of the pages: "javascript:alert(1)" is not an',
		},
		{ name: 'pagesAddress', given: 'https://jane:secret@n8n.example', says: 'Address of the pages: ' },
		{ name: 'priceSource', given: { value: 'autotask' }, says: 'Load prices from: "" is no choice.' },
	])('refuses $given for $name, by its name', ({ name, given, says }) => {
		expect(readSetting(name, given)).toEqual({ refused: expect.stringContaining(says) as string });
	});

	it.each(settingNames.filter((name) => name !== 'timeZone'))('takes the usual value of %s', (name) => {
		const { usual } = settingOf(name);
		const sorted = Array.isArray(usual) ? [...(usual as string[])].sort() : usual;
		expect(readSetting(name, usual)).toEqual({ value: sorted });
	});
});
