import type { CalendarDate } from '../calendarDate';
import { type Rate, rateHeldOn } from '../contract/lineState';
import type { Service } from '../contract/service';
import { heldDaysAfter, holdsNothingYet } from '../line/heldDays';
import type { LedgerLine, LedgerLink } from '../line/ledger';
import { rateMeantOn, rateOfEmptyLine } from '../line/rateMeantOn';
import { unitsOn, type UnitTimeline } from '../unitTimeline';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';

/** Seats that the rest of this period has to be charged for by the marketplace's proration, and at which rate. */
export interface Fragment {
	readonly units: number;
	readonly rate?: Rate;
	readonly increase?: number;
	/** Whether these seats never left the line: their fall was credited and is taken back. */
	readonly isTakenBack: boolean;
}

/** Seats that are billed until the next period though they are gone, and the rate they are billed at. */
export interface Credit {
	readonly units: number;
	readonly rate?: Rate;
	/** Whether the seats were to go on the day itself: credited whatever is synced, and never as an order states it. */
	readonly isTermEnd: boolean;
}

/**
 * From when fewer seats are on the line. Where fewer are scheduled for the next period already, or charges and credits
 * have paid for it, those that end with the term go then too, and their days are credited: a fall before a scheduled one
 * would take the line below zero, or need a second change of the day. Source: rules Q5, Q7 and A10.
 */
export function lineFallsOn(context: TaskContext, before: UnitTimeline, link: LedgerLink | undefined): CalendarDate {
	const { changedOn, fallsOn, period } = context;
	const isWithin = fallsOn === changedOn && changedOn > period.start;
	const isFalling = unitsOn(before, period.nextStart) < unitsOn(before, changedOn);
	return isWithin && (isFalling || chargedBefore(context, link) !== undefined) ? period.nextStart : fallsOn;
}

/** From when more seats are on the contract: by Autotask's proration from the day itself, by the marketplace's from the next period. Source: rules A8, A9 and T3. */
export function risesOn(context: TaskContext): CalendarDate {
	const { task, facts, changedOn, period } = context;
	const isWhole = task.kind === 'initial' || changedOn === period.start;
	return facts.settings.proration === 'autotask' || isWhole ? changedOn : period.nextStart;
}

/** Seats that this period is paid for: those in force, unless fragments have charged more or credits left fewer. Source: rules A9 and A10. */
export function paidUnits(context: TaskContext, before: UnitTimeline, link: LedgerLink | undefined): number {
	return chargedBefore(context, link) ?? unitsOn(before, context.changedOn);
}

function chargedBefore({ changedOn }: TaskContext, link: LedgerLink | undefined): number | undefined {
	return link?.charged && changedOn < link.charged.until ? link.charged.quantity : undefined;
}

/**
 * What a seat is billed at in the period of the change, where that can be told; of seats that begin with the next one, what
 * they are billed at then: the line may have had another price while it held others. Source: rules A3 and A10.
 */
function seatRate(
	{ changedOn, period, contract }: TaskContext,
	of: { readonly before: UnitTimeline; readonly line: LedgerLine; readonly service: Service },
): Rate | undefined {
	const { line, service } = of;
	const days = unitsOn(of.before, changedOn) > 0 ? [changedOn, period.nextStart] : [period.nextStart, changedOn];
	const [later] = heldDaysAfter(line.state, changedOn).flatMap(
		(day) => rateHeldOn(line.state, day, contract, line.journalledRates) ?? [],
	);
	return (
		rateMeantOn(line, contract, ...days) ??
		later ??
		(holdsNothingYet(line, changedOn) ? rateOfEmptyLine(line, service) : undefined)
	);
}

/** Seats that this period's rest is charged for one by one: by Autotask's proration only those whose fall was credited. Source: rules A9 and A10. */
export function fragmentOf(
	context: TaskContext,
	wanted: ProductQuantity,
	of: { readonly before: UnitTimeline; readonly paid: number; readonly line: LedgerLine; readonly service: Service },
	rate: Rate | undefined,
): Fragment | undefined {
	const { changedOn } = context;
	if (wanted.keepsUnits) return undefined;
	const inForce = unitsOn(of.before, changedOn);
	const isSplit = risesOn(context) === changedOn;
	const units = (isSplit ? Math.min(wanted.quantity, inForce) : wanted.quantity) - of.paid;
	if (units <= 0) return undefined;
	const current = rate ?? seatRate(context, of);
	return {
		units,
		isTakenBack: of.paid + units <= inForce,
		...(current ? { rate: current } : {}),
		...(wanted.increase === undefined ? {} : { increase: wanted.increase }),
	};
}

/**
 * Seats that are paid for and go with this task until the next period; none where the line itself falls on the day, nor
 * those that fell before without a credit. Source: rule A10.
 */
export function creditOf(
	context: TaskContext,
	wanted: ProductQuantity,
	of: {
		readonly before: UnitTimeline;
		readonly link: LedgerLink | undefined;
		readonly paid: number;
		readonly line: LedgerLine;
		readonly service: Service;
	},
	rate: Rate | undefined,
): Credit | undefined {
	const { changedOn, task, facts, amounts } = context;
	if (wanted.keepsUnits) return undefined;
	const isStated = amounts.recurring.get(wanted.productId)?.refund !== undefined;
	const isTermEnd = lineFallsOn(context, of.before, of.link) !== context.fallsOn && !isStated;
	const isCredited = task.kind === 'cancellation' ? isStated : facts.settings.syncRefunds && task.kind !== 'initial';
	const units = (isTermEnd ? of.paid : Math.min(of.paid, of.before.at(-1)?.units ?? 0)) - wanted.quantity;
	if ((!isCredited && !isTermEnd) || units <= 0 || (!isTermEnd && context.fallsOn === changedOn)) return undefined;
	const current = (task.kind === 'renewal' ? rate : undefined) ?? seatRate(context, of);
	return { units, isTermEnd, ...(current ? { rate: current } : {}) };
}

/** Quantity that this period is paid for beside the line's own units, once the task is written; undefined where the line says it all. Source: rules A9 and A10. */
export function chargedUnits(
	context: TaskContext,
	wanted: ProductQuantity,
	link: LedgerLink | undefined,
	moved: { readonly units: number } | undefined,
): number | undefined {
	const earlier = chargedBefore(context, link);
	if (wanted.keepsUnits) return earlier;
	if (wanted.moved)
		return earlier === undefined ? undefined : earlier + movedBefore(wanted.moved, link?.charged?.until);
	const rises = earlier !== undefined && wanted.quantity > earlier;
	return moved || rises ? wanted.quantity : earlier;
}

/** Seats that come or go while the period is still running. */
function movedBefore(moved: NonNullable<ProductQuantity['moved']>, until: CalendarDate | undefined): number {
	if (until === undefined || moved.on >= until) return 0;
	return moved.direction === 'in' ? moved.units : -moved.units;
}
