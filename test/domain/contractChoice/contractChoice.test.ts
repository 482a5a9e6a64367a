import { chooseContract, type ContractQuestion } from '../../../src/domain/contractChoice/contractChoice';
import type { CompanyId, ContractId } from '../../../src/domain/ids';
import { companyId, contractOf, day } from '../planning/scenario';

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
		holdsLine: () => true,
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
		{
			rule: 'the one that the subscription belongs to, though it is inactive',
			question: { contracts: [one, contractOf({ id: 508, isActive: false })], assigned: 508 as ContractId },
			id: 508,
		},
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
			says: 'months, quarters, half-years and years only. Bill it in Autotask by hand and ignore the task',
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
});

describe('chooseContract: the company that is billed', () => {
	const billed = { ...one, billToCompanyId: 201 as CompanyId };
	const currencies = (other: string) => (company: CompanyId) => (company === companyId ? 'GBP' : other);

	it('in the same currency changes nothing', () => {
		const choice = chooseContract(asked({ contracts: [billed], currencyOf: currencies('GBP') }));
		expect(choice).toMatchObject({ kind: 'fits', contract: { id: 501 } });
	});

	it.each(['GBP', 'EUR'])('in another currency stops an order that is paid in %s', (currency) => {
		const choice = chooseContract(asked({ contracts: [billed], currency, currencyOf: currencies('EUR') }));
		expect(choice).toMatchObject({ kind: 'attention', reason: 'currency differs' });
		expect(choice.kind === 'attention' && choice.message).toContain('billed to company 201 in EUR');
	});
});

describe('chooseContract: after the end of the contract that the subscription belongs to', () => {
	const ended = contractOf({ id: 504, endsOn: '2026-09-30' });
	const next = contractOf({ id: 505, startsOn: '2026-10-01' });
	const third = contractOf({ id: 506, startsOn: '2026-10-01' });
	const after = { assigned: ended.id, on: day('2026-10-16') };
	const holds = (id: number) => (contract: { readonly id: number }) => contract.id === id;

	it.each<{ rule: string; question: Partial<ContractQuestion>; id: number }>([
		{
			rule: 'the renewal takes over, whatever else holds the line',
			question: { contracts: [{ ...ended, renewedContractId: next.id }, next, third] },
			id: 505,
		},
		{
			rule: 'the renewal takes over where it carries the link itself',
			question: { contracts: [ended, { ...next, renewedContractId: ended.id }, third] },
			id: 505,
		},
		{
			rule: 'the renewal of the renewal takes over after that one has ended too',
			question: {
				contracts: [
					{ ...ended, endsOn: day('2026-08-31'), renewedContractId: 507 as ContractId },
					contractOf({ id: 507, startsOn: '2026-09-01', endsOn: '2026-09-30' }),
					{ ...third, renewedContractId: 507 as ContractId },
					next,
				],
			},
			id: 506,
		},
		{
			rule: 'without a link the only one that holds the line takes over',
			question: { contracts: [ended, next, third], holdsLine: holds(506) },
			id: 506,
		},
		{
			rule: 'a person names one of those that fit',
			question: { contracts: [ended, next, third], told: third.id },
			id: 506,
		},
		{
			rule: 'the renewal takes over without the line too',
			question: { contracts: [{ ...ended, renewedContractId: next.id }, next], holdsLine: () => false },
			id: 505,
		},
	])('$rule', ({ question, id }) => {
		expect(chooseContract(asked({ ...after, ...question }))).toMatchObject({ kind: 'fits', contract: { id } });
	});

	it.each<{ rule: string; question: Partial<ContractQuestion>; reason: string; says: string }>([
		{
			rule: 'two that hold the line',
			question: { contracts: [ended, next, third] },
			reason: 'several contracts fit',
			says: '(506)',
		},
		{
			rule: 'none that holds it',
			question: { contracts: [ended, next], holdsLine: () => false },
			reason: 'contract ended',
			says: '(504)',
		},
		{
			rule: 'a renewal that is not active',
			question: {
				contracts: [{ ...ended, renewedContractId: next.id }, { ...next, isActive: false }, third],
			},
			reason: 'no contract fits',
			says: '2026-10-16',
		},
		{
			rule: 'a renewal of another period',
			question: {
				contracts: [{ ...ended, renewedContractId: next.id }, { ...next, periodType: 'yearly' }, third],
			},
			reason: 'billing period differs',
			says: '(505)',
		},
	])('$rule', ({ question, reason, says }) => {
		const choice = chooseContract(asked({ ...after, ...question }));
		expect(choice).toMatchObject({ kind: 'attention', reason });
		expect(choice.kind === 'attention' && choice.message).toContain(says);
	});

	it('on its last day it is still the one', () => {
		const choice = chooseContract(asked({ contracts: [ended, next], assigned: ended.id, on: day('2026-09-30') }));
		expect(choice).toMatchObject({ kind: 'fits', contract: { id: 504 } });
	});

	it('a day before the successor goes back to the one that held the line then', () => {
		const choice = chooseContract(
			asked({ contracts: [ended, next], assigned: next.id, on: day('2026-09-20'), holdsLine: holds(504) }),
		);
		expect(choice).toMatchObject({ kind: 'fits', contract: { id: 504 } });
	});
});
