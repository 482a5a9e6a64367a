/** What a browser gets: `Respond to Webhook` sends it as it is. */
export interface PageAnswer {
	readonly statusCode: number;
	readonly contentType: string;
	/** Where the browser goes on; empty where it stays. */
	readonly location: string;
	/** How a file is named; empty for a page. */
	readonly disposition: string;
	readonly body: string;
}

/** A page of text/html. */
export function htmlAnswer(body: string, statusCode = 200): PageAnswer {
	return { statusCode, contentType: 'text/html; charset=utf-8', location: '', disposition: '', body };
}

/** Sends the browser on with a GET. `location` is relative to the page. */
export function goTo(location: string): PageAnswer {
	return { statusCode: 303, contentType: 'text/plain; charset=utf-8', location, disposition: '', body: '' };
}

/**
 * How a formula begins, at the start of a cell or of what another separator makes one of it, also behind signs that
 * spreadsheets leave out: blanks of any kind, the byte order mark, quotation marks.
 */
const formula = /(^|[;\t\r\n])([\s\u200B-\u200D\u2060"]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;
const number = /^-?\d+(\.\d+)?$/;

function cell(value: string): string {
	const inert = number.test(value) ? value : value.replace(formula, "$1$2'$3");
	return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A file of comma-separated values; a text that a spreadsheet would run as a formula is made inert. */
export function csvAnswer(name: string, rows: readonly (readonly string[])[]): PageAnswer {
	return {
		statusCode: 200,
		contentType: 'text/csv; charset=utf-8',
		location: '',
		disposition: `attachment; filename="${name}"`,
		body: `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`,
	};
}
