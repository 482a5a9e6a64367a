/** What `like ... escape '\'` finds a part of a text by, in small letters as columns to search in are. */
export function searchPattern(search: string): string {
	return `%${search.toLocaleLowerCase('en').replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
