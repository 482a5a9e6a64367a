import type { ProductId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import { chargesOf, detailOf, planOf, reasonOf, type Scenario, writesOf } from './scenario';

const byHand = { units: 10, price: '18.00' };

function migration(more: Partial<Scenario['task']> = {}, rest: Partial<Scenario> = {}): Scenario {
	return { lines: [byHand], task: { kind: 'migration', quantity: '10', ...more }, ...rest };
}

describe('a migration order', () => {
	it.each<{ rule: string; given: Scenario; writes: readonly string[]; charges?: readonly string[] }>([
		{
			rule: 'writes nothing where the line bills all of its seats already',
			given: migration({ answers: { ownUnits: 10 } }),
			writes: [],
		},
		{
			rule: 'adds to the line what it does not bill yet, by Autotask',
			given: migration({ answers: { ownUnits: 6 } }),
			writes: ['+4 @ 2026-10-16'],
		},
		{
			rule: 'adds to the line what it does not bill yet, by the marketplace',
			given: migration({ answers: { ownUnits: 6 } }, { facts: { settings: { proration: 'marketplace' } } }),
			writes: ['+4 @ 2026-11-01'],
			charges: ['proration 37.16 cost 29.73 @ 2026-10-16'],
		},
		{
			rule: 'reprices a line that bills its seats at another price, from the start of the period',
			given: migration({ answers: { ownUnits: 10 } }, { lines: [{ ...byHand, price: '17.00' }] }),
			writes: ['+0 @ 2026-10-01 at 18 cost 14.4'],
		},
		{
			rule: 'makes a line where Autotask has none',
			given: migration({}, { lines: [] }),
			writes: ['+10 @ 2026-10-16 at 18 cost 14.4'],
		},
	])('$rule', ({ given, writes, charges = [] }) => {
		const plan = planOf(given);
		expect({ writes: writesOf(plan), charges: chargesOf(plan) }).toEqual({ writes, charges });
	});

	it('always waits for approval', () => {
		expect(planOf(migration({}, { lines: [] })).approvalNeeded).toEqual([
			'it is a migration: the provider may bill these seats already, and the order does not say from when',
		]);
	});

	it('asks how many units of a line that existed before are its own, and assumes its quantity', () => {
		const plan = planOf(migration({}, { lines: [{ ...byHand, units: 15 }] }));
		expect(plan.questions).toMatchObject([{ inForce: 15, suggestion: 10 }]);
	});

	it.each<{ rule: string; given: Scenario; reason: string }>([
		{ rule: 'no quantity', given: migration({ quantity: undefined }), reason: 'order not understood' },
		{ rule: 'no product', given: migration({ products: [] }), reason: 'order not understood' },
		{
			rule: 'another quantity than the subscription has',
			given: migration({}, { holds: '12' }),
			reason: 'order not understood',
		},
		{
			rule: 'half a licence',
			given: migration({
				quantity: '10.5',
				products: [{ productId: 'p1' as ProductId, name: 'Mail', quantity: decimal('10.5') }],
			}),
			reason: 'fractional quantity',
		},
		{
			rule: 'an amount that nothing explains',
			given: migration({ details: [detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '99.00' })] }),
			reason: 'order not understood',
		},
	])('is not carried over where it tells $rule', ({ given, reason }) => {
		expect(reasonOf(given)).toBe(reason);
	});
});
