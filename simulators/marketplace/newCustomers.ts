import { omit } from 'lodash';
import { isJsonObject, parseJsonBody, type Json, type JsonObject } from '../http';
import type { Marketplace } from './marketplace';
import type { ContactPerson, Customer } from './records';
import { Refusal } from './refusal';

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const phone = /^(\d{1,3}#\d*#\d{4,14}#\d*|\+\d{7,15}(#\d*)?)$/;
const login = /^[A-Za-z0-9][A-Za-z0-9_.@-]{4,255}$/;
const passwordRules = [/.{7}/s, /[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
const addressFields = ['streetAddress', 'addressExtension', 'postalCode', 'city', 'state', 'countryCode'];

function refuse(message: string): never {
	throw new Refusal(400, 'BadRequest', message);
}

function text(object: JsonObject, name: string, where: string): string {
	const value = object[name];
	if (typeof value !== 'string' || value.trim() === '') refuse(`${where}.${name} is required.`);
	return value as string;
}

function objectOf(value: Json | undefined, where: string): JsonObject {
	if (!isJsonObject(value)) refuse(`${where} is required.`);
	return value as JsonObject;
}

function addressOf(value: Json | undefined): Customer['address'] {
	const address = objectOf(value, 'address');
	for (const name of ['streetAddress', 'postalCode', 'city', 'countryCode']) text(address, name, 'address');
	if (!/^[A-Z]{2}$/.test(String(address['countryCode']))) refuse('address.countryCode is no Alpha-2 code.');
	if (address['countryCode'] === 'US') text(address, 'state', 'address');
	const known = Object.entries(address).filter(([name]) => addressFields.includes(name));
	return Object.fromEntries(known) as unknown as Customer['address'];
}

/** The password is checked and forgotten. */
function personOf(market: Marketplace, value: Json): ContactPerson {
	const person = objectOf(value, 'contactPersons');
	for (const name of ['type', 'firstName', 'lastName', 'email', 'phoneNumber']) text(person, name, 'contactPersons');
	if (!['admin', 'billing', 'technical'].includes(String(person['type']))) refuse('contactPersons.type is unknown.');
	const email = String(person['email']);
	if (!mail.test(email)) refuse('contactPersons.email is no e-mail address.');
	if (!phone.test(String(person['phoneNumber']))) refuse('contactPersons.phoneNumber is not in E.164 notation.');
	const people = [...market.customers.values()].flatMap((one) => one.contactPersons);
	if (people.some((one) => one.email.toLowerCase() === email.toLowerCase()))
		throw new Refusal(409, 'Conflict', `A customer with the e-mail ${email} exists.`);
	if (person['login'] !== undefined) checkLogin(person, people);
	const { password, ...kept } = person;
	if (password !== undefined && !passwordRules.every((rule) => rule.test(String(password))))
		refuse(`The password ${String(password)} is too weak.`);
	return kept as unknown as ContactPerson;
}

function checkLogin(person: JsonObject, people: readonly ContactPerson[]): void {
	if (person['type'] !== 'admin' || !login.test(String(person['login'])))
		refuse('contactPersons.login is not allowed.');
	if (people.some((one) => one.login === person['login'])) throw new Refusal(409, 'Conflict', 'The login is taken.');
}

/** POST /customers: makes a customer of the reseller, or refuses it as the platform does. */
export function createCustomer(market: Marketplace, body: string): Customer {
	const given = objectOf(parseJsonBody({ body }), 'The customer');
	const name = text(given, 'name', 'customer');
	const language = text(given, 'language', 'customer');
	const address = addressOf(given['address']);
	const people = Array.isArray(given['contactPersons']) ? given['contactPersons'] : [];
	if (people.length === 0) refuse('customer.contactPersons is required.');
	const externalId = given['externalId'];
	if ([...market.customers.values()].some((one) => one.externalId !== undefined && one.externalId === externalId))
		throw new Refusal(409, 'Conflict', `A customer with the external ID ${String(externalId)} exists.`);
	const customer: Customer = {
		id: market.newId(),
		status: 'active',
		name,
		address,
		contactPersons: people.map((person) => personOf(market, person)),
		language,
		...(typeof externalId === 'string' ? { externalId } : {}),
		...(typeof given['taxRegId'] === 'string' ? { taxRegId: given['taxRegId'] } : {}),
	};
	market.put({ customers: [customer] });
	return shownCustomer(customer);
}

/** A customer as the platform tells of it: logins are only ever written. */
export function shownCustomer(customer: Customer): Customer {
	return { ...customer, contactPersons: customer.contactPersons.map((person) => omit(person, 'login')) };
}
