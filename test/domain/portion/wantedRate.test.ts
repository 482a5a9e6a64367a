import { readWantedRate } from '../../../src/domain/portion/wantedRate';
import { decimal } from '../../../src/domain/money';
import { money } from '../planning/scenario';

const home = { internalCurrency: 'GBP', exchangeRate: (currency: string) => (currency === 'EUR' ? '0.86' : undefined) };
const price = decimal('18.00');

describe('readWantedRate', () => {
	it.each([
		{
			rule: "Autotask's price stays",
			amounts: { price },
			options: { priceSource: 'autotask' as const, convertCost: false },
			reading: { kind: 'keeps' },
		},
		{
			rule: "the marketplace's price and cost are taken",
			amounts: { price, cost: money('14.40') },
			options: { priceSource: 'marketplace' as const, convertCost: false },
			reading: { kind: 'wanted', wanted: { rate: { price: '18', cost: '14.4' } } },
		},
		{
			rule: "a price of 0 is never billed at Autotask's price",
			amounts: { price: decimal('0.00') },
			options: { priceSource: 'autotask' as const, convertCost: false },
			reading: { kind: 'conflict' },
		},
		{
			rule: "with the marketplace's prices it is written",
			amounts: { price: decimal('0.00') },
			options: { priceSource: 'marketplace' as const, convertCost: false },
			reading: { kind: 'wanted', wanted: { rate: { price: '0' } } },
		},
		{
			rule: 'a price that is not stated is asked for',
			amounts: {},
			options: { priceSource: 'marketplace' as const, convertCost: false },
			reading: { kind: 'conflict' },
		},
		{
			rule: 'a foreign cost is left out and said',
			amounts: { price, cost: money('10.00', 'EUR') },
			options: { priceSource: 'marketplace' as const, convertCost: false },
			reading: {
				kind: 'wanted',
				wanted: { rate: { price: '18' }, remark: expect.stringContaining('left out') as string },
			},
		},
		{
			rule: 'a foreign cost is converted where that is on',
			amounts: { price, cost: money('10.00', 'EUR') },
			options: { priceSource: 'marketplace' as const, convertCost: true },
			reading: {
				kind: 'wanted',
				wanted: { rate: { price: '18', cost: '8.6' }, remark: expect.stringContaining('0.86') as string },
			},
		},
		{
			rule: 'a cost in a currency without rate is left out',
			amounts: { price, cost: money('10.00', 'USD') },
			options: { priceSource: 'marketplace' as const, convertCost: true },
			reading: {
				kind: 'wanted',
				wanted: { rate: { price: '18' }, remark: expect.stringContaining('left out') as string },
			},
		},
	])('$rule', ({ amounts, options, reading }) => {
		expect(readWantedRate(amounts, { ...options, ...home })).toMatchObject(reading);
	});

	it('a foreign cost that is left out is not in the rate', () => {
		const reading = readWantedRate(
			{ price, cost: money('10.00', 'EUR') },
			{ priceSource: 'marketplace', convertCost: false, ...home },
		);
		expect(reading.kind === 'wanted' && reading.wanted.rate).toEqual({ price: '18' });
	});
});
