import { partition, sum } from 'lodash';
import type { ProductId, TaskId } from '../../../src/domain/ids';
import { compare, decimal } from '../../../src/domain/money';
import { instant } from '../../../src/domain/calendarDate';
import { orderKind, orderKinds } from '../../../src/domain/order/orderKind';
import { withFee } from '../../../src/domain/order/planFee';
import { toldByOrder } from '../../../src/domain/order/toldByOrder';
import { billsNothing, changesNothing } from '../../../src/domain/order/zeroOrder';
import type { LineChange } from '../../../src/domain/plan/plan';
import type { PlanOutcome } from '../../../src/domain/planning/planTask';
import { planTask } from '../../../src/domain/planning/planTask';
import type { SeenSubscription } from '../../../src/domain/order/seenSubscription';
import type { SyncTask } from '../../../src/domain/task/task';
import { feeAfter, withFeeOf } from '../../../src/domain/task/feeOfTask';
import { taskOfOrder } from '../../../src/domain/task/taskOfOrder';
import { dateReaders } from '../../../src/marketplace/dates';
import { orderReaders } from '../../../src/marketplace/orderReaders';
import { subscriptionReaders } from '../../../src/marketplace/subscriptionReaders';
import { connectionId, contractOf, day, factsOf, ledgerOf, lineOf, linkOf } from '../../domain/planning/scenario';
import type { DrawnOrder } from './drawOrder';
import type { WrittenOrder } from './writtenOrder';

/** What becomes of an order: it is planned, ignored, or put to a person with a reason. */
export interface OrderRead {
	readonly outcome: string;
	readonly message?: string;
	/** What is read otherwise than it is. */
	readonly wrong: readonly string[];
}

const dates = dateReaders('Europe/London');
const now = instant('2026-11-20T09:00:00Z');

const feeId = 'fee-of-plan-10001' as ProductId;
const feeServiceId = 880;
const feeLineId = 901;

/** The sale, as far as it tells of a fee. */
function saleBefore(task: SyncTask, { before }: WrittenOrder): readonly SyncTask[] {
	const { order } = task;
	if (!order || before?.fee === undefined) return [];
	const fee = { productId: feeId, name: 'Fee', quantity: decimal('1') };
	const at = instant(`${before.from}T12:00:00Z`);
	return [{ ...task, id: 'sale' as TaskId, createdAt: at, effectiveAt: at, order: { ...order, products: [fee] } }];
}

function taskOf(written: WrittenOrder): { task: SyncTask; seen: SeenSubscription } {
	const { order: json, subscription: shown } = written;
	const order = orderReaders(dates).order.parse(json);
	const subscription = toldByOrder(subscriptionReaders(dates).subscription.parse(shown), order);
	const task = taskOfOrder(order, {
		connectionId,
		connectedAt: instant('2026-01-01T00:00:00Z'),
		now,
		timeZone: 'Europe/London',
		today: day('2026-11-20'),
		isFirst: false,
		processAutomatically: true,
		orderKinds,
	});
	const sale = saleBefore(task, written);
	const named = withFeeOf(task, sale, subscription);
	const told = withFee(subscription, feeAfter([...sale, named], subscription.id));
	return { task: named, seen: { ...told, seenAt: now, earlierExpirations: [] } };
}

/** Whether it never comes to a plan. Source: rules T6, T7 and A12. */
function isIgnored(task: SyncTask, { before }: WrittenOrder): boolean {
	const { order } = task;
	if (task.state === 'ignored' || !order) return true;
	if (orderKind(order) === 'billing' && billsNothing(order)) return true;
	const held = before && decimal(String(before.quantity));
	const isHeld = (_subscription: string, _product: string, quantity: string) =>
		held !== undefined && compare(held, decimal(quantity)) === 0;
	return orderKind(order) === 'unknown' && changesNothing(order, isHeld);
}

/** What Autotask holds of the subscription: its seats, and its fee where it has one. */
function linesBefore(before: NonNullable<WrittenOrder['before']>, contract: Parameters<typeof lineOf>[1]) {
	const { from, quantity, price, fee } = before;
	const seats = { units: [[from, quantity]], prices: [[from, price]] } as const;
	const held = [{ line: lineOf({ ...seats, price, isOurs: true }, contract), link: linkOf(seats) }];
	if (fee === undefined) return held;
	const one = { units: [[from, 1]], prices: [[from, fee]] } as const;
	const line = lineOf({ ...one, id: feeLineId, service: feeServiceId, price: fee, isOurs: true }, contract);
	return [...held, { line, link: linkOf({ ...one, product: feeId, line: feeLineId }) }];
}

