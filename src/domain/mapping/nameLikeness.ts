import Fuse from 'fuse.js';
import { deburr, sortBy, uniq } from 'lodash';

/** Words that say nothing of who a company is. */
const legalForms = new Set(
	'ltd limited llc inc gmbh ag kg co company plc bv nv ab as oy sa sarl srl spa group holding the and'.split(' '),
);

/** Letters of any script, with the marks that belong to them, and digits; all else is between words. */
const betweenWords = /[^\p{L}\p{M}\p{N}]+/u;

function withoutAccents(text: string): string {
	return deburr(text.normalize('NFKD')).normalize('NFC');
}

/** As much of a name as tells it from others; comparing takes time by the square of it. */
const longestCompared = 200;

function plainName(name: string): string {
	const words = withoutAccents(name.slice(0, longestCompared).toLowerCase()).split(betweenWords);
	return words.filter((word) => word !== '' && !legalForms.has(word)).join(' ');
}

/** The longest words of a name, at most two. A short one would find half of all. */
function longestWords(name: string): readonly string[] {
	const words = name.slice(0, longestCompared).normalize('NFC').split(betweenWords);
	const telling = words.filter((word) => word.length > 3 && plainName(word) !== '');
	return sortBy(telling, (word) => -word.length)
		.slice(0, 2)
		.map((word) => word.slice(0, longestWord));
}

const mostWords = 160;
/** Of a longer word its beginning is looked for. */
const longestWord = 60;

/**
 * What others are looked for by whose names are like one of these: the longest words of each, as written, then without
 * accents as far as they have any. At most 160.
 */
export function tellingWords(names: readonly string[]): readonly string[] {
	const written = names.flatMap(longestWords);
	return uniq([...written, ...written.map(withoutAccents)]).slice(0, mostWords);
}

/** The score of a name that is the same. */
export const sameName = 90;

/** What a score by name says, in words. */
export function nameReason(score: number): string {
	return score === sameName ? 'same name' : `name is ${score} of ${sameName} alike`;
}

/** How alike each name is to the wanted one: 0 to 1, accents, case and legal forms aside; those that are not alike are left out. */
export function nameLikeness<Key>(
	wanted: string,
	names: readonly { readonly key: Key; readonly name: string }[],
): ReadonlyMap<Key, number> {
	const plain = plainName(wanted);
	if (plain === '') return new Map();
	const plainNames = names.map(({ key, name }) => ({ key, name: plainName(name) }));
	const fuse = new Fuse(plainNames, { keys: ['name'], includeScore: true, ignoreLocation: true, threshold: 0.5 });
	return new Map(
		fuse.search(plain).map(({ item, score = 1 }) => {
			const lengths = Math.min(item.name.length, plain.length) / Math.max(item.name.length, plain.length);
			return [item.key, (1 - score) * lengths];
		}),
	);
}
