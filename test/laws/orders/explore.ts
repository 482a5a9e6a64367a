import fc from 'fast-check';
import { countBy } from 'lodash';
import { type DrawnOrder, orderDraws } from './drawOrder';
import { type OrderRead, readOrder } from './readOrder';
import { writtenOrder } from './writtenOrder';

/** What becomes of a drawn order; an error is read as wrong. */
export function readDrawn(drawn: DrawnOrder): OrderRead {
	try {
		return readOrder(drawn, writtenOrder(drawn));
	} catch (error) {
		return { outcome: 'failed', wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
	}
}

/** Reads drawn orders of every kind and form, and says what becomes of them; how many are read otherwise than they are. */
export function soakOrders(count: number, seed: number): Promise<number> {
	const all = fc.sample(orderDraws, { numRuns: count, seed }).map((drawn) => ({ drawn, ...readDrawn(drawn) }));
	const asked = all.filter(({ outcome }) => outcome === 'order not understood');
	console.log(countBy(all, 'outcome'));
	console.log('order not understood:', countBy(asked, 'drawn.act.kind'));
	const wrong = all.filter((one) => one.wrong.length > 0);
	for (const one of wrong) console.log(`\n${JSON.stringify(one.drawn)}\n! ${one.wrong.join('\n! ')}`);
	return Promise.resolve(wrong.length);
}
