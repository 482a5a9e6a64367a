import fc from 'fast-check';
import { orderDraws } from './orders/drawOrder';
import { readDrawn } from './orders/explore';

describe('an order that a platform writes down in its own form is read as it is, or put to a person', () => {
	it('over 1500 orders of every kind', () => {
		fc.assert(
			fc.property(orderDraws, (drawn) => {
				expect(readDrawn(drawn).wrong).toEqual([]);
			}),
			{ seed: 20261201, numRuns: 1500 },
		);
	});
});
