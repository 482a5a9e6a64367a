import { sortBy } from 'lodash';
import type { AccessDetails } from './accessDetails';
import { type CompanyContact, type CompanyProfile, type Country, externalIdOf, type MatchBy } from './companyProfile';
import { marketplacePhone } from './phoneNumber';

/** A customer as the marketplace is asked to make it. */
export interface NewCustomer {
	readonly externalId: string;
	readonly name: string;
	readonly address: {
		readonly streetAddress: string;
		readonly addressExtension?: string;
		readonly postalCode: string;
		readonly city: string;
		readonly state?: string;
		/** ISO 3166-1 alpha-2. */
		readonly countryCode: string;
	};
	readonly admin: {
		readonly firstName: string;
		readonly lastName: string;
		/** Also where the marketplace's notifications go. */
		readonly email: string;
		/** As `marketplacePhone` writes it. */
		readonly phoneNumber: string;
		readonly access?: AccessDetails;
	};
	/** Two letters. */
	readonly language: string;
	readonly taxId?: string;
}

/** What a company is imported from. */
export interface ImportFacts {
	readonly company: CompanyProfile;
	/** Its active contacts. */
	readonly contacts: readonly CompanyContact[];
	readonly countries: readonly Country[];
}

/** How it is imported; who is asked for is the contact of that id, else the first that is complete. */
export interface ImportWishes {
	readonly matchBy: MatchBy;
	readonly language: string;
	readonly contactId?: number;
	readonly notifyEmail?: string;
	readonly access?: AccessDetails;
}

/** A company as a customer, or what its profile lacks. */
export type ImportProfile =
	| { readonly kind: 'complete'; readonly customer: NewCustomer; readonly contact: CompanyContact }
	| { readonly kind: 'incomplete'; readonly lacks: readonly string[] };

const mail = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** Whether a text has the form of an e-mail address. */
export function isMailAddress(text: string): boolean {
	return text.length <= 254 && mail.test(text);
}

function isComplete(contact: CompanyContact): boolean {
	return Boolean(contact.firstName && contact.lastName && contact.email && isMailAddress(contact.email));
}

/** Contacts with first name, last name and e-mail, the primary one first. */
export function completeContacts(contacts: readonly CompanyContact[]): readonly CompanyContact[] {
	return sortBy(contacts.filter(isComplete), [(one) => !one.isPrimary, 'id']);
}

function countryLack({ company, countries }: ImportFacts): string | undefined {
	const country = countries.find((one) => one.id === company.countryId);
	if (country?.code !== undefined) return undefined;
	return country ? `country (Autotask has no two-letter code for ${country.name})` : 'country';
}

function lacksOf(facts: ImportFacts, wishes: ImportWishes, contact: CompanyContact | undefined): readonly string[] {
	const { company } = facts;
	const country = countryLack(facts);
	const isPhone = company.phone !== undefined && phoneOf(facts, contact) !== undefined;
	const lacks: readonly (readonly [boolean, string])[] = [
		[company.name.trim() === '', 'name'],
		[company.phone === undefined, 'phone'],
		[
			company.phone !== undefined && !isPhone && country === undefined,
			'phone with a country code (such as +44 113 496 0001)',
		],
		[company.addressLine === undefined, 'address line'],
		[company.city === undefined, 'city'],
		[company.postalCode === undefined, 'postal code'],
		[country !== undefined, country ?? ''],
		[contact === undefined, 'contact with first name, last name and e-mail'],
		[externalIdOf(company, wishes.matchBy) === undefined, 'company number'],
	];
	return lacks.filter(([isLacking]) => isLacking).map(([, name]) => name);
}

function codeOf({ company, countries }: ImportFacts): string | undefined {
	return countries.find((one) => one.id === company.countryId)?.code;
}

/** The contact's own number where it can be told, else the company's. */
function phoneOf(facts: ImportFacts, contact: CompanyContact | undefined): string | undefined {
	const code = codeOf(facts);
	return marketplacePhone(contact?.phone ?? '', code) ?? marketplacePhone(facts.company.phone ?? '', code);
}

function chosen(contacts: readonly CompanyContact[], id: number | undefined): CompanyContact | undefined {
	const complete = completeContacts(contacts);
	return id === undefined ? complete[0] : complete.find((one) => one.id === id);
}

/**
 * A company of Autotask as a customer of the marketplace, where its profile is complete.
 *
 * Complete: name, phone, address line, city, postal code, country, and one contact with first name, last name and
 * e-mail; besides, an external id, and a phone whose country is known. Source: rule M3.
 */
export function importProfile(facts: ImportFacts, wishes: ImportWishes): ImportProfile {
	const contact = chosen(facts.contacts, wishes.contactId);
	const lacks = lacksOf(facts, wishes, contact);
	if (lacks.length > 0 || !contact) return { kind: 'incomplete', lacks };
	const { company } = facts;
	const customer: NewCustomer = {
		externalId: externalIdOf(company, wishes.matchBy) ?? '',
		name: company.name.trim(),
		address: {
			streetAddress: company.addressLine ?? '',
			postalCode: company.postalCode ?? '',
			city: company.city ?? '',
			countryCode: codeOf(facts) ?? '',
			...(company.addressExtension === undefined ? {} : { addressExtension: company.addressExtension }),
			...(company.state === undefined ? {} : { state: company.state }),
		},
		admin: {
			firstName: contact.firstName ?? '',
			lastName: contact.lastName ?? '',
			email: wishes.notifyEmail || (contact.email ?? ''),
			phoneNumber: phoneOf(facts, contact) ?? '',
			...(wishes.access === undefined || wishes.access.login === '' ? {} : { access: wishes.access }),
		},
		language: wishes.language,
		...(company.taxId === undefined ? {} : { taxId: company.taxId }),
	};
	return { kind: 'complete', customer, contact };
}
