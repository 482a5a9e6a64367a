import type { ChargeKind } from '../domain/contract';
import type { ContractServiceId, ProductId, ServiceId, SubscriptionId } from '../domain/ids';
import { calendarDate, type CalendarDate } from '../domain/calendarDate';
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
	return fitted(
		`${keyPrefix(storeId)}${task.orderId ?? task.id}-${kind}-${product ?? ''}${nth === 0 ? '' : `-${nth}`}`,
		chargeLimit,
	);
}

/** The key of a charge for the days by which an adjustment was moved. Source: rule Q7. */
export function shiftKey(storeId: string, line: ContractServiceId, from: CalendarDate, to: CalendarDate): string {
	return fitted(`${keyPrefix(storeId)}L${line}-${from}-${to}`, chargeLimit);
}

const shifted = /^MA-[^-]+-L\d+-(\d{4}-\d{2}-\d{2})-(\d{4}-\d{2}-\d{2})$/;

/** From which day to which a write was moved, by its key; undefined for a write on its own day. Source: rule Q7. */
export function readShiftKey(key: string): { readonly from: CalendarDate; readonly to: CalendarDate } | undefined {
	const [, from, to] = shifted.exec(key) ?? [];
	return from === undefined || to === undefined ? undefined : { from: calendarDate(from), to: calendarDate(to) };
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
