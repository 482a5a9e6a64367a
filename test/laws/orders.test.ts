import fc from 'fast-check';
import { orderDraws } from './orders/drawOrder';
import { readDrawn } from './orders/explore';

describe('an order that a platform writes down in its own form is read as it is, or put to a person', () => {
	it('over 1500 orders of every kind, of which at most one of twenty is not understood', () => {
		const count = 1500;
		let asked = 0;
		fc.assert(
			fc.property(orderDraws, (drawn) => {
				const { outcome, wrong } = readDrawn(drawn);
				expect(wrong).toEqual([]);
				if (outcome === 'order not understood') asked += 1;
			}),
			{ seed: 20261201, numRuns: count },
		);
		expect(asked / count).toBeLessThanOrEqual(0.05);
	});
});
