import type { HeldOn } from '../../domain/amounts/nextFreeDay';
import type { CalendarDate } from '../../domain/calendarDate';
import { rateHeldOn } from '../../domain/contract/lineState';
import { lastHeldDay } from '../../domain/line/heldDays';
import { laterOwnPrice, writtenDay } from '../../domain/line/laterPrices';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import type { Decimal } from '../../domain/money';
import { type LineTurn, unitsMeantOn } from './lineTurn';

export type Amount = 'price' | 'cost';

/**
 * What is a unit to cost on the day, with what was sent in this turn? As long as no later step was there already; where
 * the line holds none on the day, what the last one cost, for Autotask keeps that for the next ones. Undefined where it can
 * not be told.
 */
export function amountMeantOn(line: LineTurn, day: CalendarDate, of: Amount): Decimal | undefined {
	const { work, before, turn } = line;
	const amountHeldOn = (on: CalendarDate): Decimal | undefined =>
		rateHeldOn(before, on, turn.work.contract, work.line.journalledRates)?.[of];
	const inForceOn = (on: CalendarDate): Decimal | undefined =>
		work.line.movedRates?.findLast((one) => one.from <= on && on < one.to && one.rate[of] !== undefined)?.rate[of] ??
		amountHeldOn(on);
	const sent = line.meant.findLast((write) => write[of] !== undefined && write.on <= day);
	const inForce = inForceOn(day);
	const begins = sent && (day < sent.to ? sent.on : sent.to);
	const later = begins && laterOwnPrice(work.line, { after: begins, upTo: day });
	if (later !== undefined && of === 'price') return later;
	if (later !== undefined && inForce !== undefined) return inForce;
	if (sent?.[of] !== undefined && (inForce === undefined || inForceOn(begins ?? sent.on) === inForce)) return sent[of];
	const planned = work.rates.filter((step) => step[of] !== undefined);
	const begun = planned.findLast((step) => step.from <= day);
	const lastDay = lastHeldDay(before, day);
	return inForce ?? begun?.[of] ?? (lastDay && amountHeldOn(lastDay)) ?? planned[0]?.[of];
}

/** What does Autotask bill for a unit on the day, with what was sent in this turn? Undefined where that is not known. */
export function amountBilledOn(line: LineTurn, day: CalendarDate, of: Amount): Decimal | undefined {
	const { before, turn, work } = line;
	const sent = line.meant.filter((write) => write[of] !== undefined && write.to <= day);
	const last = sent.reduce((a, b) => (a && a.to > b.to ? a : b), sent[0]);
	const isEnded = last && laterOwnPrice(work.line, { after: last.to, upTo: day }, writtenDay) !== undefined;
	if (last && !isEnded) return last[of];
	const isMoved = line.moved.some((move) => move[of] !== undefined && move.from <= day && day < move.to);
	const rate = rateHeldOn(before, day, turn.work.contract, work.line.journalledRates)?.[of];
	return rate ?? (isMoved ? undefined : amountMeantOn(line, day, of));
}

/** What the line is meant to hold on a day before the adjustment, given the price of the adjustment's own day. */
export function heldOn(
	line: LineTurn,
	day: CalendarDate,
	{ adjustment, price }: { readonly adjustment: PlannedAdjustment; readonly price: Decimal },
): ReturnType<HeldOn> {
	const cost = amountMeantOn(line, day, 'cost');
	const isEnded = laterOwnPrice(line.work.line, { after: adjustment.on, upTo: day }) !== undefined;
	return {
		...(isEnded ? { keepsRate: true } : {}),
		units: unitsMeantOn(line, day),
		price: amountMeantOn(line, day, 'price') ?? price,
		...(cost === undefined ? {} : { cost }),
	};
}
