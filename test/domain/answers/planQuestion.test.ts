import { isCertain, isChoice } from '../../../src/domain/answers/planQuestion';

describe('the units of a line that a subscription is suggested to have', () => {
	it.each([
		{ rule: 'the line holds what the subscription has', inForce: 10, suggestion: 10, owned: 10, is: 'certain' },
		{ rule: 'the rest of the line is linked', inForce: 15, linkedUnits: 5, suggestion: 10, owned: 10, is: 'certain' },
		{ rule: 'the line holds fewer', inForce: 4, suggestion: 4, owned: 6, is: 'taken' },
		{ rule: 'an order changes them', inForce: 12, suggestion: 12, is: 'taken' },
		{ rule: 'the line holds more', inForce: 11, suggestion: 9, owned: 9, is: 'a choice' },
		{ rule: 'a sale may be billed already', inForce: 10, suggestion: 0, is: 'a choice' },
		{ rule: 'more are linked than it holds', inForce: 4, linkedUnits: 5, suggestion: 0, owned: 3, is: 'taken' },
	])('are $is where $rule', ({ inForce, linkedUnits = 0, suggestion, owned, is }) => {
		const question = { inForce, linkedUnits, suggestion, ...(owned === undefined ? {} : { owned }) };
		const said = isCertain(question) ? 'certain' : isChoice(question) ? 'a choice' : 'taken';
		expect(said).toBe(is);
	});
});
