import { sortBy, uniqBy } from 'lodash';
import type { SubscriptionId } from '../ids';
import { groupBy } from '../keyed';
import { compare } from '../money';
import type { OrderDetail } from './order';
import { givesBack } from './orderLineTypes';
import type { PortionRow } from './portionRows';
import type { TaskKind } from './taskKind';

type OwnedDetails = readonly { readonly subscriptionId: SubscriptionId; readonly detail: OrderDetail }[];

/** Kinds whose lines of amounts carry the very quantity that the order names of a product. */
const namesWhole: readonly TaskKind[] = ['sales', 'renewal', 'cancellation', 'migration'];

function isOf(row: PortionRow, detail: OrderDetail): boolean {
	if (detail.productId !== undefined) return row.product.productId === detail.productId;
	return detail.mpn !== undefined && row.product.mpn === detail.mpn;
}

/** Lines of one product that moves from one subscription to another: refunds belong to the one it leaves. */
function byDirection(details: readonly OrderDetail[], rows: readonly PortionRow[]): OwnedDetails | undefined {
	const leaving = rows.filter((row) => row.product.moves?.direction === 'out');
	const arriving = rows.filter((row) => row.product.moves?.direction === 'in');
	const [from, to] = [leaving[0], arriving[0]];
	if (!from || !to || rows.length !== 2) return undefined;
	return details.map((detail) => ({
		subscriptionId: givesBack(detail) ? from.subscriptionId : to.subscriptionId,
		detail,
	}));
}

function areAlike(some: readonly OrderDetail[]): boolean {
	return uniqBy(some, (one) => `${one.unitPrice?.amount ?? ''} ${one.extendedPrice?.amount ?? ''}`).length === 1;
}

/** Lines of one type, one for each subscription, told apart by their quantities; equal ones only where they are alike. */
function byQuantity(details: readonly OrderDetail[], rows: readonly PortionRow[]): OwnedDetails | undefined {
	if (details.length !== rows.length) return undefined;
	const free = sortBy(rows, 'subscriptionId');
	const placed = details.flatMap((detail) => {
		const at = free.findIndex(
			({ product: { quantity } }) => quantity !== undefined && compare(quantity, detail.quantity) === 0,
		);
		const [row] = at < 0 ? [] : free.splice(at, 1);
		return row ? [{ subscriptionId: row.subscriptionId, detail }] : [];
	});
	const areTold = Object.values(groupBy(details, 'quantity')).every(areAlike);
	return placed.length === details.length && areTold ? placed : undefined;
}

function ofSeveral(
	details: readonly OrderDetail[],
	rows: readonly PortionRow[],
	kind: TaskKind,
): OwnedDetails | undefined {
	const moved = byDirection(details, rows);
	if (moved || !namesWhole.includes(kind)) return moved;
	const placed = Object.values(groupBy(details, 'type')).map((some) => byQuantity(some, rows));
	return placed.some((some) => some === undefined) ? undefined : placed.flatMap((some) => some ?? []);
}

/**
 * Whose each line of amounts is: its product's subscription, the order's own where it names no product.
 *
 * Lines keep their order. A text says why it can not be told. Source: rules T9 and Q11.
 */
export function detailsOfPortions(
	details: readonly OrderDetail[],
	rows: readonly PortionRow[],
	of: { readonly main: SubscriptionId; readonly kind: TaskKind },
): ReadonlyMap<SubscriptionId, readonly OrderDetail[]> | string {
	const owner = new Map<OrderDetail, SubscriptionId>();
	const byProduct = groupBy(details, (detail) => detail.productId ?? detail.mpn ?? '');
	for (const [named, own] of Object.entries(byProduct)) {
		const [first] = own;
		const candidates = uniqBy(
			rows.filter((row) => first !== undefined && isOf(row, first)),
			'subscriptionId',
		);
		const placed =
			candidates.length > 1
				? ofSeveral(own, candidates, of.kind)
				: own.map((detail) => ({ detail, subscriptionId: candidates[0]?.subscriptionId ?? of.main }));
		if (!placed)
			return `it has product ${named} on several subscriptions (${candidates.map((row) => row.subscriptionId).join(', ')}), and its amounts do not tell which is whose`;
		for (const { detail, subscriptionId } of placed) owner.set(detail, subscriptionId);
	}
	return new Map(
		Object.entries(groupBy(details, (detail) => owner.get(detail))).map(([id, own]) => [id as SubscriptionId, own]),
	);
}
