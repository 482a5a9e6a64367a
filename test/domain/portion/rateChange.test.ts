import { rateStep, readWantedRate, repricedFrom } from '../../../src/domain/portion/rateChange';
import { decimal } from '../../../src/domain/money';
import { day, lineOf, money, rateOf } from '../planning/scenario';

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
			rule: 'nor written',
			amounts: { price: decimal('0.00') },
			options: { priceSource: 'marketplace' as const, convertCost: false },
			reading: { kind: 'conflict' },
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

describe('repricing', () => {
	const october = { start: day('2026-10-01'), nextStart: day('2026-11-01') };
	it.each([
		{ rule: 'an open period is repriced from its start', through: '2026-09-30', from: '2026-10-01' },
		{ rule: 'a posted one from its end', through: '2026-10-31', from: '2026-11-01' },
	])('$rule', ({ through, from }) => {
		expect(repricedFrom(lineOf({ units: 10, postedThrough: through }).state, october)).toBe(from);
	});

	it.each([
		{ rule: 'equal rates need no step', current: rateOf('18.00', '14.40'), step: undefined },
		{
			rule: 'another price is a step',
			current: rateOf('17.00', '14.40'),
			step: { from: '2026-10-01', price: '18', cost: '14.4' },
		},
		{
			rule: 'so is another cost',
			current: rateOf('18.00', '14.00'),
			step: { from: '2026-10-01', price: '18', cost: '14.4' },
		},
	])('$rule', ({ current, step }) => {
		expect(rateStep(current, rateOf('18.00', '14.40'), october.start)).toEqual(step);
	});
});
