import type { Person } from '../domain/people/person';
import type { Role } from '../domain/people/role';
import { basicLogin } from './basicLogin';
import { folderOf } from './places';

/** What a browser asked for, as n8n's Webhook node hands it on. */
export interface PageRequest {
	readonly method: 'GET' | 'POST';
	/** One text per name; of a name that is given more than once the last one. */
	readonly query: Readonly<Record<string, string>>;
	/** What was typed or ticked; empty on a GET. */
	readonly form: Readonly<Record<string, readonly string[]>>;
	/** Who is logged in by basic auth: the approver in the log. Empty where nobody is. */
	readonly user: string;
	/** What that person may do; whoever comes through a Webhook node has the login of its credential, which may do all. */
	readonly role: Role;
	/** The name of the owner's login, where the request came past n8n's executions: then a password may be in the answer. */
	readonly owner?: string;
	/** The last part of Home's address; the other pages stand under it. */
	readonly folder: string;
}

/** A request that no browser makes of our pages; the message names what is wrong. */
export class UnreadableRequestError extends Error {
	override readonly name = 'UnreadableRequestError';
}

const longestText = 20_000;
/** Fields that hold a whole file: as it was pasted, and as a page keeps it. */
const longFields: Readonly<Record<string, number>> = { csv: 2_000_000, kept: 2_000_000 };
const mostValues = 2_000;
/** NUL and halves of characters: PostgreSQL keeps neither. */
const noText = /[\0\p{Cs}]/u;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(name: string, value: unknown): readonly string[] {
	const values = Array.isArray(value) ? value : [value];
	return values.map((one: unknown) => {
		if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean')
			throw new UnreadableRequestError(`The field ${name} is no text.`);
		const text = String(one);
		const longest = Object.hasOwn(longFields, name) ? (longFields[name] ?? longestText) : longestText;
		if (text.length > longest)
			throw new UnreadableRequestError(`The field ${name} is longer than ${longest} characters.`);
		if (noText.test(text)) throw new UnreadableRequestError(`The field ${name} holds a sign that no text has.`);
		return text;
	});
}

function fieldsOf(value: unknown): Readonly<Record<string, readonly string[]>> {
	if (!isObject(value)) return {};
	const entries = Object.entries(value).map(([name, one]) => [name, textsOf(name, one)] as const);
	if (entries.reduce((sum, [, texts]) => sum + texts.length, 0) > mostValues)
		throw new UnreadableRequestError(`The form has more than ${mostValues} values.`);
	return Object.fromEntries(entries);
}

function userOf(headers: unknown): string {
	return basicLogin(isObject(headers) ? headers['authorization'] : undefined)?.user.slice(0, 200) ?? '';
}

/** Who a trigger has let in, by the owner's login or by one of the people's. */
export interface LetIn extends Person {
	readonly owner: string;
}

/**
 * Reads an item of the Webhook node, or what a trigger was asked by somebody whom it has let in; the password of basic
 * auth is left behind.
 *
 * @throws UnreadableRequestError where a field is no text, or too long, or holds what no store keeps.
 */
export function readPageRequest(json: Readonly<Record<string, unknown>>, letIn?: LetIn): PageRequest {
	const form = fieldsOf(json['body']);
	const query = fieldsOf(json['query']);
	const isPosted = json['method'] === 'POST' || Object.keys(form).length > 0;
	return {
		method: isPosted ? 'POST' : 'GET',
		query: Object.fromEntries(Object.entries(query).map(([name, texts]) => [name, texts.at(-1) ?? ''])),
		form,
		user: letIn?.name ?? userOf(json['headers']),
		role: letIn?.role ?? 'settings',
		...(letIn && { owner: letIn.owner }),
		folder: folderOf(typeof json['webhookUrl'] === 'string' ? json['webhookUrl'] : ''),
	};
}

/** The only, or last, value of a field, without blanks around it; empty where it was not sent. */
export function field(request: PageRequest, name: string): string {
	return request.form[name]?.at(-1)?.trim() ?? '';
}

/** The id that a field holds; undefined where it holds none. Autotask's own company has the id 0. */
export function idField(request: PageRequest, name: string): number | undefined {
	const text = field(request, name);
	return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The page of a list that is asked for, from 1. */
export function pageNumber(request: PageRequest): number {
	const asked = Number(request.query['page'] ?? '1');
	return Number.isInteger(asked) && asked > 0 ? Math.min(asked, 100_000) : 1;
}

/** Rows on one page of a list. */
export const rowsPerPage = 50;
