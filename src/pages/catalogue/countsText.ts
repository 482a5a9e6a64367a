import { countBy } from '../../domain/keyed';
import { countText } from '../moneyText';
import type { ShownVerdict } from './shownFile';

/** What the file comes to: `4 new, 1 changed, 20 unchanged, 2 refused`. */
export function countsText(verdicts: readonly Pick<ShownVerdict, 'kind'>[]): string {
	const counts = countBy(verdicts, 'kind');
	return (['new', 'changed', 'unchanged', 'refused'] as const)
		.map((kind) => `${countText(counts[kind] ?? 0)} ${kind}`)
		.join(', ');
}