function planned(task: SyncTask, seen: SeenSubscription, of: DrawnOrder & WrittenOrder): PlanOutcome {
	const { periods, before, settings } = of;
	const contract = contractOf({ periodType: periods, startsOn: periods === 'yearly' ? '2025-10-01' : '2026-01-01' });
	const facts = factsOf({
		tasks: [task],
		contracts: [contract],
		settings,
		listPrice: before?.price ?? '18.00',
		mappedProducts: ['p1', feeId],
		services: { [feeId]: { id: feeServiceId, listPrice: before?.fee ?? '5.00' } },
	});
	const held = before ? linesBefore(before, contract) : [];
	const ledger = ledgerOf(
		held.map(({ line }) => line),
		held.map(({ link }) => link),
	);
	return planTask(task, { ...facts, subscription: (id) => (id === seen.id ? seen : undefined) }, ledger);
}

function unitsLeft(changes: readonly LineChange[]): number {
	const units = changes.map(({ unitsAfter, leftOn }) => (leftOn === undefined ? (unitsAfter.at(-1)?.units ?? 0) : 0));
	return sum(units);
}

/** The fee that a plan leaves, against what it is: one, at its price, where an order has told it. */
function misreadFee(changes: readonly LineChange[], of: DrawnOrder & WrittenOrder): readonly string[] {
	const { before, after, order, settings } = of;
	const { details } = order as { readonly details: readonly Readonly<Record<string, unknown>>[] };
	const isTold = before?.fee !== undefined || details.some((line) => line['productId'] === undefined);
	const units = changes.length === 0 ? Number(before?.fee !== undefined) : unitsLeft(changes);
	const price = changes.at(-1)?.owed?.price.at(-1)?.amount;
	const fee = isTold ? after.fee : undefined;
	const net = fee === undefined ? 0 : netPrice(fee, of);
	const isPriced = fee !== undefined && settings.priceSource === 'marketplace' && price !== undefined;
	return [
		...(units === Number(fee !== undefined) ? [] : [`${units} fees, and it costs ${fee ?? 'nothing'}`]),
		...(isPriced && !isNear(Number(price), net, of, 1) ? [`a fee at ${price}, and it costs ${net}`] : []),
	];
}

/** Seats and price that a plan leaves, against those that are true. */
function misread(
	plan: Extract<PlanOutcome, { kind: 'planned' }>['plan'],
	of: DrawnOrder & WrittenOrder,
): readonly string[] {
	const { before, after, settings } = of;
	const [fees, changes] = partition(plan.changes, ({ productId }) => productId === feeId);
	const seats = changes.length === 0 ? before?.quantity : unitsLeft(changes);
	const price = changes.at(-1)?.owed?.price.at(-1)?.amount;
	const isPriced = settings.priceSource === 'marketplace' && after.quantity > 0 && price !== undefined;
	const net = netPrice(after.price, of);
	return [
		...misreadFee(fees, of),
		...(seats === after.quantity ? [] : [`${seats ?? 'no'} seats, and it has ${after.quantity}`]),
		...(isPriced && !isNear(Number(price), net, of, after.quantity) ? [`a seat at ${price}, and it costs ${net}`] : []),
	];
}

/** Exactly, but for a discount that is told by its amount alone: that is rounded, of a part of a period maybe. */
function isNear(price: number, net: number, { act, form }: DrawnOrder, units: number): boolean {
	const isRounded = act.kind === 'sale' && act.discountPercent !== undefined && form.discountsAre === 'amount';
	const most = isRounded ? (0.01 * 31) / units : 0;
	return Math.abs(price - net) <= most + 0.00005000001;
}

/** What a seat costs with what is taken off for good; of a first period that is free, the amount taken off says nothing. */
function netPrice(price: string, { act, form }: DrawnOrder): number {
	const isTold = act.kind === 'sale' && !form.hasNoLines && !(act.isFirstFree && form.discountsAre === 'amount');
	return (Number(price) * (100 - (isTold ? Number(act.discountPercent ?? 0) : 0))) / 100;
}

/** Reads an order as the sync does, on a line that holds what the subscription had. */
export function readOrder(drawn: DrawnOrder, written: WrittenOrder): OrderRead {
	const { task, seen } = taskOf(written);
	const of = { ...drawn, ...written };
	if (isIgnored(task, written)) {
		const isLeft = written.before?.quantity === written.after.quantity;
		return { outcome: 'ignored', wrong: isLeft ? [] : ['it is ignored, and changes the quantity'] };
	}
	const outcome = planned(task, seen, of);
	if (outcome.kind === 'attention') return { outcome: outcome.reason, message: outcome.message, wrong: [] };
	return { outcome: 'planned', wrong: misread(outcome.plan, of) };
}
