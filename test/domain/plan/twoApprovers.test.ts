import type { Instant } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import { approvalsOf, missesSecond, whyTwo } from '../../../src/domain/plan/twoApprovers';
import type { GivenApproval } from '../../../src/domain/task/task';

/** 18.00 to 54.00 each month, and 20.50 credited once: 56.50 moves. */
const money = {
	recurring: [{ periodType: 'monthly', from: '2026-10-01', before: decimal('18'), after: decimal('54') }],
	once: decimal('-20.50'),
};
const plan = { fingerprint: 'f1', currency: 'GBP', money } as unknown as ContractPlan;
const by = (name: string, fingerprint = 'f1'): GivenApproval => ({
	fingerprint,
	by: name,
	at: '2026-10-01T08:00:00Z' as Instant,
});

describe('a second person', () => {
	it.each([
		{ rule: 'nobody has set an amount', above: '', is: false },
		{ rule: 'the plan changes as much as the amount', above: '56.50', is: false },
		{ rule: 'it changes a hundredth more', above: '56.49', is: true },
		{ rule: 'the amount is 0', above: '0', is: true },
	])('approves where $rule: $is', ({ above, is }) => {
		expect(whyTwo(plan, above) !== undefined).toBe(is);
	});

	it('approves where Autotask does not tell the money', () => {
		expect(whyTwo({ currency: 'GBP' }, '1000000')).toContain('does not tell');
		expect(whyTwo({ currency: 'GBP' }, '')).toBeUndefined();
	});

	it.each([
		{ rule: 'nobody has approved', said: {}, misses: {} },
		{ rule: 'one has', said: { firstApproval: by('Ann') }, misses: { first: 'Ann' } },
		{ rule: 'one has, alone, before there was an amount', said: { approval: by('Ann') }, misses: { first: 'Ann' } },
		{ rule: 'one has, twice', said: { firstApproval: by('Ann'), approval: by('Ann') }, misses: { first: 'Ann' } },
		{
			rule: 'one has, in other letters',
			said: { firstApproval: by('Ann'), approval: by(' ANN ') },
			misses: { first: 'Ann' },
		},
		{ rule: 'two have', said: { firstApproval: by('Ann'), approval: by('Ben') }, misses: undefined },
		{
			rule: 'one of them has another plan',
			said: { firstApproval: by('Ann', 'f0'), approval: by('Ben') },
			misses: { first: 'Ben' },
		},
		{ rule: 'both have another plan', said: { firstApproval: by('Ann', 'f0'), approval: by('Ben', 'f0') }, misses: {} },
		{
			rule: 'one of them is no person',
			said: { firstApproval: by('Ann'), approval: by('automatic') },
			misses: { first: 'Ann' },
		},
		{
			rule: 'one of them has no name',
			said: { firstApproval: by(' '), approval: by('Ben') },
			misses: { first: 'Ben' },
		},
	])('is missing where $rule', ({ said, misses }) => {
		expect(missesSecond(said, plan, '10')).toEqual(misses);
	});

	it('is missing nowhere without an amount', () => {
		expect(missesSecond({}, plan, '')).toBeUndefined();
		expect(approvalsOf({ approval: by('Ann') }, 'f1')).toHaveLength(1);
	});
});
