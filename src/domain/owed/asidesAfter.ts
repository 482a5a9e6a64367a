import { amountOn, isSameAmount } from '../amountTimeline';
import type { Rate } from '../contract/lineState';
import type { Aside } from '../line/linkOwed';
import { isNegative, zero } from '../money';
import type { Span } from '../spans';
import { unitsOn, type UnitTimeline } from '../unitTimeline';
import { asidesMissing, endedWithin, endingOn, lasting, unitsWithin } from './asides';
import { type Owed, seatsPaidOn } from './owed';
import type { Ordered } from '../line/ordered';

/** The order's own price and cost for a fragment, each where the line has another one on its days. Source: rule Q10. */
function ownRate(owed: Owed, { rate, on, lineRate }: Ordered): Partial<Rate> {
	const isOwn = (of: 'price' | 'cost') => {
		const [ordered, onLine] = [rate?.[of], amountOn(owed[of], on) ?? lineRate?.[of]];
		return ordered !== undefined && (onLine === undefined || !isSameAmount(onLine, ordered));
	};
	return {
		...(rate && isOwn('price') ? { price: rate.price } : {}),
		...(rate?.cost !== undefined && isOwn('cost') ? { cost: rate.cost } : {}),
	};
}

/** A fragment or credit that begins with the order; at the order's own amount where that is what is owed. */
function newAside(owed: Owed, order: Ordered, { units, ...span }: Span & { units: number }, isWhole: boolean): Aside {
	const over = unitsWithin(span, units);
	const own = order.theirs ?? (units > 0 ? ownRate(owed, order) : {});
	const price = own.price ?? amountOn(owed.price, order.on) ?? order.lineRate?.price;
	const isOrders = units < 0 || (isWhole && order.increase === units);
	const isStated = order.stated !== undefined && isNegative(order.stated) === units < 0 && isOrders;
	return {
		id: `${order.id}/${span.from}`,
		units: over,
		...(own.price === undefined && own.cost === undefined ? {} : { rate: own }),
		...(isStated && order.stated !== undefined && price !== undefined
			? {
					stated: {
						amount: order.stated,
						units: over,
						price,
						...(order.place === undefined ? {} : { place: order.place }),
					},
				}
			: {}),
	};
}

/** Asides of which later orders than this one state amounts: they found the price that this one brings. Source: rule A13. */
export function foundPrice(owed: Owed, { place }: Pick<Ordered, 'place'>): readonly Aside[] {
	return owed.asides.map((aside): Aside => {
		const { stated, rate, units } = aside;
		if (!stated?.place || (place !== undefined && stated.place <= place) || rate?.price !== undefined) return aside;
		const [first] = stated.units.length > 0 ? stated.units : units;
		const price = first && amountOn(owed.price, first.from);
		return price === undefined ? aside : { ...aside, stated: { ...stated, price } };
	});
}

/**
 * How many seats of asides end where so many more (or fewer) are owed: fragments; of credits only those whose seats are
 * on the line, since they alone come back at its price. Source: rule A10.
 */
function endable(owed: Owed, order: Ordered, missing: number): number {
	if (missing < 0) return -missing;
	const onLine = unitsOn(owed.seats, order.on) - seatsPaidOn(owed, order.on);
	return -Math.min(missing, Math.max(0, onLine)) || 0;
}

/**
 * Credits at the amount that the order states: of what it takes of fragments at their own rates, of the rest at the line's.
 * The first one has the amount; what later orders make of each is added to it. Source: rules A10 and Q10.
 */
function refunds(owed: Owed, order: Ordered, missing: Span & { units: number }): readonly Aside[] {
	const taken = endingOn(owed.asides, missing.from, -missing.units).flatMap(({ aside: { rate }, units }) =>
		rate === undefined ? [] : [{ rate, units: -units }],
	);
	const rest = missing.units - taken.reduce((sum, { units }) => sum + units, 0);
	const own = taken.map(({ rate, units }): Aside => ({ ...newAside(owed, order, { ...missing, units }, true), rate }));
	const all = rest === 0 ? own : [newAside(owed, order, { ...missing, units: rest }, true), ...own];
	return all.map(({ id, stated, ...aside }, at) => ({
		...aside,
		id: at === 0 ? id : `${id}/${at}`,
		...(stated
			? {
					stated: {
						...stated,
						amount: at === 0 ? stated.amount : zero,
						price: aside.rate?.price ?? stated.price,
					},
				}
			: {}),
	}));
}

/** The asides that make what is owed of what is on the line once an order counts; `owed` has its price already. */
export function asidesAfter(
	owed: Owed,
	order: Ordered,
	{ inAll, seats }: { readonly inAll: UnitTimeline; readonly seats: UnitTimeline },
): readonly Aside[] {
	let { asides } = owed;
	for (const missing of asidesMissing(inAll, seats, asides, order.on)) {
		if (order.stated !== undefined && isNegative(order.stated) && missing.units < 0) {
			asides = [...asides, ...refunds({ ...owed, asides }, order, missing)];
			continue;
		}
		const most = endable(owed, order, missing.units);
		const ended = endedWithin(asides, missing, most);
		const left = ended.left - most - missing.units;
		asides = ended.asides;
		const isWhole = left === -missing.units;
		if (left !== 0) asides = [...asides, newAside(owed, order, { ...missing, units: -left }, isWhole)];
	}
	return lasting(asides);
}
