import type { CompanyCandidate } from '../../../src/domain/contract/company';
import type { CompanyId, CustomerId } from '../../../src/domain/ids';
import { suggestCompanies, traitsOf } from '../../../src/domain/mapping/suggestCompanies';

function company(id: number, name: string, more: Partial<CompanyCandidate> = {}): CompanyCandidate {
	return { id: id as CompanyId, name, isActive: true, ...more };
}

const customer = {
	id: '7' as CustomerId,
	name: 'Ashdown & Söhne GmbH',
	externalId: 'C-7',
	taxId: 'DE123',
	domains: ['ashdown.example'],
};

describe('suggested companies', () => {
	it.each([
		{ rule: 'the company number counts most', company: company(1, 'Other', { companyNumber: 'C-7' }), score: 100 },
		{
			rule: 'blanks around the company number say nothing',
			company: company(1, 'Other', { companyNumber: ' C-7 ' }),
			score: 100,
		},
		{ rule: 'then the tax id', company: company(1, 'Other', { taxId: 'DE123' }), score: 95 },
		{
			rule: 'then the domain',
			company: company(1, 'Other', { webAddress: 'https://www.ashdown.example/x' }),
			score: 85,
		},
		{
			rule: 'the same name counts up to 90, legal form and accents aside',
			company: company(1, 'Ashdown & Sohne'),
			score: 90,
		},
	])('$rule', ({ company: candidate, score }) => {
		expect(suggestCompanies(customer, [candidate])).toMatchObject([{ company: candidate, score }]);
	});

	it.each([
		{ rule: 'another name', company: company(1, 'Harbour Ltd') },
		{ rule: 'a domain that only ends alike', company: company(1, 'Harbour', { webAddress: 'notashdown.example' }) },
	])('$rule is no suggestion', ({ company: candidate }) => {
		expect(suggestCompanies(customer, [candidate])).toEqual([]);
	});

	it('says the reasons of the best first, and at most three', () => {
		const candidates = [
			company(1, 'Ashdown und Soehne'),
			company(2, 'Ashdown Sohne AG'),
			company(3, 'Elsewhere', { taxId: 'DE123' }),
			company(4, 'Ashdown Söhne', { companyNumber: 'C-7' }),
		];
		const found = suggestCompanies(customer, candidates);
		expect(found.map((one) => one.company.id)).toEqual([4, 3, 2]);
		expect(found[0]?.reasons).toContain('external ID is company number C-7');
	});

	it('ask Autotask for numbers, tax ids, telling words and own domains', () => {
		const asked = traitsOf([{ ...customer, domains: ['gmail.com', 'ashdown.example'] }]);
		expect(asked).toEqual({
			numbers: ['C-7'],
			taxIds: ['DE123'],
			words: ['Ashdown', 'Söhne'],
			domains: ['ashdown.example'],
		});
	});
});
