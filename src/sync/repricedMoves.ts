import { groupBy, range } from 'lodash';
import { daysIn } from '../domain/billingPeriod';
import { daysBetween, earliest, latest, plusDays, type CalendarDate } from '../domain/calendarDate';
import { laterOwnPrice, writtenDay } from '../domain/lineChoice';
import { contractPeriod } from '../domain/lineState';
import { isNegative, isZero, minus, over, roundedAmount, times, total, type Decimal } from '../domain/money';
import type { PlannedAdjustment, PlannedCharge } from '../domain/plan';
import { repricedKey } from './keys';
import { amountOn, type LineTurn } from './lineTurn';

interface RepricedDay {
	readonly on: CalendarDate;
	/** Units that are meant on the day and that Autotask does not hold; below 0 for those that it holds too many. */
	readonly missing: number;
}

/** Days from the given one on that Autotask bills with other units than are meant, since a change without a price was moved. */
function movedDays({ moved }: LineTurn, from: CalendarDate): readonly RepricedDay[] {
	return moved
		.filter((move) => move.price === undefined)
		.flatMap((move) => {
			const first = latest(earliest(move.from, move.to), from);
			const next = latest(move.from, move.to);
			const missing = move.to > move.from ? move.unitDelta : -move.unitDelta;
			return range(Math.max(0, daysBetween(first, next))).map((day) => ({ on: plusDays(first, day), missing }));
		});
}

/** What the days of one period change by; undefined where an amount of before is not known. */
function changed(
	line: LineTurn,
	days: readonly RepricedDay[],
	of: 'price' | 'cost',
	to: Decimal | undefined,
): Decimal | undefined {
	const [first] = days;
	const amounts = days.flatMap(({ on, missing }) => {
		const was = amountOn(line, on, of);
		return was === undefined || to === undefined ? [] : [times(minus(to, was), missing)];
	});
	if (!first || amounts.length < days.length) return undefined;
	return roundedAmount(over(total(amounts), daysIn(contractPeriod(line.turn.work.contract, first.on))));
}

/**
 * What a new price changes of the charges for days between a change's own day and the one that it was moved to: they were
 * charged at the price of before, and Autotask bills its own units of these days at the new one. One charge a period.
 * Empty where it changes none. Source: rule Q7.
 */
export function repricedMoves(line: LineTurn, adjustment: PlannedAdjustment): readonly PlannedCharge[] {
	const { turn, work, id } = line;
	const { on, price, cost } = adjustment;
	if (price === undefined) return [];
	const isEnded = (day: CalendarDate) => laterOwnPrice(work.line, { after: on, upTo: day }, writtenDay) !== undefined;
	const days = movedDays(line, on).filter((day) => !isEnded(day.on));
	const written = turn.journal.filter((entry) => entry.contractServiceId === id && entry.state === 'recorded').length;
	const periods = groupBy(days, (day) => contractPeriod(turn.work.contract, day.on).start);
	return Object.values(periods).flatMap((own): PlannedCharge[] => {
		const amount = changed(line, own, 'price', price);
		const first = own.map((day) => day.on).toSorted()[0];
		if (amount === undefined || first === undefined || isZero(amount)) return [];
		const costs = changed(line, own, 'cost', cost);
		const kind = isNegative(amount) ? 'credit' : 'proration';
		const target = turn.context.chargeTarget(kind);
		const name = `${work.changes[0]?.invoiceDescription ?? ''}: new price of ${first}`;
		return [
			{
				contractId: turn.work.contractId,
				key: repricedKey(turn.ports.store.storeId, id, { priced: on, first, written }),
				kind,
				name,
				description: `${name}: a change of units that is dated later was charged at the price of before for this day, which is ${price} now.`,
				on: first,
				amount,
				...(costs === undefined ? {} : { cost: costs }),
				selected: true,
				...(target ? { target } : {}),
			},
		];
	});
}
