import type { PlanQuestion } from '../../../src/domain/answers/planQuestion';
import { productRow } from '../../../src/domain/answers/rowAnswer';
import type { ContractServiceId, ProductId, SubscriptionId } from '../../../src/domain/ids';
import type { Decimal } from '../../../src/domain/money';
import { heldBeside } from '../../../src/domain/plan/heldBeside';
import type { PlanLine } from '../../../src/domain/plan/planRow';

const [subscriptionId, productId] = ['5011' as SubscriptionId, 'PRD-1' as ProductId];

function plan(units: Pick<PlanQuestion, 'inForce' | 'suggestion' | 'owned'>, price?: string) {
	const question: PlanQuestion = {
		asks: 'ownUnits',
		subscriptionId,
		productId,
		contractServiceId: 7 as ContractServiceId,
		linkedUnits: 0,
		...units,
	};
	const line = {
		kind: 'recurring',
		row: productRow(subscriptionId, productId),
		...(price === undefined ? {} : { price: price as Decimal }),
	} as PlanLine;
	return { questions: [question], lines: [line] };
}

describe('what a line bills beside what the subscription has', () => {
	it.each([
		{ rule: 'too much', units: { inForce: 11, suggestion: 9, owned: 9 }, price: '2.5', is: [11, 9, '5.00'] },
		{ rule: 'too little', units: { inForce: 4, suggestion: 4, owned: 6 }, price: '3.3', is: [4, 6, '6.60'] },
		{ rule: 'no price is known', units: { inForce: 4, suggestion: 4, owned: 6 }, is: [4, 6, undefined] },
	])('is told with what it costs each period: $rule', ({ units, price, is }) => {
		const [beside] = heldBeside(plan(units, price));
		expect([beside?.billed, beside?.owned, beside?.perPeriod]).toEqual(is);
	});

	it.each([
		{ rule: 'both are the same', units: { inForce: 9, suggestion: 9, owned: 9 } },
		{ rule: 'an order changes the number', units: { inForce: 12, suggestion: 12 } },
	])('is nothing where $rule', ({ units }) => {
		expect(heldBeside(plan(units, '2.5'))).toEqual([]);
	});
});
