import { range } from 'lodash';
import type { ChargeKind } from '../../domain/contract/charge';
import type { ContractKeyParts } from '../../domain/contractChoice/planningFacts';
import type { ContractId, ProductId, ServiceId, SubscriptionId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import { digest, fitted } from './digest';

/** Autotask's internalPurchaseOrderNumber holds 50 characters, internalDescription 100. */
const chargeLimit = 50;
const lineLimit = 100;

/** How every key of ours begins: a line or charge with it was created by this store. */
export function keyPrefix(storeId: string): string {
	return `MA-${storeId}-`;
}

/** The store that has made a key of ours, whichever that is; undefined for another text. */
export function storeOfKey(key: string): string | undefined {
	return /^MA-([a-z0-9]{8})-/.exec(key)?.[1];
}

/** What keys of one order's charges have in common, whichever store has made them: as much as none is cut of. */
export function orderInKey(task: SyncTask): string {
	const begun = `-${task.orderId ?? task.id}-`;
	return begun.slice(0, chargeLimit - keyPrefix('????????').length - 13 + 1);
}

/** The key of a charge: store, order, kind, product, and which of several. Source: rule Q14. */
export function chargeKey(storeId: string, task: SyncTask, kind: ChargeKind, product?: ProductId, nth = 0): string {
	return fitted(
		`${keyPrefix(storeId)}${task.orderId ?? task.id}-${kind}-${product ?? ''}${nth === 0 ? '' : `-${nth}`}`,
		chargeLimit,
	);
}

/** The key of a contract, and the id, below 0, that it goes by until Autotask has given it one. Source: rule C6. */
export function contractKey(
	storeId: string,
	{ companyId, periodType, currency, startsOn }: ContractKeyParts,
): { readonly key: string; readonly id: ContractId } {
	const key = fitted(`${keyPrefix(storeId)}C${companyId}-${periodType}-${currency}-${startsOn}`, chargeLimit);
	return { key, id: -Number.parseInt(digest(key), 16) as ContractId };
}

/** The key of a line: store, subscription, product, service, and how many lines the product was on before. Source: rule Q14. */
export function contractServiceKey(
	storeId: string,
	subscription: SubscriptionId,
	product: ProductId,
	service: ServiceId,
	nth = 0,
): string {
	const suffix = nth === 0 ? '' : `-${nth}`;
	return fitted(`${keyPrefix(storeId)}${subscription}-${product}-${service}${suffix}`, lineLimit);
}

/** How many lines a product has been on before is not known of another store: no more are tried. */
const mostLines = 20;

/** Whether a key, of whichever store, is that of a line of the product. */
export function isLineKeyOf(
	key: string,
	subscription: SubscriptionId,
	product: ProductId,
	service: ServiceId,
): boolean {
	const store = storeOfKey(key);
	return (
		store !== undefined &&
		range(mostLines).some((nth) => contractServiceKey(store, subscription, product, service, nth) === key)
	);
}
