/** How many characters Autotask keeps. */
export const longest = {
	key: 50,
	contractName: 100,
	name: 100,
	description: 2000,
	internalDescription: 100,
	invoiceDescription: 1000,
};

/** @throws RangeError for a longer text: what is a key must not be cut. */
export function withinLength(text: string, length: number, what: string): string {
	if (text.length > length) throw new RangeError(`${what} has ${text.length} characters; Autotask keeps ${length}`);
	return text;
}
