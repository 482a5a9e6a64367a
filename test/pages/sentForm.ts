/** The inputs of a page's markup with their attributes, in their order. */
function inputsOf(html: string): readonly Readonly<Record<string, string>>[] {
	return [...html.matchAll(/<input\b([^>]*)>/g)].map(([, attributes = '']) =>
		Object.fromEntries(
			[...attributes.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
				name,
				value.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
			]),
		),
	);
}

/**
 * What a browser sends of the form with this action: hidden fields, what is typed, boxes that are ticked.
 *
 * `more` is what a person has typed or pressed besides.
 */
export function sentForm(
	html: string,
	action: string,
	more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
	const forms = html.split('<form').slice(1);
	const form = forms.find((one) => one.includes(`name="action" value="${action}"`)) ?? '';
	const inputs = inputsOf(form.split('</form>')[0] ?? '').filter(({ name }) => name !== undefined);
	const sent = inputs.filter(({ type, ...rest }) => type !== 'checkbox' || 'checked' in rest);
	const names = [...new Set(sent.map(({ name = '' }) => name))];
	const fields = names.map((name) => {
		const values = sent.filter((one) => one['name'] === name).map(({ value = '' }) => value);
		return [name, values.length > 1 ? values : values[0]];
	});
	return { ...Object.fromEntries(fields), ...more };
}
