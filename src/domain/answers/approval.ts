import { isEqual } from 'lodash';
import { type Attention, partsOf } from '../attention';
import type { ContractId, ContractServiceId, TaskId } from '../ids';
import { valueOf } from '../keyed';
import { type Decimal, readDecimal, roundedPrice } from '../money';
import type { Answers, OthersAnswer } from './answers';
import { readTaskEntry, wordRead } from './taskEntry';

/** Whose prices a task is written with, and which of somebody else a person has seen in Autotask: `16.2`, or price and cost as `16.2/14.4`. */
export interface PricesAnswer {
	readonly from: NonNullable<Answers['priceSource']>;
	readonly seen?: string;
}

/** What a person wrote of one task: `taskId:fingerprint own=10 others=2@15 contract=123 onetime`, or `own[PRD-1]=10` of one of several products. */
export interface ApprovalEntry {
	/** As written, for the answer. */
	readonly text: string;
	readonly taskId: TaskId;
	readonly fingerprint?: string;
	readonly ownUnits?: number;
	/** By product id, or by `subscription/product`. */
	readonly ownUnitsOf?: Readonly<Record<string, number>>;
	readonly otherUnits?: Pick<OthersAnswer, 'units'> & Partial<OthersAnswer>;
	readonly contractId?: ContractId;
	readonly goneLine?: ContractServiceId;
	readonly oneTimeLines?: boolean;
	readonly prices?: PricesAnswer;
}

export type ParsedApproval =
	| { readonly kind: 'entry'; readonly entry: ApprovalEntry }
	| { readonly kind: 'unreadable'; readonly text: string; readonly why: string };

/** What one word after the task says. */
export type SaidAnswer = Partial<
	Pick<ApprovalEntry, 'ownUnits' | 'ownUnitsOf' | 'otherUnits' | 'contractId' | 'goneLine' | 'oneTimeLines' | 'prices'>
>;

const known =
	'known are own=10, own[product]=10, others=2, others=2@15, prices=autotask@16.20, prices=marketplace@16.20, contract=123, gone=30001 and onetime';

/** Price, cost or both as they stand in Autotask, in a form that two of the same have in common: `16.2/14.4`. */
export function seenText(amounts: readonly Decimal[]): string {
	return amounts.map(roundedPrice).join('/');
}

/** The same of several lines: `16.2/14.4+11`. */
export function seenOfLines(lines: readonly string[]): string {
	return lines.join('+');
}

function readSeenOfLine(text: string): string | undefined {
	const parts = text.split('/');
	const figures = parts.flatMap((part) => readDecimal(part) ?? []);
	if (parts.length > 2 || figures.length < parts.length) return undefined;
	return seenText(figures);
}

/** Figures as a person writes them: `16.20`, price and cost as `16.20/14.40`, of several lines `16.20+11`; undefined for anything else. */
export function readSeen(text: string): string | undefined {
	const lines = text.split('+');
	const read = lines.flatMap((line) => readSeenOfLine(line) ?? []);
	return read.length < lines.length ? undefined : seenOfLines(read);
}

function readPrices(word: string): SaidAnswer | undefined {
	const [, from, text] = /^prices=(autotask|marketplace)(?:@(.+))?$/.exec(word) ?? [];
	if (from !== 'autotask' && from !== 'marketplace') return undefined;
	if (text === undefined) return { prices: { from } };
	const seen = readSeen(text);
	return seen === undefined ? undefined : { prices: { from, seen } };
}

/** Reads a word such as `own=10` or `others=2@15`; undefined where it is not understood. */
export function readAnswer(word: string): SaidAnswer | undefined {
	if (word === 'onetime') return { oneTimeLines: true };
	if (word.startsWith('prices=')) return readPrices(word);
	const [, product, own] = /^own\[([^[\]]+)\]=(\d{1,9})$/.exec(word) ?? [];
	if (product !== undefined) return { ownUnitsOf: { [wordRead(product)]: Number(own) } };
	const [, name, first, second] = /^(own|others|contract|gone)=(\d{1,9})(?:@(\d{1,9}))?$/.exec(word) ?? [];
	if (first === undefined || (second !== undefined && name !== 'others')) return undefined;
	if (name === 'own') return { ownUnits: Number(first) };
	if (name === 'contract') return { contractId: Number(first) as ContractId };
	if (name === 'gone') return { goneLine: Number(first) as ContractServiceId };
	return { otherUnits: { units: Number(first), ...(second === undefined ? {} : { seenInForce: Number(second) }) } };
}

/** The answers that the next step of a cause names, where somebody has changed a line in Autotask. */
export function answersAsked(attention: Attention): readonly SaidAnswer[] {
	if (attention.reason !== 'changed in Autotask') return [];
	const words = (partsOf(attention).step ?? '').split(/[ :]/);
	return words.flatMap((word) => readAnswer(word) ?? []);
}

/** Whether it says something else than the entry says already: nobody can tell which of the two is meant. */
function contradicts(said: SaidAnswer, entry: ApprovalEntry): boolean {
	const { ownUnitsOf = {}, ...others } = said;
	const before = entry.ownUnitsOf ?? {};
	const isOther = (value: unknown, known: unknown) => known !== undefined && !isEqual(value, known);
	return (
		Object.entries(others).some(([name, value]) => isOther(value, entry[name as keyof typeof others])) ||
		Object.entries(ownUnitsOf).some(([product, units]) => isOther(units, valueOf(before, product)))
	);
}

function readEntry(text: string): ParsedApproval {
	const [name = '', ...words] = text.split(/\s+/);
	const named = readTaskEntry(name);
	if (named.taskId === '') return { kind: 'unreadable', text, why: 'it names no task; write taskId:fingerprint' };
	let entry: ApprovalEntry = { text, ...named };
	for (const word of words) {
		const suffix = readAnswer(word);
		if (!suffix) return { kind: 'unreadable', text, why: `"${word}" is not understood; ${known}` };
		if (contradicts(suffix, entry))
			return { kind: 'unreadable', text, why: `"${word}" contradicts an answer before it` };
		const ownUnitsOf = { ...entry.ownUnitsOf, ...suffix.ownUnitsOf };
		entry = { ...entry, ...suffix, ...(Object.keys(ownUnitsOf).length === 0 ? {} : { ownUnitsOf }) };
	}
	return { kind: 'entry', entry };
}

/**
 * Reads the tasks that a person names, one after another, separated by comma, semicolon or line.
 *
 * Every entry gets an answer, in the order written: a word that is not understood spoils its own entry only. The
 * fingerprint may be missing (retry needs none). Ids are words as `taskEntry` writes them.
 */
export function parseApproval(text: string): readonly ParsedApproval[] {
	return text
		.split(/[,;\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map(readEntry);
}
