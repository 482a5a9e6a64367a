import type { TaskId } from '../ids';

const separating = /[\s,;%[\]]/g;

/** An id as a word of its own: what would separate it from others, or part it, is written as in an address. */
export function asWord(id: string): string {
	return id.replaceAll(separating, (sign) => encodeURIComponent(sign));
}

/** The id that a word stands for; one that nobody has made a word of is itself. */
export function wordRead(word: string): string {
	return word.replaceAll(/(?:%[0-9A-F]{2})+/gi, (signs) => {
		try {
			return decodeURIComponent(signs);
		} catch {
			return signs;
		}
	});
}

/**
 * How a task is named among others, with the fingerprint of a plan where one is meant: `order-12:9f3c`.
 *
 * `parseApproval` reads it back whatever its id holds: a comma in it is written `%2C`, a line break `%0A`; a colon stays,
 * and is followed by one where no fingerprint is.
 */
export function taskEntry(id: TaskId, fingerprint?: string): string {
	const word = asWord(id);
	if (fingerprint === undefined) return word.includes(':') ? `${word}:` : word;
	return `${word}:${fingerprint}`;
}

/** The task that an entry names, and the fingerprint in it. */
export function readTaskEntry(entry: string): { readonly taskId: TaskId; readonly fingerprint?: string } {
	const at = entry.lastIndexOf(':');
	const fingerprint = at < 0 ? '' : entry.slice(at + 1);
	return {
		taskId: wordRead(at < 0 ? entry : entry.slice(0, at)) as TaskId,
		...(fingerprint === '' ? {} : { fingerprint }),
	};
}
