import { omit, uniqBy } from 'lodash';
import { compare, type Decimal, isNegative, isWhole, negate, plus, zero } from '../money';

/** One order of a subscription's product, as far as its quantity goes. */
export interface ChainOrder {
	readonly orderNumber: string;
	/** What its quantity means: `sales` and `migration` the whole, `change` as the setting says, the others what moves. */
	readonly kind: 'sales' | 'change' | 'migration' | 'movesOut' | 'movesIn';
	/** What the subscription says goes before what it names, where it has left the subscription as it was. Source: rules Q3, Q6 and Q8. */
	readonly follows?: true;
	/** Whether it was under way when the one before it was made, which may count it. Source: rule Q8. */
	readonly wasUnderWay?: true;
	/** Absent where the order does not name the product. */
	readonly quantity?: Decimal;
}

export type ChainReading =
	/** The quantity that each order leaves behind, in the order given. */
	| { readonly kind: 'read'; readonly quantities: readonly number[] }
	/** `isEarly`: an order that is under way may tell. */
	| { readonly kind: 'notUnderstood'; readonly why: string; readonly isEarly?: true }
	| { readonly kind: 'fractional'; readonly why: string };

/** What a Change order's quantity means; `counted`: it is among what the order before it names already. */
type Meaning = 'total' | 'difference' | 'counted';

export type ChangeQuantity = 'automatic' | 'total' | 'difference';

/** By how much an order changes the quantity; undefined where it names the whole. Source: rules Q8 and Q11. */
export function differenceOf(
	order: ChainOrder,
	{ changeQuantity }: { readonly changeQuantity: Meaning },
): Decimal | undefined {
	const { kind, quantity = zero } = order;
	if (kind === 'movesOut') return negate(quantity);
	if (kind === 'movesIn') return quantity;
	if (kind !== 'change' || changeQuantity === 'total') return undefined;
	return changeQuantity === 'counted' ? zero : quantity;
}

/** Whether the order moves seats to another product, plan or subscription, or from one. Source: rule Q11. */
export function isMove({ kind }: ChainOrder): boolean {
	return kind === 'movesOut' || kind === 'movesIn';
}

interface ChainOptions {
	readonly before: number;
	readonly current?: Decimal;
	readonly changeQuantity: ChangeQuantity;
}

/** What each order's quantity may mean. Source: rule Q8. */
function meaningsOf({ kind, wasUnderWay }: ChainOrder, changeQuantity: ChangeQuantity): readonly Meaning[] {
	if (kind !== 'change') return ['total'];
	const said: readonly Meaning[] = changeQuantity === 'automatic' ? ['total', 'difference'] : [changeQuantity];
	return wasUnderWay && said.includes('difference') ? [...said, 'counted'] : said;
}

/** How many readings are looked at. */
const mostReadings = 4096;

/** All ways to read the orders, each with a meaning for every one of them. */
function waysToRead(orders: readonly ChainOrder[], changeQuantity: ChangeQuantity): readonly (readonly Meaning[])[] {
	let ways: readonly (readonly Meaning[])[] = [[]];
	for (const order of orders) {
		const meanings = meaningsOf(order, changeQuantity);
		if (ways.length * meanings.length > mostReadings) return [];
		ways = ways.flatMap((way) => meanings.map((meaning) => [...way, meaning]));
	}
	return ways;
}

interface WayRead {
	readonly way: readonly Meaning[];
	readonly reading: Extract<ChainReading, { readonly kind: 'read' }>;
}

/** The ways that can be read, one for each outcome. */
function readings(
	orders: readonly ChainOrder[],
	ways: readonly (readonly Meaning[])[],
	options: Pick<ChainOptions, 'before' | 'current'>,
): readonly WayRead[] {
	const read = ways.flatMap((way): WayRead[] => {
		const reading = readAs(orders, way, options);
		return reading.kind === 'read' ? [{ way, reading }] : [];
	});
	return uniqBy(read, ({ reading }) => reading.quantities.join());
}

