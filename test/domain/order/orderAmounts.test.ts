import fc from 'fast-check';
import type { ProductId } from '../../../src/domain/ids';
import type { ChargedDays } from '../../../src/domain/order/amountExplained';
import { agrees, decimal, minus, over, roundedAmount, times } from '../../../src/domain/money';
import type { OrderDetail } from '../../../src/domain/order/order';
import { type OrderAmounts, readOrderAmounts } from '../../../src/domain/order/orderAmounts';
import { day, type DetailFigures, detailOf, taskOf } from '../planning/scenario';

const october16: ChargedDays = { billingPeriod: { type: 'month', duration: 1 }, days: { charged: 16, inPeriod: 31 } };

function reading(details: readonly OrderDetail[], days: ChargedDays = october16) {
	const { order } = taskOf({ quantity: '10', details });
	if (!order) throw new Error('no order');
	return readOrderAmounts(order, days);
}

function amountsOf(details: readonly OrderDetail[], days?: ChargedDays): OrderAmounts {
	const read = reading(details, days);
	if (read.kind === 'notUnderstood') throw new Error(read.why);
	return read.amounts;
}

function recurringOf(details: readonly OrderDetail[], days?: ChargedDays) {
	return amountsOf(details, days).recurring.get('p1' as ProductId);
}

const fee = { quantity: '1', unitPrice: '25.00', extendedPrice: '25.00' };

