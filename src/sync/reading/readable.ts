function isMalformed(error: unknown): error is Error {
	return error instanceof Object && 'name' in error && error.name === 'MalformedResponseError' && 'message' in error;
}

/** The value, or the sentence that says why an answer could not be understood; other errors go on. */
export async function readable<T>(read: () => Promise<T>): Promise<{ readonly value: T } | { readonly why: string }> {
	try {
		return { value: await read() };
	} catch (error) {
		if (isMalformed(error)) return { why: error.message.replace(/\.$/, '') };
		throw error;
	}
}
