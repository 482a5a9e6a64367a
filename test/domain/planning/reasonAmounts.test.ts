import fc from 'fast-check';
import { minus, roundedAmount } from '../../../src/domain/money';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import { moneyMoved } from '../../../src/domain/plan/planMoney';
import { withTwo } from '../../../src/domain/plan/twoApprovers';
import { detailOf, planned, type Scenario } from './scenario';

/** Amounts that a text states with a currency, without their signs. */
function stated(text: string): readonly string[] {
	return [...text.matchAll(/(\d+\.\d\d) GBP(?: each \w+(?:-\w+)?(?: instead of (\d+\.\d\d))?)?/g)].flatMap(
		([, amount = '', before]) => (before === undefined ? [amount] : [amount, before]),
	);
}

/** Every amount that the plan's money holds, and what is made of them alone. */
function amountsOf({ money }: ContractPlan): readonly string[] {
	if (!money) return [];
	const recurring = money.recurring.flatMap(({ before, after }) => [before, after, minus(after, before)]);
	return [money.once, ...recurring, moneyMoved(money)].map((amount) => roundedAmount(amount).replace('-', ''));
}

const lengths = {
	monthly: { type: 'month', duration: 1 },
	quarterly: { type: 'month', duration: 3 },
	yearly: { type: 'year', duration: 1 },
} as const;

const seats = fc.integer({ min: 0, max: 30 });

/** A change of a line whose contract and subscription may have other boundaries, found late or at once. */
const scenarios = fc
	.record({
		periodType: fc.constantFrom('monthly', 'quarterly', 'yearly', 'yearly'),
		units: seats,
		others: fc.integer({ min: 0, max: 5 }),
		quantity: seats,
		price: fc.constantFrom('18.00', '20.00', '16.50'),
		on: fc.constantFrom('2026-04-02', '2026-06-15', '2026-09-30', '2026-10-16'),
		expiresOn: fc.constantFrom('2027-03-15', '2027-05-01', '2027-01-20'),
		proration: fc.constantFrom('autotask' as const, 'marketplace' as const),
		setup: fc.boolean(),
	})
	.map(({ periodType, units, others, quantity, price, on, expiresOn, proration, setup }): Scenario => {
		const line = detailOf({ type: 'setup', unitPrice: '50.00', extendedPrice: '50.00' });
		return {
			contract: { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType },
			lines: [{ units: units + others, others, isOurs: true }],
			links: [{ units }],
			task: {
				quantity: String(quantity),
				on,
				details: setup ? [line] : [],
				subscription: { billingPeriod: lengths[periodType], unitPrice: price, expiresOn },
			},
			facts: { settings: { proration } },
		};
	});

describe('amounts in the reasons why a plan waits', () => {
	it('are those of the plan, in every plan', () => {
		let count = 0;
		const law = fc.property(scenarios, (scenario) => {
			const outcome = planned(scenario);
			if (outcome.kind === 'attention') return;
			const plan = withTwo(outcome.plan, '100');
			const amounts = stated(plan.approvalNeeded.join('; '));
			count += amounts.length;
			for (const amount of amounts) expect(amountsOf(plan)).toContain(amount);
		});
		fc.assert(law, { numRuns: 400 });
		expect(count).toBeGreaterThan(100);
	});

	it('hold what periods that have begun are billed more: two seats on a contract year since March, found in October', () => {
		const outcome = planned({
			contract: { startsOn: '2026-03-15', endsOn: '2028-03-14', periodType: 'yearly' },
			lines: [{ units: 10, isOurs: true }],
			links: [{ units: 10 }],
			task: {
				on: '2026-03-15',
				quantity: '12',
				subscription: { billingPeriod: lengths.yearly, expiresOn: '2027-05-01' },
			},
		});
		expect(outcome).toMatchObject({ kind: 'planned', plan: { money: { once: '36.00' } } });
		const { plan } = outcome as { readonly plan: ContractPlan };
		expect(plan.approvalNeeded.join()).toContain('+36.00 GBP once and 216.00 GBP each year instead of 180.00');
	});
});
