import { compare } from '../../domain/money';
import { orderKind } from '../../domain/order/orderKind';
import { billsNothing, changesNothing, type IsHeld } from '../../domain/order/zeroOrder';
import { ignoredTask } from '../../domain/task/taskOfOrder';
import type { CheckRun } from './checkRun';
import type { TakenOrder } from './takeOrder';

/** The quantities that the subscriptions have had: as seen before and now, and as their other orders name them. */
async function heldQuantities(
	run: CheckRun,
	taken: readonly TakenOrder[],
	zero: readonly TakenOrder[],
): Promise<IsHeld> {
	const { store } = run.ports;
	const ids = zero.flatMap(({ task }) => task?.subscriptionIds ?? []);
	const seen = await store.subscriptionsById(run.connection.id, ids);
	const stored = await store.tasks(run.connection.id, { subscriptionIds: ids });
	const others = [...stored, ...taken.flatMap(({ task }) => task ?? [])].filter(({ kind }) => kind !== 'unknown');
	const sights = [...seen, ...taken.flatMap(({ subscriptions }) => subscriptions)];
	const held = [
		...sights.flatMap(({ id, products }) => products.map((product) => ({ ...product, subscriptionId: id }))),
		...others.flatMap(({ order }) =>
			(order?.products ?? []).map((product) => ({ subscriptionId: order?.subscriptionId, ...product })),
		),
	];
	return (subscription, productId, quantity) =>
		held.some(
			(one) =>
				one.subscriptionId === subscription &&
				one.productId === productId &&
				one.quantity !== undefined &&
				compare(one.quantity, quantity) === 0,
		);
}

/**
 * Billing orders without a line are ignored. So are orders of no known kind that change nothing, and their sights are not kept: if they did change something,
 * the sweep finds it. Source: rules T5, T6 and A12.
 */
export async function ignoreZeroOrders(run: CheckRun, taken: readonly TakenOrder[]): Promise<readonly TakenOrder[]> {
	return await withoutUnknown(
		run,
		taken.map((one) => withoutEmptyBill(run, one)),
	);
}

function withoutEmptyBill(run: CheckRun, one: TakenOrder): TakenOrder {
	const order = one.task?.order;
	if (!order || orderKind(order) !== 'billing' || !billsNothing(order)) return one;
	return { ...one, task: ignoredTask(order, `Order ${order.orderNumber} bills nothing: it has no line.`, run.frame) };
}

async function withoutUnknown(run: CheckRun, taken: readonly TakenOrder[]): Promise<readonly TakenOrder[]> {
	const unknown = taken.filter(({ task }) => task?.order && orderKind(task.order) === 'unknown');
	if (unknown.length === 0) return taken;
	const isHeld = await heldQuantities(run, taken, unknown);
	return taken.map((one) => {
		const order = unknown.includes(one) ? one.task?.order : undefined;
		if (!order || !changesNothing(order, isHeld)) return one;
		const note = `Order ${order.orderNumber} changes no quantity and no amount.`;
		return { ...one, task: ignoredTask(order, note, run.frame), subscriptions: [] };
	});
}
