import type { CalendarDate } from '../calendarDate';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import { currentLink, type Ledger, type LedgerLink } from '../line/ledger';
import { nothingKnown } from '../line/linkOwed';
import { compare, type Decimal, isZero } from '../money';
import { hasContractLine } from '../order/billedPeriod';
import { hasOnlyAmounts } from '../order/correction';
import type { PortionProduct } from '../order/portionRows';
import { modelOf } from '../order/usageLines';
import { seatsPaidOn } from '../owed/owed';
import type { TaskPortion } from './taskPortions';

/** Seats of a product: as the orders before leave them, and on the day of the order. */
interface Seats {
	readonly left: Decimal;
	readonly onDay: Decimal;
}

function seatsOf(link: LedgerLink, day: CalendarDate): Seats {
	const inDecimals = (units: number) => String(units) as Decimal;
	const paid = seatsPaidOn({ ...(link.owed ?? nothingKnown), seats: link.units }, day);
	return { left: inDecimals(link.units.at(-1)?.units ?? 0), onDay: inDecimals(paid) };
}

/**
 * Whether the order leaves the quantity that is there. One that waits for a person has later orders written before it: then
 * the subscription has what they leave, and the order what there was on its day. Source: rule Q8.
 */
function leavesSeats(product: PortionProduct, seats: Seats, portion: TaskPortion, facts: PlanningFacts): boolean {
	const { quantity, productId, moves } = product;
	if (moves) return false;
	if (quantity === undefined) return true;
	if (facts.settings.changeQuantity === 'difference') return isZero(quantity);
	if (compare(quantity, seats.left) === 0) return true;
	const current = portion.seen.products.find((one) => one.productId === productId)?.quantity;
	const isLater = current !== undefined && compare(current, seats.left) === 0;
	return isLater && compare(quantity, seats.onDay) === 0;
}

/**
 * Whether the order corrects what was charged: a Change that leaves every quantity as it is and carries only amounts.
 * Source: rules T6 and A11.
 */
export function isCorrection(portion: TaskPortion, day: CalendarDate, facts: PlanningFacts, ledger: Ledger): boolean {
	const { task, seen, ordered } = portion;
	const { order, kind } = task;
	if (kind !== 'change' || !order || !hasContractLine(modelOf(seen, order))) return false;
	const products = ordered.map((product) => {
		const of = { connectionId: facts.connectionId, subscriptionId: seen.id, productId: product.productId };
		const link = currentLink(ledger, of);
		return { product, seats: link && seatsOf(link, day) };
	});
	const isUnchanged = products.every(({ product, seats }) => seats && leavesSeats(product, seats, portion, facts));
	const quantities = products.flatMap(({ product, seats }) => [product.quantity, seats?.left]);
	return (
		isUnchanged &&
		hasOnlyAmounts(
			order,
			quantities.filter((quantity) => quantity !== undefined),
		)
	);
}
