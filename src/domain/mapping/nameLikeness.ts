import Fuse from 'fuse.js';
import { sortBy } from 'lodash';

/** Words that say nothing of who a company is. */
const legalForms =
	/\b(ltd|limited|llc|inc|gmbh|ag|kg|co|company|plc|bv|nv|ab|as|oy|sa|sarl|srl|spa|group|holding|the|and)\b/g;

function plainName(name: string): string {
	return name
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/[\u0300-\u036f]/g, '')
		.replaceAll(/[^a-z0-9]+/g, ' ')
		.replaceAll(legalForms, ' ')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

/** The longest words of a name, at most two: what others are looked for by. A short one would find half of all. */
export function tellingWords(name: string): readonly string[] {
	const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3 && plainName(word) !== '');
	return sortBy(words, (word) => -word.length).slice(0, 2);
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
