import { compact } from 'lodash';
import type { Exclusion } from './exclusion';

function counted(count: number, word: string): string {
	return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** What a check says of exclusions: how many tasks ended with them, and how much is excluded in all. Source: rule T7. */
export function excludedText(ended: number, exclusions: readonly Exclusion[]): string {
	const ofKind = (kind: Exclusion['kind']) => exclusions.filter((one) => one.kind === kind).length;
	const all = compact([counted(ofKind('subscription'), 'subscription'), counted(ofKind('product'), 'product')]);
	return compact([
		ended === 0 ? '' : ` ${counted(ended, 'task')} ignored because what it is about is excluded.`,
		all.length === 0 ? '' : ` Excluded from billing: ${all.join(', ')}.`,
	]).join('');
}
