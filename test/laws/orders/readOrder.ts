import { compare, decimal } from '../../../src/domain/money';
import { instant } from '../../../src/domain/calendarDate';
import { orderKind, orderKinds } from '../../../src/domain/order/orderKind';
import { toldByOrder } from '../../../src/domain/order/toldByOrder';
import { billsNothing, changesNothing } from '../../../src/domain/order/zeroOrder';
import type { PlanOutcome } from '../../../src/domain/planning/planTask';
import { planTask } from '../../../src/domain/planning/planTask';
import type { SeenSubscription } from '../../../src/domain/order/seenSubscription';
import type { SyncTask } from '../../../src/domain/task/task';
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

function taskOf({ order: json, subscription: shown }: WrittenOrder): { task: SyncTask; seen: SeenSubscription } {
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
	return { task, seen: { ...subscription, seenAt: now, earlierExpirations: [] } };
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

function planned(task: SyncTask, seen: SeenSubscription, of: DrawnOrder & WrittenOrder): PlanOutcome {
	const { periods, before, settings } = of;
	const contract = contractOf({ periodType: periods, startsOn: periods === 'yearly' ? '2025-10-01' : '2026-01-01' });
	const facts = factsOf({ tasks: [task], contracts: [contract], settings, listPrice: before?.price ?? '18.00' });
	const ledger = before
		? ledgerOf(
				[lineOf({ units: [[before.from, before.quantity]], price: before.price, isOurs: true }, contract)],
				[linkOf({ units: [[before.from, before.quantity]], prices: [[before.from, before.price]] })],
			)
		: ledgerOf();
	return planTask(task, { ...facts, subscription: (id) => (id === seen.id ? seen : undefined) }, ledger);
}

/** Seats and price that a plan leaves, against those that are true. */
function misread(
	plan: Extract<PlanOutcome, { kind: 'planned' }>['plan'],
	of: DrawnOrder & WrittenOrder,
): readonly string[] {
	const { before, after, settings } = of;
	const seats =
		plan.changes.length === 0
			? before?.quantity
			: plan.changes.reduce(
					(sum, { unitsAfter, leftOn }) => sum + (leftOn === undefined ? (unitsAfter.at(-1)?.units ?? 0) : 0),
					0,
				);
	const price = plan.changes.at(-1)?.owed?.price.at(-1)?.amount;
	const isPriced = settings.priceSource === 'marketplace' && after.quantity > 0 && price !== undefined;
	const net = netPrice(of);
	return [
		...(seats === after.quantity ? [] : [`${seats ?? 'no'} seats, and it has ${after.quantity}`]),
		...(isPriced && !isNear(Number(price), net, of) ? [`a seat at ${price}, and it costs ${net}`] : []),
	];
}

/** Exactly, but for a discount that is told by its amount alone: that is rounded, of a part of a period maybe. */
function isNear(price: number, net: number, { act, form, after }: DrawnOrder & WrittenOrder): boolean {
	const isRounded = act.kind === 'sale' && act.discountPercent !== undefined && form.discountsAre === 'amount';
	const most = isRounded ? (0.01 * 31) / after.quantity : 0;
	return Math.abs(price - net) <= most + 0.00005000001;
}

/** What a seat costs with what is taken off for good; of a first period that is free, the amount taken off says nothing. */
function netPrice({ act, after, form }: DrawnOrder & WrittenOrder): number {
	const isTold = act.kind === 'sale' && !form.hasNoLines && !(act.isFirstFree && form.discountsAre === 'amount');
	return (Number(after.price) * (100 - (isTold ? Number(act.discountPercent ?? 0) : 0))) / 100;
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
