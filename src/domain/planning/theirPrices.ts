import { uniqBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import { seenOfLines } from '../answers/approval';
import { pricesStep } from '../answers/pricesAsked';
import { earliest, plusDays } from '../calendarDate';
import { existingId } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import type { PlacedProduct } from '../portion/placed';
import { rateOfPlacing } from '../portion/placing';
import type { TaskContext } from '../portion/taskContext';
import type { SyncTask } from '../task/task';
import { heldOf } from '../writes/heldOf';
import { theirsLeft } from '../writes/setByHand';
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

/**
 * A price that somebody has set on a line whose units go on on another contract at another one: the approver is told that it
 * does not come along. Source: rules C5 and Q16.
 */
export function priceLeftBehind(context: TaskContext, { placed, placing }: PlacedProduct): string | undefined {
	const { home, move, service } = placing;
	if (!home || move?.to === undefined || home.line.serviceId !== service.id) return undefined;
	const on = earliest(plusDays(move.on, -1), home.contract.endsOn);
	const { theirs } = theirsLeft({ on }, home.line, heldOf(home.line, home.contract, service), placed.owedBefore);
	const goesOn = rateOfPlacing(context, placing, placed.line)?.price;
	if (theirs?.price === undefined || goesOn === undefined || isSameAmount(theirs.price, goesOn)) return undefined;
	const line = `contract service ${existingId(home.line.target) ?? ''} of ${home.contract.name}`;
	return `${line} has a price of ${theirs.price} that somebody has set, and its units go on at ${goesOn}`;
}
