import fc from 'fast-check';
import {
	agrees,
	decimal,
	isWhole,
	isZero,
	minus,
	negate,
	over,
	plus,
	roundedAmount,
	roundedPrice,
	times,
	total,
	type Decimal,
} from '../../src/domain/money';

describe('roundedAmount', () => {
	it.each([
		{ rule: 'a half goes away from zero', from: '2.675', to: '2.68' },
		{ rule: 'a half of a credit goes away from zero too', from: '-2.675', to: '-2.68' },
		{ rule: 'less than a half goes to zero', from: '2.6749999', to: '2.67' },
		{ rule: 'less than a half of a credit goes to zero', from: '-2.6749999', to: '-2.67' },
		{ rule: 'a cent that binary fractions lose is kept', from: '1.005', to: '1.01' },
		{ rule: 'two places are always written', from: '180', to: '180.00' },
	])('$rule: $from', ({ from, to }) => {
		expect(roundedAmount(decimal(from))).toBe(to);
	});

	it('a credit that rounds to nothing is nothing', () => {
		expect(isZero(roundedAmount(decimal('-0.004')))).toBe(true);
	});
});

describe('roundedPrice', () => {
	it.each([
		{ rule: 'four places are kept', from: '0.1234', to: '0.1234' },
		{ rule: 'the fifth place is rounded away from zero', from: '0.12345', to: '0.1235' },
		{ rule: 'a negative price is rounded the same way', from: '-0.12345', to: '-0.1235' },
	])('$rule: $from', ({ from, to }) => {
		expect(roundedPrice(decimal(from))).toBe(to);
	});
});

describe('decimal', () => {
	it.each([
		{ rule: 'text is read as it is', from: '18.00', to: '18' },
		{ rule: 'spaces around it are no part of it', from: ' 18.5 ', to: '18.5' },
		{ rule: 'a JSON number is read by its digits', from: 0.1, to: '0.1' },
		{ rule: 'a small JSON number has no exponent', from: 1e-7, to: '0.0000001' },
	])('$rule', ({ from, to }) => {
		expect(decimal(from)).toBe(to);
	});

	it.each(['', 'abc', '1,5', '1e5', '--1', Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (broken) => {
		expect(() => decimal(broken)).toThrow(RangeError);
	});
});

describe('arithmetic', () => {
	it.each([
		{ rule: 'sums are exact', is: plus(decimal('0.1'), decimal('0.2')), to: '0.3' },
		{ rule: 'differences are exact', is: minus(decimal('0.3'), decimal('0.1')), to: '0.2' },
		{ rule: 'products are exact', is: times(decimal('17.30'), 3), to: '51.9' },
		{ rule: 'quotients keep enough places', is: roundedAmount(times(over(decimal('1'), 3), 3)), to: '1.00' },
		{ rule: 'no amounts make zero', is: total([]), to: '0' },
	])('$rule', ({ is, to }) => {
		expect(is).toBe(to);
	});

	it.each([
		{ rule: 'a difference of the tolerance agrees', a: '18.0001', b: '18.0000', agree: true },
		{ rule: 'more than the tolerance differs', a: '18.0002', b: '18.0000', agree: false },
	])('$rule', ({ a, b, agree }) => {
		expect(agrees(decimal(a), decimal(b), decimal('0.0001'))).toBe(agree);
	});

	it.each([
		{ value: '3.000', whole: true },
		{ value: '3.5', whole: false },
	])('$value is whole: $whole', ({ value, whole }) => {
		expect(isWhole(decimal(value))).toBe(whole);
	});

	it('an amount and its negative round to the same size', () => {
		const amounts = fc
			.integer({ min: -10_000_000, max: 10_000_000 })
			.map((tenths): Decimal => over(decimal(tenths), 10_000));
		fc.assert(
			fc.property(amounts, (amount) => isZero(plus(roundedAmount(amount), roundedAmount(negate(amount))))),
			{ numRuns: 300 },
		);
	});
});
