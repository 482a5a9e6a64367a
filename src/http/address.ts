/** An address or path without the slashes at its end, however many. */
export function withoutEndSlashes(text: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === '/') end -= 1;
	return text.slice(0, end);
}
