import type { CompanyId, ContractId } from '../../../src/domain/ids';
import { contractOf, planned, planOf, type Scenario, writesOf } from './scenario';

const ten: Scenario['lines'] = [{ units: 10, isOurs: true }];
const inactive: Scenario = {
	contract: { isActive: false },
	lines: ten,
	links: [{ units: 10 }],
	task: { quantity: '10' },
};

describe('an inactive contract bills on until its end', () => {
	it.each<{
		rule: string;
		task: Scenario['task'];
		holds?: string;
		proration: 'autotask' | 'marketplace';
		writes: readonly string[];
	}>([
		{
			rule: 'a fall, prorated by Autotask',
			task: { quantity: '6' },
			proration: 'autotask',
			writes: ['-4 @ 2026-11-01'],
		},
		{
			rule: 'a fall, prorated by the marketplace',
			task: { quantity: '6' },
			proration: 'marketplace',
			writes: ['-4 @ 2026-11-01'],
		},
		{
			rule: 'a cancellation',
			task: { kind: 'cancellation', subscription: { status: 'terminated' } },
			holds: '0',
			proration: 'autotask',
			writes: ['-10 @ 2026-11-01'],
		},
		{
			rule: 'another price',
			task: { quantity: '10', subscription: { unitPrice: '20.00' } },
			proration: 'autotask',
			writes: ['+0 @ 2026-10-01 at 20'],
		},
	])('$rule is written', ({ task, holds, proration, writes }) => {
		const plan = planOf({
			...inactive,
			task,
			facts: { settings: { proration, costSource: 'none' } },
			...(holds === undefined ? {} : { holds }),
		});
		expect(writesOf(plan)).toEqual(writes);
	});

	it.each<{ rule: string; given: Partial<Scenario> }>([
		{ rule: 'a rise, prorated by Autotask', given: { task: { quantity: '13' } } },
		{
			rule: 'a rise, prorated by the marketplace',
			given: { task: { quantity: '13' }, facts: { settings: { proration: 'marketplace' } } },
		},
		{
			rule: 'a rise that only takes back a scheduled fall',
			given: {
				lines: [
					{
						units: [
							['2026-01-01', 10],
							['2026-11-01', 6],
						],
						isOurs: true,
					},
				],
				links: [
					{
						units: [
							['always', 10],
							['2026-11-01', 6],
						],
					},
				],
				task: { quantity: '8' },
			},
		},
	])('$rule is not', ({ given }) => {
		const outcome = planned({ ...inactive, ...given });
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'no contract fits' });
		expect(outcome.kind === 'attention' && outcome.message).toContain('Recurring 500 (500)');
	});

	it('takes no subscription that does not belong to it', () => {
		const outcome = planned({ contract: { isActive: false }, task: { kind: 'sales', quantity: '5' } });
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'no contract fits' });
	});
});

describe('the billing period', () => {
	it('of a statement day has no contract, whatever the company has', () => {
		const outcome = planned({
			task: { kind: 'sales', quantity: '5', subscription: { billingPeriod: { type: 'statement_day', duration: 1 } } },
			facts: { settings: { whenNoContract: 'create' } },
		});
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'billing period differs' });
	});

	it.each([
		{ periodType: 'quarterly', billingPeriod: { type: 'month', duration: 3 } },
		{ periodType: 'semiAnnual', billingPeriod: { type: 'month', duration: 6 } },
		{ periodType: 'yearly', billingPeriod: { type: 'month', duration: 12 } },
		{ periodType: 'yearly', billingPeriod: { type: 'year', duration: 1 } },
	] as const)('of $billingPeriod.duration $billingPeriod.type is $periodType', ({ periodType, billingPeriod }) => {
		const task = { kind: 'sales', quantity: '5', subscription: { billingPeriod } } as const;
		expect(planOf({ contract: { periodType }, task }).contractId).toBe(500);
		expect(planned({ contract: { periodType: 'monthly' }, task })).toMatchObject({ reason: 'billing period differs' });
	});
});

