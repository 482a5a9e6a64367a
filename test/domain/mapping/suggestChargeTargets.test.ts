import { type ChargeKind, chargeKinds, type ChargeTarget } from '../../../src/domain/contract/charge';
import type { BillingCodeId } from '../../../src/domain/ids';
import { suggestChargeTargets } from '../../../src/domain/mapping/suggestChargeTargets';

function named(...names: readonly string[]) {
	return names.map((name, at) => {
		const target: ChargeTarget = { kind: 'billingCode', id: (at + 1) as BillingCodeId };
		return { target, name };
	});
}

/** Names with their scores, `!` behind those that are safe. */
function suggested(kind: ChargeKind, ...names: readonly string[]): readonly string[] {
	return suggestChargeTargets(kind, named(...names)).map(
		({ name, score, isSafe }) => `${name} ${score}${isSafe ? '!' : ''}`,
	);
}

describe('what a kind of charge may be booked under', () => {
	const catalogue = ['Cloud setup', 'Cloud proration', 'Cloud usage', 'Cloud fees', 'Cloud credits', 'Hardware'];

	it.each(chargeKinds.map((kind, at) => ({ kind, name: catalogue[at] ?? '' })))(
		'is $name for $kind, whatever else there is',
		({ kind, name }) => expect(suggested(kind, ...catalogue)).toEqual([`${name} 90!`]),
	);

	it.each([
		{ rule: 'a fee for something is booked as that', kind: 'setup', names: ['Setup fee'], expected: ['Setup fee 90!'] },
		{ rule: 'and is no fee of its own', kind: 'fee', names: ['Setup fee', 'Usage fees'], expected: [] },
		{ rule: 'a fee alone is one', kind: 'fee', names: ['Fees and charges'], expected: ['Fees and charges 90!'] },
		{
			rule: 'a cancellation fee is one',
			kind: 'fee',
			names: ['Cancellation fee'],
			expected: ['Cancellation fee 90!'],
		},
		{
			rule: 'two that say it as well: neither is safe',
			kind: 'usage',
			names: ['Usage', 'Cloud overage'],
			expected: ['Cloud overage 90', 'Usage 90'],
		},
		{
			rule: 'what says something else too is not safe',
			kind: 'setup',
			names: ['Mail setup'],
			expected: ['Mail setup 45'],
		},
		{
			rule: 'a credit card is no credit for sure',
			kind: 'credit',
			names: ['Credit card fee'],
			expected: ['Credit card fee 49'],
		},
		{ rule: 'a name without a telling word says nothing', kind: 'usage', names: ['Cloud services', ''], expected: [] },
		{ rule: 'nothing like it', kind: 'proration', names: ['Hardware', 'Travel'], expected: [] },
	] as const)('$rule', ({ kind, names, expected }) => {
		expect(suggested(kind, ...names)).toEqual(expected);
	});

	it('gives at most as many as asked for, best first', () => {
		const found = suggestChargeTargets('usage', named('Usage of mail', 'Usage', 'Overage'), 2);
		expect(found.map(({ name }) => name)).toEqual(['Overage', 'Usage']);
	});
});
