import { inertCell } from '../domain/spreadsheetCell';

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

function cell(value: string): string {
	const inert = inertCell(value);
	return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Comma-separated values; a text that a spreadsheet would run as a formula is made inert. */
export function csvText(rows: readonly (readonly string[])[]): string {
	return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Such values as a file. */
export function csvAnswer(name: string, rows: readonly (readonly string[])[]): PageAnswer {
	return {
		statusCode: 200,
		contentType: 'text/csv; charset=utf-8',
		location: '',
		disposition: `attachment; filename="${name}"`,
		body: csvText(rows),
	};
}
