/** A relative address with its state in the query; empty values are left out. */
export function address(path: string, state: Readonly<Record<string, string | number | boolean | undefined>>): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(state)) {
		if (value !== undefined && value !== '' && value !== false) query.set(name, String(value));
	}
	const text = query.toString();
	return text === '' ? path : `${path}?${text}`;
}
