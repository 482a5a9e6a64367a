import type { PagePorts } from '../page';
import type { PageRequest } from '../pageRequest';
import type { Edited } from './mappedThing';
import type { Suggesting } from './suggesting';

/** Maps what was ticked, one after another; those that are refused are said and hold up no other. */
export async function acceptPairs<Row>(
	{ things, suggesting }: { readonly things: string; readonly suggesting: Suggesting<Row> },
	request: PageRequest,
	ports: PagePorts,
): Promise<Edited> {
	const pairs = (request.form['pairs'] ?? []).map((pair) => /^(.{1,100})=(\d{1,15})$/.exec(pair));
	if (pairs.length === 0)
		return { kind: 'refused', message: 'Nothing is ticked. Tick the suggestions that are right.' };
	const refusals: string[] = [];
	for (const pair of pairs) {
		const [, own = '', other = ''] = pair ?? [];
		const outcome = await suggesting.accept({ own, other: Number(other), by: request.user }, ports);
		if (outcome.kind === 'refused') refusals.push(outcome.message);
	}
	const mapped = `${pairs.length - refusals.length} of ${pairs.length} ${things} are mapped.`;
	return { kind: 'mapped', message: [mapped, ...refusals].join(' ') };
}
