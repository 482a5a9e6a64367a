/** A field of an error, whatever it is; undefined where it has none. */
export function errorField(error: unknown, name: string): unknown {
	return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
