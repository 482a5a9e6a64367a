const halfCharacter = /[\uD800-\uDFFF]/gu;

/** Text without what no store keeps as it is: the NUL character, and halves of characters. */
export function keptText(text: string): string {
	return text.replaceAll('\0', '\uFFFD').replaceAll(halfCharacter, '\uFFFD');
}
