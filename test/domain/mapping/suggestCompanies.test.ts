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

	it.each([
		{ rule: 'with ø, ł and ß', name: 'Sørensen Łódź Straße', found: 'Sorensen Lodz Strasse AS' },
		{ rule: 'with accents in capitals', name: 'MÜLLER GROẞHANDEL', found: 'Muller Grosshandel' },
		{ rule: 'with accents of their own signs', name: 'Ashdown Söhne'.normalize('NFD'), found: 'Ashdown Söhne' },
		{ rule: 'in Greek, in capitals without accents', name: 'ΑΦΟΙ ΠΑΠΑΔΟΠΟΥΛΟΙ', found: 'Αφοί Παπαδόπουλοι' },
		{ rule: 'in Cyrillic', name: 'Північний Вітер', found: 'ПІВНІЧНИЙ ВІТЕР' },
	])('of a name $rule', ({ name, found }) => {
		expect(suggestCompanies({ ...customer, name }, [company(1, found)])).toMatchObject([{ score: 90 }]);
	});

	it.each([
		{ rule: 'Greek', name: 'Αφοί Παπαδόπουλοι', other: 'Ναυτιλία Πειραιώς' },
		{ rule: 'Cyrillic', name: 'Північний Вітер', other: 'Золотий Колос' },
		{ rule: 'two scripts', name: 'Παπαδόπουλος', other: 'Північний Вітер' },
	])('does not suggest another name in $rule', ({ name, other }) => {
		expect(suggestCompanies({ ...customer, name }, [company(1, other)])).toEqual([]);
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
			words: ['Ashdown', 'Söhne', 'Sohne'],
			domains: ['ashdown.example'],
		});
	});

	it.each([
		{ rule: 'as written and without accents', name: 'Łódź Straße AG', words: ['Straße', 'Łódź', 'Strasse', 'Lodz'] },
		{ rule: 'whole where its accents are signs of their own', name: 'So\u0308hne', words: ['Söhne', 'Sohne'] },
		{ rule: 'in capitals as written', name: 'SØRENSEN', words: ['SØRENSEN', 'SORENSEN'] },
		{ rule: 'in Greek', name: 'ΑΦΟΙ ΠΑΠΑΔΟΠΟΥΛΟΙ Α.Ε.', words: ['ΠΑΠΑΔΟΠΟΥΛΟΙ', 'ΑΦΟΙ'] },
		{ rule: 'in Greek with accents', name: 'Παπαδόπουλος', words: ['Παπαδόπουλος', 'Παπαδοπουλος'] },
		{ rule: 'in Cyrillic', name: 'Кит і Ко Львів', words: ['Львів'] },
		{ rule: 'of no legal form', name: 'Holding Group Limited', words: [] },
	])('ask for telling words $rule', ({ name, words }) => {
		expect(traitsOf([{ ...customer, name }]).words).toEqual(words);
	});

	it('ask for no more than a query of Autotask holds', () => {
		const many = Array.from({ length: 80 }, (_, at) => ({
			...customer,
			name: `Müllérei${at} Sørensen${at}`,
			externalId: `C-${at} `,
			taxId: `DE${at}`,
			domains: [`c${at}.example`],
		}));
		const { numbers, taxIds, words, domains } = traitsOf(many);
		expect(words).toHaveLength(160);
		expect([...numbers, ...taxIds, ...words, ...domains].length).toBeLessThanOrEqual(500);
	});
});
