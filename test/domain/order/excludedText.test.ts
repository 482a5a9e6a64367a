import type { Exclusion } from '../../../src/domain/order/exclusion';
import { excludedText } from '../../../src/domain/order/excludedText';

const of = (kind: Exclusion['kind']) => ({ kind }) as Exclusion;

describe('excludedText', () => {
	it.each([
		{ ended: 0, exclusions: [], says: '' },
		{ ended: 0, exclusions: [of('product')], says: ' Excluded from billing: 1 product.' },
		{
			ended: 1,
			exclusions: [of('subscription'), of('subscription'), of('product')],
			says: ' 1 task ignored because what it is about is excluded. Excluded from billing: 2 subscriptions, 1 product.',
		},
	])('says of $ended tasks: "$says"', ({ ended, exclusions, says }) => {
		expect(excludedText(ended, exclusions)).toBe(says);
	});
});
