/**
 * How a formula begins, at the start of a cell or of what another separator makes one of it, also behind signs that
 * spreadsheets leave out (blanks of any kind, the byte order mark, quotation marks) and behind apostrophes, so that
 * what `inertCell` puts there can be told from what was there.
 */
const begins = String.raw`(^|[;\t\r\n])([\s\u200B-\u200D\u2060"]*)`;
const formula = String.raw`('*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])`;
const toGuard = new RegExp(begins + formula, 'g');
const guarded = new RegExp(`${begins}'${formula}`, 'g');
const number = /^-?\d+(\.\d+)?$/;

/** The text with an apostrophe before what a spreadsheet would run as a formula; numbers stay numbers. */
export function inertCell(text: string): string {
	return number.test(text) ? text : text.replace(toGuard, "$1$2'$3");
}

/** The text that `inertCell` was given. */
export function readCell(cell: string): string {
	return cell.replace(guarded, '$1$2$3');
}
