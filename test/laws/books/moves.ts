import { dayText, type DayNumber } from '../../oracle/days';
import { courseOf } from '../../oracle/follow';
import { movedOn } from '../../oracle/moves';
import type { OracleOrder, OracleSubscription, OracleTerms } from '../../oracle/orders';
import { valueOn } from '../../oracle/steps';
import { instantIn } from '../settings';
import type { DrawnLater, DrawnMove } from './drawMoves';
import { gridOf } from './periods/tale';
import type { Tale, Told, ToldProduct } from './told';

interface Where {
	readonly terms: OracleTerms;
	readonly zone: string;
	/** A product as the oracle reads it. */
	readonly subscriptionOf: (tale: Tale, nth: number) => OracleSubscription;
}

/** A move with when it is provisioned. */
interface TimedMove extends DrawnMove {
	readonly nth: number;
	readonly on: DayNumber;
	readonly at: string;
}

function quantityOf(told: readonly Told[]): number {
	return told.findLast(({ order }) => order.kind !== 'usage' && order.kind !== 'listPrice')?.order.quantity ?? 0;
}

function priceOf(told: readonly Told[]): number {
	return told.findLast(({ order }) => order.kind !== 'usage')?.order.price ?? 0;
}

function before({ told }: ToldProduct, at: string): readonly Told[] {
	return told.filter((one) => one.at < at);
}

/** Seats that a line holds on every day from the one of the move, in either proration. */
function leastSeats(
	tale: Tale,
	nth: number,
	{ order, told }: { order: OracleOrder; told: readonly Told[] },
	{ terms, subscriptionOf }: Where,
): number {
	const product = tale.products[nth];
	if (!product) return 0;
	const contract = gridOf(tale, product);
	const subscription = subscriptionOf({ ...tale, products: tale.products.with(nth, { ...product, told }) }, nth);
	const day = movedOn(contract, subscription, order);
	const least = (['autotask', 'marketplace'] as const).flatMap((proration) => {
		const { line } = courseOf(contract, subscription, { ...terms, proration });
		return [valueOn(line, day), ...line.filter(({ from }) => from > day).map(({ value }) => value)];
	});
	return Math.min(...least, quantityOf(told));
}

/** Orders after a move: those that change no quantity leave what it has left; where it leaves nothing, only usage comes. */
function requantified(earlier: readonly Told[], later: readonly Told[], quantity: number): readonly Told[] {
	if (quantity === 0) return later.filter(({ order }) => order.kind === 'usage');
	let [drawn, left] = [quantityOf(earlier), quantity];
	return later.map((one) => {
		const { order } = one;
		if (order.quantity !== drawn) left = order.quantity;
		drawn = order.quantity;
		return { ...one, order: { ...order, quantity: left } };
	});
}

function withOrder(product: ToldProduct, told: Told): ToldProduct {
	const earlier = before(product, told.at);
	const later = product.told.slice(earlier.length);
	return { ...product, told: [...earlier, told, ...requantified(earlier, later, told.order.quantity)] };
}

/** A product that seats become which none had. */
function newProduct(
	tale: Tale,
	from: ToldProduct,
	told: Told,
	{ then, zone }: { then: readonly DrawnLater[]; zone: string },
): ToldProduct {
	let { order } = told;
	const later: Told[] = [];
	for (const [nth, { gap, quantity = order.quantity, step }] of then.entries()) {
		if (order.quantity === 0) break;
		const on = order.on + gap;
		const { moved: _, ...kept } = order;
		order = {
			...kept,
			kind: quantity === 0 ? 'cancellation' : 'change',
			on,
			quantity,
			price: order.price + 100 * step,
			isRefunded: false,
		};
		later.push({ order, at: instantIn(zone, dayText(on), `1${3 + nth}:00`) });
	}
	const { begins: _, ...product } = from;
	return { ...product, told: [told, ...later], service: tale.products.length };
}

/** Whether seats of a product can move then: its period bills it from the day on, and none move later. */
function canMove({ isEnded, begins, told }: ToldProduct, { on, at }: Pick<TimedMove, 'on' | 'at'>): boolean {
	const isLast = told.every((one) => one.order.moved === undefined || one.at < at);
	return isLast && !isEnded && (begins === undefined || begins.on <= on);
}

function moved(tale: Tale, move: TimedMove, where: Where): Tale {
	const from = tale.products[move.nth];
	if (!from || !canMove(from, move)) return tale;
	const told = before(from, move.at);
	const base = {
		on: move.on,
		price: priceOf(told),
		once: 0,
		isRefunded: move.isRefunded,
		isPosted: false,
		kind: 'move' as const,
	};
	const most = leastSeats(tale, move.nth, { order: { ...base, quantity: 0 }, told }, where);
	const units = Math.min(move.units, most);
	if (told.length === 0 || units <= 0) return tale;
	const known = told.findLast(({ order }) => order.cost !== undefined)?.order.cost;
	const cost = known === undefined ? {} : { cost: known };
	const { at } = move;
	const out: Told = { at, order: { ...base, ...cost, quantity: quantityOf(told) - units, moved: -units } };
	const others = tale.products.filter(
		(one, at) => at !== move.nth && one.isOther === from.isOther && canMove(one, move),
	);
	const to = move.to === undefined ? undefined : others[move.to];
	const there = to && before(to, move.at);
	const has = there ? quantityOf(there) : 0;
	const price = (there && has > 0 ? priceOf(there) : base.price) + 100 * move.step;
	const into: Told = {
		at,
		order: { ...base, ...cost, price, quantity: (has > 0 ? has : 0) + units, moved: units },
	};
	const left = tale.products.map((product) => (product === from ? withOrder(from, out) : product));
	if (!to || has === 0)
		return { ...tale, products: [...left, newProduct(tale, from, into, { then: move.then, zone: where.zone })] };
	return {
		...tale,
		products: left.map((product) => (product === to ? withOrder(to, { ...into, isOne: move.isOne }) : product)),
	};
}

/** What is told with its moves: as many seats as leave one product come to another. Source: rule Q11. */
export function withMoves(tale: Tale, moves: readonly DrawnMove[], where: Where): Tale {
	const timed = moves.flatMap((move, at): TimedMove[] => {
		const nth = move.from % tale.products.length;
		const told = tale.products[nth]?.told ?? [];
		const order = told[move.after % told.length]?.order;
		if (!order) return [];
		const on = order.on + move.later;
		return [{ ...move, nth, on, at: instantIn(where.zone, dayText(on), `12:${30 + at}`) }];
	});
	return timed.toSorted((a, b) => (a.at < b.at ? -1 : 1)).reduce((now, move) => moved(now, move, where), tale);
}