function inWords(orders: readonly ChainOrder[], { way, reading }: WayRead): string {
	const changes = orders.flatMap(({ kind, orderNumber }, at) =>
		kind === 'change' ? [`${orderNumber} as ${way[at] ?? ''} leaves ${reading.quantities[at] ?? ''}`] : [],
	);
	return changes.join(', ');
}

/**
 * Reads which quantity each order of a chain leaves behind.
 *
 * Orders come oldest first; a Sales order names the whole quantity, a Change order the new total or the difference, as the
 * setting says or, where it leaves that open, as the chain ends at `current`: the subscription's own figure; undefined where
 * a later order exists that is not in the chain yet, then that check is left out. One that moves seats names how many move.
 * `before` is what the subscription held before the first of them. Source: rules Q8 and Q9.
 */
export function readQuantityChain(orders: readonly ChainOrder[], options: ChainOptions): ChainReading {
	const ways = waysToRead(orders, options.changeQuantity);
	const [first, ...others] = ways;
	if (!first) return { kind: 'notUnderstood', why: `${orders.length} orders wait at once; write some of them first` };
	const plain = readAs(orders, first, options);
	const isOpen = options.changeQuantity === 'automatic';
	if (others.length === 0 || (options.current === undefined && !isOpen)) return plain;
	const fitting = readings(orders, ways, options);
	const [only, other] = fitting;
	if (only && !other) return only.reading;
	const uniform = (['total', 'difference'] as const).map((meaning) => orders.map(() => meaning));
	const told = other ? fitting : readings(orders, uniform, omit(options, 'current'));
	if (!isOpen || told.length === 0) return plain;
	const holds =
		options.current === undefined ? 'another order is under way' : `the subscription holds ${options.current}`;
	const texts = told.slice(0, 2).map((one) => inWords(orders, one));
	return {
		kind: 'notUnderstood',
		...(options.current === undefined ? { isEarly: true } : {}),
		why: `${texts.join('; or ')}; ${holds}; say what a Change order's quantity means (setting changeQuantity)`,
	};
}

/** The chain with a meaning for each order. */
function readAs(
	orders: readonly ChainOrder[],
	way: readonly Meaning[],
	options: Pick<ChainOptions, 'before' | 'current'>,
): ChainReading {
	const quantities: number[] = [];
	let held = String(options.before) as Decimal;
	for (const [at, order] of orders.entries()) {
		if (order.quantity === undefined)
			return { kind: 'notUnderstood', why: `order ${order.orderNumber} names no quantity for the product` };
		const difference = differenceOf(order, { changeQuantity: way[at] ?? 'total' });
		if ((difference === undefined || isMove(order)) && isNegative(order.quantity))
			return { kind: 'notUnderstood', why: `order ${order.orderNumber} names a negative quantity (${order.quantity})` };
		held = difference === undefined ? order.quantity : plus(held, difference);
		if (isNegative(held))
			return { kind: 'notUnderstood', why: `order ${order.orderNumber} leaves a negative quantity (${held})` };
		if (!isWhole(held))
			return {
				kind: 'fractional',
				why: `order ${order.orderNumber} leaves ${held} licences, and Autotask counts whole units`,
			};
		quantities.push(Number(held));
	}
	const { current } = options;
	const before = quantities.at(-2) ?? options.before;
	if (orders.at(-1)?.follows && current !== undefined && Number(current) === before)
		return { kind: 'read', quantities: [...quantities.slice(0, -1), before] };
	if (current !== undefined && orders.length > 0 && compare(held, current) !== 0) {
		const last = orders.at(-1)?.orderNumber ?? '';
		return {
			kind: 'notUnderstood',
			why: `the orders end at ${held} with ${last}, the subscription holds ${current || zero}; check what a Change order's quantity means (setting changeQuantity)`,
		};
	}
	return { kind: 'read', quantities };
}
