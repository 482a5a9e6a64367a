import type { ChargeKind } from '../domain/contract';
import type { ContractServiceId, ProductId, ServiceId, SubscriptionId } from '../domain/ids';
import type { CalendarDate } from '../domain/calendarDate';
import type { SyncTask } from '../domain/task';
import { fitted } from './digest';

/** Autotask's internalPurchaseOrderNumber holds 50 characters, internalDescription 100. */
const chargeLimit = 50;
const lineLimit = 100;

/** How every key of ours begins: a line or charge with it was created by this store. */
export function keyPrefix(storeId: string): string {
	return `MA-${storeId}-`;
}

/** The key of a charge: store, order, kind, product, and which of several. Source: rule Q14. */
export function chargeKey(storeId: string, task: SyncTask, kind: ChargeKind, product?: ProductId, nth = 0): string {
	return fitted(`${keyPrefix(storeId)}${task.orderId ?? task.id}-${kind}-${product ?? ''}${nth === 0 ? '' : `-${nth}`}`, chargeLimit);
}

/** The key of a charge for the days by which an adjustment was moved. Source: rule Q7. */
export function shiftKey(storeId: string, line: ContractServiceId, from: CalendarDate, to: CalendarDate): string {
	return fitted(`${keyPrefix(storeId)}L${line}-${from}-${to}`, chargeLimit);
}

/** The key of a line: store, subscription, product, service. Source: rule Q14. */
export function contractServiceKey(storeId: string, subscription: SubscriptionId, product: ProductId, service: ServiceId): string {
	return fitted(`${keyPrefix(storeId)}${subscription}-${product}-${service}`, lineLimit);
}
