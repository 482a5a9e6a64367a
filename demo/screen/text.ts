/** How wide a line may be; every table fits it. */
export const screenWidth = 120;

/** Text of exactly that many characters; what is too long loses its end to an ellipsis. */
export function fitted(text: string, width: number, align: 'left' | 'right' = 'left'): string {
	const short = text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
	return align === 'right' ? short.padStart(width) : short.padEnd(width);
}

/** Breaks a text between words; each line starts with the indent and fits the screen. */
export function wrapped(text: string, indent: string): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/)) {
		if (line !== '' && indent.length + line.length + 1 + word.length > screenWidth) {
			lines.push(indent + line);
			line = '';
		}
		line += (line === '' ? '' : ' ') + word;
	}
	return line === '' ? lines : [...lines, indent + line];
}

/** A company's name without its legal form. */
export function shortName(company: string): string {
	return company.replace(/ (Ltd|LLP|BV)$/, '');
}
