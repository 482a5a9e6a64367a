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
