import { chunk, partition, uniq } from 'lodash';
import type { ProductId, SubscriptionId } from '../../domain/ids';
import { groupBy, keyBy } from '../../domain/keyed';
import { type Exclusion, exclusionOf, exclusionOfProduct } from '../../domain/order/exclusion';
import type { Subscription, SubscriptionRow } from '../../domain/order/order';
import { keepingFee } from '../../domain/order/planFee';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { isOver, type SweptSubscription } from '../../domain/order/unorderedChange';
import { type CheckRun, readAtATime } from './checkRun';
import { seeSubscription } from './seeSubscription';

/** A known subscription as it is now; `isRead` where it was asked for, since its row has moved. */
export interface Look extends SweptSubscription {
	readonly before: SeenSubscription;
	readonly isRead: boolean;
}

function hasMoved(row: SubscriptionRow, seen: Subscription): boolean {
	return (
		row.status !== seen.status ||
		row.expirationOn !== seen.expirationOn ||
		row.renewalOn !== seen.renewalOn ||
		row.lastModifiedOn !== seen.lastModifiedOn
	);
}

/** Known subscriptions that are listed no longer: of the customers that are listed or mapped. `ids`: of all that are listed. */
export async function unlisted(
	run: CheckRun,
	rows: readonly SubscriptionRow[],
	ids: readonly SubscriptionId[],
): Promise<readonly SeenSubscription[]> {
	const { store } = run.ports;
	const mapped = await store.customerMappings(run.connection.id);
	const customers = uniq([...rows, ...mapped].map(({ customerId }) => customerId));
	const listed = new Set(ids);
	const seen = await store.subscriptionsOfCustomers(run.connection.id, customers);
	return seen.filter((subscription) => !listed.has(subscription.id) && !isOver(subscription));
}

/** What the lines of these subscriptions were last written to hold. */
async function writtenUnits(
	run: CheckRun,
	ids: readonly SubscriptionId[],
): Promise<(id: SubscriptionId) => ReadonlyMap<ProductId, number> | undefined> {
	const { id: connectionId, databaseId } = run.connection;
	const lines = await run.ports.store.linkedLines(databaseId, { subscriptions: { connectionId, ids } });
	const own = groupBy(
		lines.filter((line) => line.connectionId === connectionId && line.leftOn === undefined),
		'subscriptionId',
	);
	return (id) => {
		const some = own[id];
		if (!some) return undefined;
		const units = new Map<ProductId, number>();
		for (const line of some)
			units.set(line.productId, (units.get(line.productId) ?? 0) + (line.units.at(-1)?.units ?? 0));
		return units;
	};
}

/** The subscription as it is now, asked for only where its row has moved; undefined where it cannot be read. */
async function lookAt(
	run: CheckRun,
	before: SeenSubscription,
	row: SubscriptionRow | undefined,
): Promise<Omit<Look, 'written'> | undefined> {
	if (row && !hasMoved(row, before)) return { before, now: before, isRead: false };
	const read = await seeSubscription(run, before.id, before.customerId);
	if ('value' in read) return { before, now: read.value && keepingFee(read.value, before), isRead: true };
	run.unread.push(`subscription ${before.id}: ${read.why}`);
	return undefined;
}

/** Looks at all known subscriptions, as far as the time allows; those whose row has not moved cost no request. */
export async function lookAtAll(
	run: CheckRun,
	rows: readonly SubscriptionRow[],
	known: readonly SeenSubscription[],
): Promise<{ readonly looks: readonly Look[]; readonly isComplete: boolean }> {
	const rowOf = keyBy(rows, 'id');
	const written = await writtenUnits(
		run,
		known.map((seen) => seen.id),
	);
	const looks: Look[] = [];
	const moves = (seen: SeenSubscription) => {
		const row = rowOf[seen.id];
		return !row || hasMoved(row, seen);
	};
	const [moved, still] = partition(known, moves);
	for (const some of [still, ...chunk(moved, readAtATime)]) {
		if (some !== still && !(await run.mayGoOn())) return { looks, isComplete: false };
		const found = await Promise.all(some.map(async (seen) => await lookAt(run, seen, rowOf[seen.id])));
		looks.push(
			...found.flatMap((look): Look[] => {
				const units = look && written(look.before.id);
				return look ? [{ ...look, ...(units ? { written: units } : {}) }] : [];
			}),
		);
	}
	return { looks, isComplete: true };
}

/** What is looked at, without the products that are excluded; undefined where nothing of it is billed. Source: rule T7. */
export function billedLook(look: SweptSubscription, exclusions: readonly Exclusion[]): SweptSubscription | undefined {
	const { now, before, written } = look;
	if (exclusions.length === 0) return look;
	const { id: subscriptionId } = before;
	const isBilled = (productId: ProductId) => !exclusionOfProduct(exclusions, { subscriptionId, productId });
	if (exclusionOf(exclusions, { kind: 'subscription', id: subscriptionId })) return undefined;
	const part = <Of extends Subscription>(one: Of) => ({
		...one,
		products: one.products.filter(({ productId }) => isBilled(productId)),
	});
	const left = written && new Map([...written].filter(([productId]) => isBilled(productId)));
	const names = [...before.products, ...(now?.products ?? [])];
	if (names.length > 0 && !names.some(({ productId }) => isBilled(productId))) return undefined;
	return { now: now && part(now), before: part(before), ...(left ? { written: left } : {}) };
}