describe('what each type of order line becomes', () => {
	it.each([
		{ type: 'setup', kind: 'setup', needsApproval: false },
		{ type: 'nonProvisioningItem', kind: 'setup', needsApproval: false },
		{ type: 'switch', kind: 'setup', needsApproval: true },
		{ type: 'transfer', kind: 'setup', needsApproval: true },
		{ type: 'cancellation', kind: 'fee', needsApproval: false },
		{ type: 'handlingFee', kind: 'fee', needsApproval: false },
		{ type: 'billPenalty', kind: 'fee', needsApproval: false },
		{ type: 'adjustment', kind: 'fee', needsApproval: true },
		{ type: 'refundAdjustment', kind: 'fee', needsApproval: true },
	])('$type becomes a charge of kind $kind', ({ type, kind, needsApproval }) => {
		expect(amountsOf([detailOf({ ...fee, type })]).oneTime).toMatchObject([
			{ kind, needsApproval, amount: '25', productId: 'p1' },
		]);
	});

	it('a negative adjustment becomes a credit', () => {
		expect(
			amountsOf([detailOf({ ...fee, type: 'adjustment', unitPrice: undefined, extendedPrice: '-25.00' })]).oneTime,
		).toMatchObject([{ kind: 'credit', amount: '-25', needsApproval: true }]);
	});

	it.each(['payment', 'deposit', 'resellerPayment'])('%s is left out', (type) => {
		expect(amountsOf([detailOf({ ...fee, type })])).toMatchObject({ oneTime: [], hasRefund: false });
	});

	it.each(['setupRefund', 'transferRefund', 'refund'])('%s is a refund and no charge', (type) => {
		expect(amountsOf([detailOf({ ...fee, type })])).toMatchObject({ oneTime: [], hasRefund: true });
	});

	it.each(['recurring', 'renew'])('%s gives the price of a unit', (type) => {
		expect(recurringOf([detailOf({ type, quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' })])).toEqual({
			unitPrice: '18',
		});
	});

	it.each(['recurringRefund', 'renewRefund', 'downgrade'])(
		"%s is netted with the product's recurring lines",
		(type) => {
			const refund = detailOf({ type, quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' });
			expect(recurringOf([refund, detailOf({ quantity: '12', unitPrice: '18.00', extendedPrice: '216.00' })])).toEqual({
				unitPrice: '18',
			});
			expect(recurringOf([refund])).toEqual({ refund: '-180', refundedAt: '18' });
		},
	);

	it.each(['unknown', 'overuse', 'billRecord', 'somethingNew', 'toString'])('%s is not understood', (type) => {
		expect(reading([detailOf({ ...fee, type })])).toMatchObject({ kind: 'notUnderstood' });
	});

	it('a charge of nothing is left out', () => {
		expect(amountsOf([detailOf({ type: 'setup', unitPrice: '0', extendedPrice: '0' })]).oneTime).toEqual([]);
	});
});

describe('amounts that are explained', () => {
	it.each<{ rule: string; figures: DetailFigures; recurring: { unitPrice?: string; fragment?: string } }>([
		{
			rule: 'quantity x price for a whole period',
			figures: { quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' },
			recurring: { unitPrice: '18' },
		},
		{
			rule: 'a cent of rounding',
			figures: { quantity: '3', unitPrice: '0.3333', extendedPrice: '1.00' },
			recurring: { unitPrice: '0.3333' },
		},
		{
			rule: 'a year of months',
			figures: { quantity: '10', unitPrice: '18.00', extendedPrice: '2160.00', duration: ['year', '1'] },
			recurring: { unitPrice: '18' },
		},
		{
			rule: 'a part of a period by its days',
			figures: { quantity: '3', unitPrice: '18.00', extendedPrice: '27.87' },
			recurring: { unitPrice: '18', fragment: '27.87' },
		},
		{
			rule: 'a part of a period by the days that it states',
			figures: { quantity: '4', unitPrice: '18.00', extendedPrice: '34.84', duration: ['day', '15'] },
			recurring: { unitPrice: '18', fragment: '34.84' },
		},
		{
			rule: 'half a month',
			figures: { quantity: '4', unitPrice: '18.00', extendedPrice: '36.00', duration: ['month', '0.5'] },
			recurring: { unitPrice: '18', fragment: '36' },
		},
		{
			rule: 'a discount in percent',
			figures: { quantity: '10', unitPrice: '20.00', extendedPrice: '180.00', percent: '10' },
			recurring: { unitPrice: '18' },
		},
		{
			rule: 'a discount off the line',
			figures: { quantity: '10', unitPrice: '20.00', extendedPrice: '180.00', off: '20.00' },
			recurring: { unitPrice: '18' },
		},
		{
			rule: 'a price of 0',
			figures: { quantity: '10', unitPrice: '0', extendedPrice: '0' },
			recurring: { unitPrice: '0' },
		},
		{
			rule: 'a discount of everything',
			figures: { quantity: '10', unitPrice: '18.00', extendedPrice: '0', percent: '100' },
			recurring: { unitPrice: '0' },
		},
	])('$rule', ({ figures, recurring }) => {
		expect(recurringOf([detailOf(figures)])).toEqual(recurring);
	});

	it('lines of one product are netted before they are charged', () => {
		const june: ChargedDays = { billingPeriod: { type: 'month', duration: 1 }, days: { charged: 20, inPeriod: 30 } };
		const lines = [
			detailOf({
				type: 'recurringRefund',
				quantity: '6',
				unitPrice: '10.00',
				extendedPrice: '-60.00',
				duration: ['month', '1'],
			}),
			detailOf({ quantity: '6', unitPrice: '10.00', extendedPrice: '20.00', duration: ['day', '10'] }),
			detailOf({ quantity: '8', unitPrice: '10.00', extendedPrice: '53.33', duration: ['day', '20'] }),
		];
		expect(recurringOf(lines, june)).toEqual({ unitPrice: '10', fragment: '13.33' });
	});

	it('whole periods refunded and charged anew leave the fragment unsaid', () => {
		const lines = [
			detailOf({
				type: 'recurringRefund',
				quantity: '10',
				unitPrice: '18.00',
				extendedPrice: '-180.00',
				duration: ['month', '1'],
			}),
			detailOf({ quantity: '13', unitPrice: '18.00', extendedPrice: '234.00', duration: ['month', '1'] }),
			detailOf({ quantity: '3', unitPrice: '18.00', extendedPrice: '27.87', duration: ['day', '16'] }),
		];
		expect(recurringOf(lines)).toEqual({ unitPrice: '18' });
	});

	const givenBack = (quantity: string, anew: string) => [
		detailOf({ type: 'recurringRefund', quantity: '10', unitPrice: '18.00', extendedPrice: '-180.00' }),
		detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '87.10', duration: ['day', '15'] }),
		detailOf({ quantity, unitPrice: '20.00', extendedPrice: anew, duration: ['day', '16'] }),
	];

	it.each([
		{
			rule: 'more seats charged anew at another price have that price',
			quantity: '13',
			anew: '134.19',
			read: { unitPrice: '20', fragment: '41.29' },
		},
		{
			rule: 'fewer seats charged anew at another price have that price',
			quantity: '6',
			anew: '61.94',
			read: { unitPrice: '20', refund: '-30.96', refundedAt: '18' },
		},
	])('a month of ten at 18.00 is given back on the 16th: $rule', ({ quantity, anew, read }) => {
		expect(recurringOf(givenBack(quantity, anew))).toEqual(read);
	});

	it('as many charged anew at another price are not understood: they would have it from the start of the period', () => {
		expect(() => recurringOf(givenBack('10', '103.23'))).toThrow('several prices for one product (18, 20)');
	});

	it.each([
		{
			rule: 'a discount line lowers the price of its product',
			duration: ['month', '1'] as const,
			extendedPrice: '200.00',
			off: '-20.00',
			unitPrice: '18',
		},
		{
			rule: 'over a year of months it is shared by all of them',
			duration: ['year', '1'] as const,
			extendedPrice: '2400.00',
			off: '-240.00',
			unitPrice: '18',
		},
	])('$rule', ({ duration, extendedPrice, off, unitPrice }) => {
		const lines = [
			detailOf({ quantity: '10', unitPrice: '20.00', extendedPrice, duration }),
			detailOf({ type: 'discount', extendedPrice: off }),
		];
		expect(recurringOf(lines)?.unitPrice).toBe(unitPrice);
	});
});

describe('parts that an order states in a way of its own', () => {
	const year: ChargedDays = {
		billingPeriod: { type: 'year', duration: 1 },
		days: { charged: 123, inPeriod: 365 },
		untilBoundary: { from: day('2026-10-01'), nextStart: day('2027-02-01') },
	};
	const sixteenMonths = { unitPrice: '216.00', extendedPrice: '288.00', duration: ['month', '16'] } as const;
	const otherDay: ChargedDays = {
		...october16,
		days: { charged: 26, inPeriod: 31 },
		daysOfContract: { charged: 7, inPeriod: 31 },
	};

	it.each<{ rule: string; figures: DetailFigures; days: ChargedDays; stated: object }>([
		{
			rule: 'days at the amount of the whole period are a part of it',
			figures: { quantity: '3', unitPrice: '18.00', extendedPrice: '54.00', duration: ['day', '16'] },
			days: october16,
			stated: { unitPrice: '18', fragment: '54' },
		},
		{
			rule: 'all days of a period are the whole of it',
			figures: { quantity: '3', unitPrice: '18.00', extendedPrice: '54.00', duration: ['day', '31'] },
			days: october16,
			stated: { unitPrice: '18' },
		},
		{
			// 288.00 x 4 / 16
			rule: 'of a longer first term the whole months before the boundary are a part',
			figures: sixteenMonths,
			days: year,
			stated: { unitPrice: '216', fragment: '72' },
		},
		{
			// 288.00 x 109 / 488: to 1 February, of 15 October 2026 to 15 February 2028
			rule: 'where months do not fit the days before the boundary are',
			figures: sixteenMonths,
			days: { ...year, untilBoundary: { from: day('2026-10-15'), nextStart: day('2027-02-01') } },
			stated: { unitPrice: '216', fragment: '64.33' },
		},
		{
			// 2 x 18.00 x 7 / 31
			rule: 'a billing day that is not the day of the term, without a duration',
			figures: { quantity: '2', unitPrice: '18.00', extendedPrice: '8.13' },
			days: otherDay,
			stated: { unitPrice: '18', fragment: '8.13' },
		},
	])('$rule', ({ figures, days, stated }) => {
		expect(recurringOf([detailOf(figures)], days)).toEqual(stated);
	});
});

describe('amounts that are not understood', () => {
	const whole = detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' });
	const part = detailOf({ quantity: '3', unitPrice: '18.00', extendedPrice: '27.87' });
	it.each<{ rule: string; details: readonly OrderDetail[]; says: string }>([
		{
			rule: 'an amount with tax',
			details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '216.00' })],
			says: '216',
		},
		{
			rule: 'an amount two cents off',
			details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.02' })],
			says: '180.02',
		},
		{
			rule: 'a recurring line without amount',
			details: [detailOf({ quantity: '10', unitPrice: '18.00' })],
			says: 'states no amount',
		},
		{
			rule: 'a recurring line without price',
			details: [detailOf({ quantity: '10', extendedPrice: '180.00' })],
			says: 'not explained',
		},
		{
			rule: 'a recurring line without product',
			details: [detailOf({ product: undefined, quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' })],
			says: 'names no product',
		},
		{ rule: 'a setup line without amount', details: [detailOf({ type: 'setup' })], says: 'states no amount' },
		{
			rule: 'a setup line with tax',
			details: [detailOf({ type: 'setup', unitPrice: '50.00', extendedPrice: '60.00' })],
			says: '60',
		},
		{
			rule: 'a discount without product',
			details: [whole, detailOf({ type: 'discount', product: undefined, extendedPrice: '-5.00' })],
			says: 'names no product',
		},
		{
			rule: 'a discount beside a part of a period',
			details: [part, detailOf({ type: 'discount', extendedPrice: '-5.00' })],
			says: 'discount',
		},
		{
			rule: 'two prices for one product',
			details: [whole, detailOf({ quantity: '2', unitPrice: '17.00', extendedPrice: '34.00' })],
			says: 'several prices',
		},
		{
			rule: 'two currencies',
			details: [whole, detailOf({ type: 'setup', unitPrice: '50.00', extendedPrice: '50.00', currency: 'EUR' })],
			says: 'GBP, EUR',
		},
	])('$rule', ({ details, says }) => {
		const read = reading(details);
		expect(read.kind === 'notUnderstood' && read.why).toContain(says);
	});
});

describe('the price after discount times the quantity is what the line charges, within a cent', () => {
	const listPrice = fc.integer({ min: 100, max: 50_000 }).map((cents) => over(decimal(cents), 100));
	const quantity = fc.integer({ min: 1, max: 100 });
	const priceOf = (details: readonly OrderDetail[]) => recurringOf(details)?.unitPrice ?? decimal(0);

	it('where it is in percent', () => {
		fc.assert(
			fc.property(listPrice, quantity, fc.integer({ min: 0, max: 199 }), (unitPrice, many, halves) => {
				const percent = over(decimal(halves), 2);
				const whole = times(unitPrice, many);
				const paid = roundedAmount(minus(whole, over(times(whole, percent), 100)));
				const details = [detailOf({ quantity: String(many), unitPrice, percent, extendedPrice: paid })];
				return agrees(times(priceOf(details), many), paid, decimal('0.01'));
			}),
		);
	});

	it('where it is an amount off the line or a line of its own', () => {
		fc.assert(
			fc.property(
				listPrice,
				quantity,
				fc.integer({ min: 0, max: 99 }),
				fc.boolean(),
				(unitPrice, many, part, isOwn) => {
					const whole = times(unitPrice, many);
					const off = roundedAmount(over(times(whole, part), 100));
					const paid = minus(whole, off);
					const line = { quantity: String(many), unitPrice };
					const details = isOwn
						? [detailOf({ ...line, extendedPrice: whole }), detailOf({ type: 'discount', extendedPrice: `-${off}` })]
						: [detailOf({ ...line, off, extendedPrice: paid })];
					return agrees(times(priceOf(details), many), paid, decimal('0.01'));
				},
			),
		);
	});
});
