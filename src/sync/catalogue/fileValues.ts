import type { ConnectionId } from '../../domain/ids';
import type { Ports } from '../../ports/store/ports';

/** The id in a cell of a file; undefined where it holds none. */
export function idIn(text = ''): number | undefined {
	return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function plain(name: string): string {
	return name.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLocaleLowerCase('en');
}

/** Whether a name is the one in the file, blanks and case aside; a file that names none names no other one. */
export function isCalled(name: string, inFile = ''): boolean {
	return inFile === '' || plain(inFile) === plain(name);
}

/** Logs each mapping that a person has taken from a file. */
export async function logMapped(
	messages: readonly string[],
	{ connectionId, by }: { readonly connectionId: ConnectionId; readonly by: string },
	{ store, clock }: Ports,
): Promise<void> {
	const at = clock.now();
	await store.log(messages.map((message) => ({ at, connectionId, action: 'map', message, ...(by && { by }) })));
}
