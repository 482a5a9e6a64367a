import { chooseContract, type ContractQuestion } from '../../src/domain/contractChoice';
import type { CompanyId, ContractId } from '../../src/domain/ids';
import { companyId, contractOf, day } from './scenario';

const one = contractOf({ id: 501 });
const two = contractOf({ id: 502 });

function asked(of: Partial<ContractQuestion>): ContractQuestion {
	return {
		subject: 'Order SO1',
		company: { id: companyId, name: 'Northwind', isActive: true },
		contracts: [one],
		periodType: 'monthly',
		currency: 'GBP',
		currencyOf: () => 'GBP',
		on: day('2026-10-16'),
		...of,
	};
}

describe('chooseContract: what fits', () => {
	it.each<{ rule: string; question: Partial<ContractQuestion>; id: number }>([
		{ rule: 'the only one that fits', question: {}, id: 501 },
		{
			rule: 'the only monthly one among others',
			question: { contracts: [contractOf({ id: 503, periodType: 'yearly' }), two] },
			id: 502,
		},
		{
			rule: 'the one that the subscription belongs to',
			question: { contracts: [one, two], assigned: two.id },
			id: 502,
		},
		{ rule: 'the one that a person named', question: { contracts: [one, two], told: two.id }, id: 502 },
		{
			rule: 'belonging counts more than a name',
			question: { contracts: [one, two], assigned: one.id, told: two.id },
			id: 501,
		},
		{ rule: 'the first day of a contract is covered', question: { on: day('2026-01-01') }, id: 501 },
		{ rule: 'so is its last', question: { on: day('2027-12-31') }, id: 501 },
	])('$rule', ({ question, id }) => {
		const choice = chooseContract(asked(question));
		expect(choice.kind === 'fits' && choice.contract.id).toBe(id);
	});
});

describe('chooseContract: what stops', () => {
	const ended = contractOf({ id: 504, endsOn: '2026-09-30' });
	it.each<{ rule: string; question: Partial<ContractQuestion>; reason: string; says: string }>([
		{ rule: 'two that fit', question: { contracts: [one, two] }, reason: 'several contracts fit', says: '(501)' },
		{ rule: 'no contract at all', question: { contracts: [] }, reason: 'no contract fits', says: 'Northwind' },
		{
			rule: 'an inactive one',
			question: { contracts: [contractOf({ isActive: false })] },
			reason: 'no contract fits',
			says: 'monthly',
		},
		{
			rule: 'one that begins later',
			question: { contracts: [contractOf({ startsOn: '2026-11-01' })] },
			reason: 'no contract fits',
			says: '2026-10-16',
		},
		{ rule: 'one that has ended', question: { contracts: [ended] }, reason: 'contract ended', says: '(504)' },
		{
			rule: "the subscription's own has ended",
			question: { contracts: [one, ended], assigned: ended.id },
			reason: 'contract ended',
			says: '(504)',
		},
		{
			rule: 'only contracts of another period',
			question: { contracts: [contractOf({ periodType: 'yearly' })] },
			reason: 'billing period differs',
			says: 'monthly',
		},
		{
			rule: 'a billing period that Autotask does not have',
			question: { contracts: [one] },
			reason: 'billing period differs',
			says: 'no period for',
		},
		{ rule: 'another currency', question: { currency: 'EUR' }, reason: 'currency differs', says: 'EUR' },
		{
			rule: "the subscription's own is not among the company's",
			question: { assigned: 999 as ContractId },
			reason: 'no contract fits',
			says: 'belongs to contract 999',
		},
		{
			rule: "a named one that is not among the company's",
			question: { told: 999 as ContractId },
			reason: 'no contract fits',
			says: 'contract 999 was named',
		},
	])('$rule', ({ rule, question, reason, says }) => {
		const { periodType, ...rest } = asked(question);
		const choice = chooseContract(
			rule.startsWith('a billing period') ? rest : { ...rest, ...(periodType ? { periodType } : {}) },
		);
		expect(choice).toMatchObject({ kind: 'attention', reason });
		expect(choice.kind === 'attention' && choice.message).toContain(says);
	});

	it('the currency of the company that is billed counts', () => {
		const billed = { ...one, billToCompanyId: 201 as CompanyId };
		const choice = chooseContract(
			asked({
				contracts: [billed],
				currencyOf: (contract) => (contract?.billToCompanyId === undefined ? 'GBP' : 'EUR'),
			}),
		);
		expect(choice).toMatchObject({ kind: 'attention', reason: 'currency differs' });
	});
});