describe('the currency', () => {
	const billed = { ...contractOf(), billToCompanyId: 201 as CompanyId };
	const sale = { kind: 'sales', quantity: '5' } as const;

	it('of the company that is billed has to be the same', () => {
		expect(planOf({ task: sale, facts: { contracts: [billed] } }).contractId).toBe(500);
		const outcome = planned({ task: sale, facts: { contracts: [billed], billToCurrency: 'EUR' } });
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'currency differs' });
	});

	it('counts also where a person named the contract', () => {
		const outcome = planned({
			task: { ...sale, answers: { contractId: 500 as ContractId } },
			facts: { companyCurrency: 'EUR' },
		});
		expect(outcome).toMatchObject({ kind: 'attention', reason: 'currency differs' });
	});
});

describe('a contract that is created', () => {
	const create = { settings: { whenNoContract: 'create' } } as const;
	const sale: Scenario['task'] = {
		kind: 'sales',
		on: '2026-10-20',
		quantity: '10',
		subscription: { expiresOn: '2027-10-20' },
	};

	it('is shown with its number, period and term, at approval, with the line on it', () => {
		const plan = planOf({ task: sale, facts: { ...create, contracts: [] } });
		expect(plan.newContract).toEqual({
			key: '200/monthly/GBP/2026-10-20',
			name: 'Northwind, monthly from 2026-10-20',
			periodType: 'monthly',
			startsOn: '2026-10-20',
			endsOn: '2027-10-19',
		});
		expect(plan.contractId).toBeLessThan(0);
		expect(plan.approvalNeeded).toEqual([
			'contract Northwind, monthly from 2026-10-20 (number 200/monthly/GBP/2026-10-20) is created, from 2026-10-20 to 2027-10-19, and cannot be taken away again',
		]);
		expect(writesOf(plan)).toEqual(['+10 @ 2026-10-20 at 18 cost 14.4']);
		expect(plan.totals).toEqual({ once: '0', perPeriod: '180' });
	});

	it('is of the period that the subscription is billed by, beside one of another period', () => {
		const yearly = {
			...sale,
			subscription: { ...sale.subscription, billingPeriod: { type: 'year', duration: 1 } },
		} as const;
		expect(planOf({ task: yearly, facts: create }).newContract).toMatchObject({ periodType: 'yearly' });
	});

	it.each<{ rule: string; given: Scenario; says: string }>([
		{
			rule: 'where another contract of the company has the service',
			given: {
				task: sale,
				facts: { ...create, contracts: [], contractsWithService: [contractOf({ id: 501, endsOn: '2025-12-31' })] },
			},
			says: 'Recurring 501 (501) of Northwind has the service already',
		},
		{
			rule: 'for a subscription that belongs to a contract, which has ended',
			given: {
				contract: { endsOn: '2026-09-30' },
				lines: ten,
				links: [{ units: 10 }],
				task: { quantity: '12' },
				facts: create,
			},
			says: 'Extend or renew the contract',
		},
		{
			rule: 'to end a subscription',
			given: {
				task: { kind: 'cancellation', subscription: { status: 'terminated' } },
				holds: '0',
				facts: { ...create, contracts: [] },
			},
			says: 'Create or activate one',
		},
		{
			rule: 'for a subscription that is billed by usage',
			given: {
				task: { ...sale, subscription: { billingModel: 'chargeAfterBillingPeriod' } },
				facts: { ...create, contracts: [] },
			},
			says: 'Create or activate one',
		},
		{
			rule: 'where a person named one that is not there',
			given: { task: { ...sale, answers: { contractId: 999 as ContractId } }, facts: { ...create, contracts: [] } },
			says: 'contract 999 was named',
		},
	])('is none $rule', ({ given, says }) => {
		const outcome = planned(given);
		expect(outcome).toMatchObject({ kind: 'attention' });
		expect(outcome.kind === 'attention' && outcome.message).toContain(says);
	});
});
