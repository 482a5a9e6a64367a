import type { Attention } from '../attention';
import type { Answers } from './answers';
import { answersAsked, type PricesAnswer } from './approval';

/** Whose prices count, as a person writes it of a task: `prices=marketplace@16.2`. */
export function pricesWord({ from, seen }: PricesAnswer): string {
	return `prices=${from}${seen === undefined ? '' : `@${seen}`}`;
}

/** The question whose prices count where somebody has set others in Autotask, as the next step of its cause. Source: rule Q16. */
export function pricesStep(seen: string): string {
	return ` Retry the task with ${pricesWord({ from: 'autotask', seen })} to leave what stands there, or with ${pricesWord({ from: 'marketplace', seen })} to write the marketplace's.`;
}

/** What stands in Autotask by the question that a cause asks, as `pricesStep` has put it; none where it asks another one. */
export function seenPricesIn(attention: Attention): string | undefined {
	return answersAsked(attention).find(({ prices }) => prices?.seen !== undefined)?.prices?.seen;
}

/** Answers with whose prices count, for the whole task: what was said of other figures before is said no longer. */
export function withPrices({ seenPrices: _before, ...others }: Answers, { from, seen }: PricesAnswer): Answers {
	return { ...others, priceSource: from, ...(seen === undefined ? {} : { seenPrices: [seen] }) };
}
