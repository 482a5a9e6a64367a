import type { CompanyId, ContactId, CountryId } from '../../../src/domain/ids';
import { whyNoAccess } from '../../../src/domain/mapping/accessDetails';
import type { CompanyContact, CompanyProfile, Country } from '../../../src/domain/mapping/companyProfile';
import { importProfile } from '../../../src/domain/mapping/newCustomer';
import { marketplacePhone } from '../../../src/domain/mapping/phoneNumber';

const company: CompanyProfile = {
	id: 1050 as CompanyId,
	name: 'Söhne & Co',
	companyNumber: 'C-50',
	isActive: true,
	phone: '0113 496 0001',
	addressLine: '1 High Street',
	city: 'Leeds',
	postalCode: 'LS1 1AA',
	countryId: 237 as CountryId,
};

const countries: readonly Country[] = [
	{ id: 237 as CountryId, name: 'United Kingdom', code: 'GB', isActive: true },
	{ id: 900 as CountryId, name: 'Atlantis', isActive: true },
];

function contact(id: number, more: Partial<CompanyContact> = {}): CompanyContact {
	const names = { firstName: 'Ann', lastName: 'Lee', email: `ann${id}@soehne.example` };
	return { id: id as ContactId, companyId: company.id, isPrimary: false, ...names, ...more };
}

function without(key: keyof CompanyProfile): CompanyProfile {
	return Object.fromEntries(Object.entries(company).filter(([name]) => name !== key)) as unknown as CompanyProfile;
}

const wishes = { matchBy: 'companyNumber', language: 'en' } as const;

describe('a company as a new customer', () => {
	it('is complete with name, phone, address line, city, postal code, country and one contact', () => {
		expect(importProfile({ company, contacts: [contact(7)], countries }, wishes)).toMatchObject({
			kind: 'complete',
			customer: {
				externalId: 'C-50',
				name: 'Söhne & Co',
				address: { streetAddress: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', countryCode: 'GB' },
				admin: { firstName: 'Ann', lastName: 'Lee', email: 'ann7@soehne.example', phoneNumber: '44##1134960001#' },
				language: 'en',
			},
		});
	});

	it.each([
		{ rule: 'a name', company: { ...company, name: ' ' }, lacks: ['name'] },
		{ rule: 'a phone', company: without('phone'), lacks: ['phone'] },
		{
			rule: 'a phone of a country',
			company: { ...company, phone: 'ask Ann' },
			lacks: ['phone with a country code (such as +44 113 496 0001)'],
		},
		{ rule: 'an address line', company: without('addressLine'), lacks: ['address line'] },
		{ rule: 'a city', company: without('city'), lacks: ['city'] },
		{ rule: 'a postal code', company: without('postalCode'), lacks: ['postal code'] },
		{ rule: 'a country', company: without('countryId'), lacks: ['country'] },
		{
			rule: 'a country with a code',
			company: { ...company, countryId: 900 as CountryId },
			lacks: ['country (Autotask has no two-letter code for Atlantis)'],
		},
		{ rule: 'a company number', company: without('companyNumber'), lacks: ['company number'] },
	])('is incomplete without $rule', ({ company: given, lacks }) => {
		expect(importProfile({ company: given, contacts: [contact(7)], countries }, wishes)).toEqual({
			kind: 'incomplete',
			lacks,
		});
	});

	it.each([
		{ rule: 'any contact', contacts: [] },
		{ rule: 'a first name', contacts: [contact(7, { firstName: '' })] },
		{ rule: 'a last name', contacts: [contact(7, { lastName: '' })] },
		{ rule: 'an e-mail', contacts: [contact(7, { email: '' })] },
		{ rule: 'an e-mail that is one', contacts: [contact(7, { email: 'ann at soehne' })] },
	])('is incomplete without $rule', ({ contacts }) => {
		expect(importProfile({ company, contacts, countries }, wishes)).toEqual({
			kind: 'incomplete',
			lacks: ['contact with first name, last name and e-mail'],
		});
	});

	it('needs no company number where the id is the external id', () => {
		const given = { company: without('companyNumber'), contacts: [contact(7)], countries };
		expect(importProfile(given, { ...wishes, matchBy: 'id' })).toMatchObject({ customer: { externalId: '1050' } });
	});

	it('is administered by the contact that was chosen, else by the primary one, else by the first complete one', () => {
		const contacts = [contact(7, { email: '' }), contact(8), contact(9, { isPrimary: true })];
		const admin = (given: readonly CompanyContact[], contactId?: number) =>
			importProfile(
				{ company, contacts: given, countries },
				{ ...wishes, ...(contactId === undefined ? {} : { contactId }) },
			);
		expect(admin(contacts, 8)).toMatchObject({ contact: { id: 8 } });
		expect(admin(contacts)).toMatchObject({ contact: { id: 9 } });
		expect(admin(contacts.slice(0, 2))).toMatchObject({ contact: { id: 8 } });
		expect(admin(contacts, 7)).toMatchObject({ kind: 'incomplete' });
	});
});

describe('a phone number', () => {
	it.each([
		['0113 496 0001', 'GB', '44##1134960001#'],
		['+44 (0)113 496 0001', 'GB', '44##1134960001#'],
		['0044 113 496 0001', 'DE', '44##1134960001#'],
		['0113 496 0001 ext. 12', 'GB', '44##1134960001#12'],
		['(212) 555-0100', 'US', '1##2125550100#'],
		['1-212-555-0100 x7', 'US', '1##2125550100#7'],
		['06 1234 5678', 'IT', '39##0612345678#'],
		['06 1 234 5678', 'HU', '36##12345678#'],
		['+91 98765 43210', 'GB', '91##9876543210#'],
		['+353 1 234 5678', undefined, '353##12345678#'],
	])('%s of %s is %s', (text, country, written) => {
		expect(marketplacePhone(text, country)).toBe(written);
	});

	it.each([
		['0113 496 0001', 'BR'],
		['0113 496 0001', undefined],
		['call Ann', 'GB'],
		['', 'GB'],
		['12', 'GB'],
		['+44 113 496 0001 234 567', 'GB'],
	])('%s of %s is not told for sure', (text, country) => {
		expect(marketplacePhone(text, country)).toBeUndefined();
	});
});

describe('access details', () => {
	it.each([
		['ann.lee', 'Ecx$cvdazv1', undefined],
		['', '', undefined],
		['', 'Ecx$cvdazv1', 'A password needs a login; type one, or leave both empty.'],
		['ann.lee', '', 'A login needs a password; type one, or leave both empty.'],
		['ann', 'Ecx$cvdazv1', 'The login has fewer than 5 characters.'],
		['.annlee', 'Ecx$cvdazv1', expect.stringContaining('begins with a letter or digit')],
		['änn.lee', 'Ecx$cvdazv1', expect.stringContaining('begins with a letter or digit')],
		['ann.lee', 'Ec$1', 'The password lacks 7 characters.'],
		['ann.lee', 'abcdefg', 'The password lacks a capital letter, a digit, a special character.'],
		['ann.lee', 'ABCDEF1$', 'The password lacks a small letter.'],
		['ann.lee', 'Abcdefg1', 'The password lacks a special character.'],
	])('%s with %s', (login, password, why) => {
		expect(whyNoAccess({ login, password })).toEqual(why);
	});
});
