import type { TaskId } from '../../domain/ids';
import type { PagePorts } from '../page';
import { field, type PageRequest } from '../pageRequest';
import type { Edited } from './edits';
import type { Suggesting } from './suggesting';

/** The field that holds what a thing is mapped to. */
export function choiceField(key: string): string {
	return `to ${key}`;
}

/** Maps the one whose button was pressed, else all that are ticked, one after another; those that are refused are said and hold up no other. */
export async function acceptPicks<Row>(
	{ called, suggesting }: { readonly called: string; readonly suggesting: Suggesting<Row> },
	request: PageRequest,
	ports: PagePorts,
): Promise<Edited> {
	const accept = async (key: string): Promise<Edited> => {
		const value = field(request, choiceField(key));
		return await suggesting.accept({ key, value, by: request.user }, ports);
	};
	const only = field(request, 'only');
	if (only !== '') return await accept(only);
	const ticked = request.form['ticked'] ?? [];
	if (ticked.length === 0)
		return { kind: 'refused', message: `Nothing is ticked. Tick the ${called} that are right, or press Map in a row.` };
	const refusals: string[] = [];
	const freed: TaskId[] = [];
	for (const key of ticked) {
		const outcome = await accept(key);
		if (outcome.kind === 'refused') refusals.push(outcome.message);
		freed.push(...(outcome.freed ?? []));
	}
	const mapped = `${ticked.length - refusals.length} of ${ticked.length} ${called} are mapped.`;
	return { kind: 'mapped', message: [mapped, ...refusals].join(' '), freed };
}
