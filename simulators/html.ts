/** Text made safe for HTML content and attribute values. */
export function escapeHtml(text: unknown): string {
	const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return String(text ?? '').replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** A plain page for people, light and dark. `body` is HTML, `title` is text. */
export function htmlPage(title: string, body: string): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>
:root{color-scheme:light dark}body{font:14px/1.45 system-ui,sans-serif;margin:1.5rem auto;max-width:100rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.day,th{white-space:nowrap}.wide{overflow-x:auto}td code{display:block;min-width:20rem}@media(max-width:40rem){td,th{white-space:nowrap}}code,pre{font:12px/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.bad{color:light-dark(#b00020,#ff8a80)}nav a{margin-right:1rem}caption{text-align:left;font-weight:600;padding:.4rem 0}
</style><h1>${escapeHtml(title)}</h1>${body}</html>`;
}

/** An instant as people read it: without milliseconds, in UTC. */
export function shownInstant(instant: string): string {
	return instant.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2');
}

/** An HTML table, scrolling where it is wider than the page; a cell is text, or `{ html }` where it is already safe. */
export function htmlTable(
	head: readonly string[],
	rows: readonly (readonly (string | number | { html: string })[])[],
): string {
	const cell = (value: string | number | { html: string }): string => {
		if (typeof value === 'object') return `<td>${value.html}</td>`;
		const kind = typeof value === 'number' ? 'n' : /^\d{4}-\d\d-\d\d/.test(value) ? 'day' : '';
		return `<td${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(value)}</td>`;
	};
	const title = (name: string, column: number): string =>
		`<th${typeof rows[0]?.[column] === 'number' ? ' class="n"' : ''}>${escapeHtml(name)}</th>`;
	const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
	return `<div class="wide"><table><thead><tr>${head.map(title).join('')}</tr></thead><tbody>${body}</tbody></table></div>`;
}
