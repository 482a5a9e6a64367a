import { dayText } from '../oracle/days';
import { centsOf, isOwed, owedBills, type Owed } from '../oracle/owed';
import { summedUp, type Item, type Outcome } from './batch';
import { lastDay, type BatchSettings } from './settings';
import { clearOrders, forOracle, termsOf, type TimelineOrder } from './timeline';

function money(cents: number): string {
	return (cents / 100).toFixed(2);
}

/**
 * Orders that a person has to enter: a second price of a period in which the subscription has left a shared line, or is
 * about to leave it. Nothing may be written for them, and all else must be billed. Source: rules T8 and Q10.
 */
export function rightlyStopped({ timeline, tasks }: Outcome): readonly TimelineOrder[] {
	const known = /that others share at|go to another line on|units came to their line on/;
	return tasks.flatMap(({ order, task }) => {
		const { reason, message = '' } = task.attention ?? {};
		return timeline.isShared && reason === 'price conflict' && known.test(message) ? [order] : [];
	});
}

/**
 * How many items of a period were rounded: rows of a line that do not cover all of it, what a period that was posted
 * catches up on, and charges. The row of a whole period is exact.
 */
function roundingsIn(own: readonly Item[], { start, next }: Owed['period']): number {
	const whole = `${dayText(start)} to ${dayText(next - 1)}`;
	return own.filter((item) => item.description !== whole).length;
}

/** The bills that are not what the rules owe. */
function wrongBills(outcome: Outcome, settings: BatchSettings): readonly string[] {
	const { timeline } = outcome;
	return owedBills(
		forOracle(timeline, settings, rightlyStopped(outcome)),
		termsOf(timeline, settings),
		lastDay(settings),
	).flatMap((owed) => {
		const own = outcome.items.filter((item) => owed.period.start <= item.on && item.on < owed.period.next);
		const roundings = roundingsIn(own, owed.period);
		return (['price', 'cost'] as const).flatMap((of) => {
			const bill = own.reduce((sum, item) => sum + item[of], 0);
			if (isOwed(bill, owed, of, roundings)) return [];
			const within = roundings === 0 ? '' : ` within ${roundings} half cents`;
			return [
				`${of} of ${dayText(owed.period.start)}: owed ${money(centsOf(owed, of))}${within}, billed ${money(bill)}`,
			];
		});
	});
}

/**
 * Tasks in another state than they must be in: clear orders are written, an unclear one waits and so do those after it.
 * A list price after it waits only where it would be written.
 */
function wrongStates(outcome: Outcome, settings: BatchSettings): readonly string[] {
	return outcome.timeline.subscriptions.flatMap((subscription, nth) => {
		const clear = clearOrders(subscription, settings, rightlyStopped(outcome));
		return outcome.tasks
			.filter(({ order, ...one }) => one.nth === nth && (order.kind !== 'listPrice' || clear.includes(order)))
			.flatMap(({ order, task }) => {
				const ended = order.kind === 'nothing' ? 'ignored' : 'synced';
				const isRight = clear.includes(order) ? task.state === ended : task.state !== 'synced';
				const why = task.attention ? `: ${task.attention.reason}, ${task.attention.message}` : '';
				return isRight ? [] : [`${order.kind} of ${nth + 1} on ${order.day} is ${task.state}${why}`];
			});
	});
}

/** Where the plans shown and the writes made differ. Changes that Autotask made us move are left out. */
function unshownWrites(outcome: Outcome, settings: BatchSettings): readonly string[] {
	if (settings.sameDate === 'refused') return [];
	const { plans } = outcome;
	const shown = summedUp(
		plans.flatMap((plan) =>
			plan.changes.flatMap(({ serviceId, adjustments }) =>
				adjustments.map((write) => [`${serviceId} on ${write.on}`, write.unitDelta] as const),
			),
		),
	);
	const charges = plans
		.flatMap((plan) => plan.charges.filter((charge) => charge.selected))
		.map((charge) => `${Number(charge.amount).toFixed(2)}@${charge.on}`)
		.sort();
	const days = [...new Set([...Object.keys(shown), ...Object.keys(outcome.adjusted)])].sort();
	return [
		...days
			.filter((day) => shown[day] !== outcome.adjusted[day])
			.map((day) => `service ${day}: shown ${shown[day] ?? 0}, written ${outcome.adjusted[day] ?? 0}`),
		...(charges.join() === outcome.charges.join()
			? []
			: [`charges shown ${charges.join(', ')}, written ${outcome.charges.join(', ')}`]),
	];
}

/** What breaks a law in what became of a timeline; nothing where all hold. */
export function broken(outcome: Outcome, settings: BatchSettings): readonly string[] {
	return [
		...wrongStates(outcome, settings),
		...wrongBills(outcome, settings),
		...unshownWrites(outcome, settings),
		...(outcome.lowestUnits < 0 ? [`a row holds ${outcome.lowestUnits} units`] : []),
	];
}

/** Bills by day, for comparing two runs. */
export function billsOf(outcome: Outcome): Readonly<Record<string, number>> {
	return summedUp(outcome.items.map((item) => [dayText(item.on), item.price]));
}
