/** What an address, or the hidden fields of a form, say of where somebody is; empty values are left out. */
export type AddressState = Readonly<Record<string, string | number | boolean | undefined>>;

/** A relative address with its state in the query. */
export function address(path: string, state: AddressState): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(state)) {
		if (value !== undefined && value !== '' && value !== false) query.set(name, String(value));
	}
	const text = query.toString();
	return text === '' ? path : `${path}?${text}`;
}
