import { uniqBy } from 'lodash';
import { seenOfLines } from '../answers/approval';
import { pricesStep } from '../answers/pricesAsked';
import { NotPlannable } from '../notPlannable';
import type { SyncTask } from '../task/task';
import type { ProductPlan } from './productPlan';

/**
 * Prices and costs that somebody has set are not written over without a word: a person says whose counts, of all that the
 * task would write over at once, since one answer counts for the whole task.
 *
 * @throws NotPlannable where nobody has said so of the figures that stand there. Source: rule Q16.
 */
export function refuseOverTheirs(
	{ answers }: Pick<SyncTask, 'answers'>,
	subject: string,
	products: readonly Pick<ProductPlan, 'overwrites'>[],
): void {
	const found = uniqBy(
		products.flatMap(({ overwrites }) => overwrites ?? []),
		'what',
	);
	const seen = seenOfLines(found.map((line) => line.seen));
	if (found.length === 0 || answers.seenPrices?.includes(seen)) return;
	const what = found.map((line) => line.what).join(', ');
	throw new NotPlannable('changed in Autotask', `${subject}: ${what}.`, pricesStep(seen));
}
