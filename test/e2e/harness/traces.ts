import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file below a folder that holds a text that must not be there. */
export interface Trace {
	readonly file: string;
	readonly text: string;
}

/**
 * Looks for texts, byte by byte, in all files below a folder; node_modules are left out.
 *
 * Finds what lies in databases and their write-ahead logs too, as long as it is stored as plain UTF-8.
 */
export function tracesOf(texts: readonly string[], folder: string): readonly Trace[] {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => !name.split('/').includes('node_modules'))
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isFile());
	return files.flatMap((path) => {
		const content = readFileSync(path);
		return texts.filter((text) => content.includes(text)).map((text) => ({ file: relative(folder, path), text }));
	});
}
