import { dayNumber, dayText, type PeriodMonths } from '../../../oracle/days';
import { movedOn } from '../../../oracle/moves';
import type { OracleGrid, OracleOrder } from '../../../oracle/orders';
import { instantIn } from '../../settings';
import type { Tale, Told, ToldProduct } from '../told';
import type { DrawnPeriods } from './draw';

/** The contract that bills a product. */
export function gridOf(tale: Tale, { isOther }: Pick<ToldProduct, 'isOther'>): OracleGrid {
	return isOther && tale.other ? tale.other : tale;
}

function scaled({ order, ...told }: Told, from: PeriodMonths, to: PeriodMonths): Told {
	const inPeriod = (cents: number) => Math.round((cents * to) / from);
	const cost = order.cost === undefined ? {} : { cost: inPeriod(order.cost) };
	return { ...told, order: { ...order, price: inPeriod(order.price), ...cost } };
}

/**
 * A product until its period changes, and what is billed by the other one: its orders of later on. None where seats of it
 * move later, since what both sides of that are to find would have to be drawn again (moves after the changes are drawn
 * apart); nor before its period has begun, which a person has to enter.
 */
function changed(
	tale: Tale,
	nth: number,
	{ on, at, isRefunded, step, task }: { on: number; at: string; isRefunded: boolean; step: number; task: string },
): Tale {
	const product = tale.products[nth];
	if (!product || product.isEnded) return tale;
	const earlier = product.told.filter((one) => one.at < at);
	const later = product.told.slice(earlier.length);
	const quantity = earlier.findLast(({ order }) => order.kind !== 'usage' && order.kind !== 'listPrice')?.order
		.quantity;
	const price = earlier.findLast(({ order }) => order.kind !== 'usage')?.order.price;
	if (!quantity || price === undefined || later.some(({ order }) => order.moved !== undefined)) return tale;
	const isOther = !product.isOther;
	const [from, to] = [gridOf(tale, product), gridOf(tale, { isOther })];
	const cost = earlier.findLast(({ order }) => order.cost !== undefined)?.order.cost;
	const base = { on, price, once: 0, isRefunded, isPosted: false, ...(cost === undefined ? {} : { cost }) };
	const ends: OracleOrder = { ...base, kind: 'ends', quantity: 0 };
	const begins: Told = scaled({ at, task, order: { ...base, kind: 'begins', quantity } }, from.months, to.months);
	const begun = { ...begins, order: { ...begins.order, price: begins.order.price + 100 * step } };
	const next: ToldProduct = {
		boundary: product.boundary,
		termMonths: product.termMonths,
		service: product.service,
		isOther,
		told: [begun, ...later.map((one) => scaled(one, from.months, to.months))],
		begins: { after: nth, on: movedOn(from, { ...product, orders: [] }, ends) },
	};
	if (product.begins && next.begins && next.begins.on < product.begins.on) return tale;
	const ended = { ...product, isEnded: true as const, told: [...earlier, { at, task, order: ends }] };
	return { ...tale, products: [...tale.products.with(nth, ended), next] };
}

/** What is told with its changes of billing periods, one after another. Source: rule Q11. */
export function withPeriods(tale: Tale, drawn: DrawnPeriods | undefined, zone: string): Tale {
	if (!drawn || drawn.months === tale.months) return tale;
	const { months, month, anchor } = drawn;
	const year = Number(dayText(tale.start).slice(0, 4));
	const other = { months, start: dayNumber(`${year}-${month}-${anchor}`) };
	return drawn.changes.reduce<Tale>(
		(now, { of, after, later, ...how }, at) => {
			const nth = of % now.products.length;
			const told = now.products[nth]?.told ?? [];
			const order = told[after % told.length]?.order;
			if (!order) return now;
			const on = order.on + later;
			return changed(now, nth, { ...how, on, at: instantIn(zone, dayText(on), `12:${50 + at}`), task: `p${at}` });
		},
		{ ...tale, other },
	);
}
