import { groupBy, range, uniq } from 'lodash';
import { daysIn } from '../../domain/billingPeriod';
import { type CalendarDate, daysBetween, earliest, latest, plusDays } from '../../domain/calendarDate';
import { contractPeriod } from '../../domain/contract/lineState';
import { laterOwnPrice, writtenDay } from '../../domain/line/laterPrices';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { type Decimal, isNegative, isZero, over, roundedAmount, times, total, zero } from '../../domain/money';
import type { PlannedCharge } from '../../domain/plan/plan';
import { unitsOn } from '../../domain/unitTimeline';
import { movedDaysKey } from '../journal/keys';
import { type LineTurn, unitsMeantOn } from './lineTurn';
import { type Amount, amountBilledOn, amountMeantOn } from './turnAmounts';

/** An adjustment with the day that it is meant for. */
interface Meant {
	readonly adjustment: PlannedAdjustment;
	readonly meantFor: CalendarDate;
}

/** Days from the given one on that lie between a moved change's own day and the one that it was written on. */
function movedDays({ moved, turn }: LineTurn, from: CalendarDate): readonly CalendarDate[] {
	const days = moved.flatMap((move) => {
		const first = latest(earliest(move.from, move.to), from);
		return range(Math.max(0, daysBetween(first, latest(move.from, move.to)))).map((day) => plusDays(first, day));
	});
	return uniq(days).filter((day) => day <= turn.work.contract.endsOn);
}

/** What the adjustment makes of the amount on the day, as Autotask bills it and as it is meant: a later amount ends it. */
function amountsAfter(
	line: LineTurn,
	{ adjustment, meantFor }: Meant,
	day: CalendarDate,
	of: Amount,
): { readonly billed: boolean; readonly meant: boolean } {
	if (adjustment[of] === undefined) return { billed: false, meant: false };
	const { line: own } = line.work;
	const sent = line.meant.filter((write) => write[of] !== undefined);
	const after = latest(adjustment.on, meantFor);
	return {
		billed:
			laterOwnPrice(own, { after: adjustment.on, upTo: day }, writtenDay) === undefined &&
			!sent.some((write) => write.to > adjustment.on && write.to <= day),
		meant:
			laterOwnPrice(own, { after, upTo: day }) === undefined &&
			!sent.some((write) => write.on > after && write.on <= day),
	};
}

function timesUnits(amount: Decimal | undefined, units: number): Decimal | undefined {
	return units === 0 ? zero : amount && times(amount, units);
}

/** What the day owes more than Autotask bills by the adjustment, for a whole period; undefined where an amount is not known. */
function owedBeside(line: LineTurn, meant: Meant, day: CalendarDate, of: Amount): Decimal | undefined {
	const { adjustment } = meant;
	const [held, wanted] = [unitsOn(line.held, day), unitsMeantOn(line, day)];
	const [billed, due] = [amountBilledOn(line, day, of), amountMeantOn(line, day, of)];
	const isNew = amountsAfter(line, meant, day, of);
	const amounts = [
		timesUnits(isNew.meant ? adjustment[of] : due, wanted + adjustment.unitDelta),
		timesUnits(due, -wanted),
		timesUnits(isNew.billed ? adjustment[of] : billed, -held - adjustment.unitDelta),
		timesUnits(billed, held),
	].flatMap((amount) => amount ?? []);
	return amounts.length < 4 ? undefined : total(amounts);
}

function changed(line: LineTurn, meant: Meant, days: readonly CalendarDate[], of: Amount): Decimal | undefined {
	const [first] = days;
	const amounts = days.flatMap((day) => owedBeside(line, meant, day, of) ?? []);
	if (!first || amounts.length < days.length) return undefined;
	return roundedAmount(over(total(amounts), daysIn(contractPeriod(line.turn.work.contract, first))));
}

/**
 * What an adjustment changes of days by which others were moved: Autotask bills other units or another price on them than
 * are meant, and what was charged for that counted on the amounts of before. One charge a period, none where nothing
 * changes; undefined where what Autotask bills then is not known. Source: rule Q7.
 */
export function movedDayCharges(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
): readonly PlannedCharge[] | undefined {
	const { turn, work, id } = line;
	const days = movedDays(line, latest(adjustment.on, meantFor));
	if (days.length === 0) return [];
	const written = turn.journal.filter((entry) => entry.contractServiceId === id && entry.state === 'recorded').length;
	const charges: PlannedCharge[] = [];
	for (const own of Object.values(groupBy(days, (day) => contractPeriod(turn.work.contract, day).start))) {
		const amount = changed(line, { adjustment, meantFor }, own, 'price');
		const [first] = own.toSorted();
		if (amount === undefined || first === undefined) return undefined;
		if (isZero(amount)) continue;
		const cost = changed(line, { adjustment, meantFor }, own, 'cost');
		const kind = isNegative(amount) ? 'credit' : 'proration';
		const target = turn.context.chargeTarget(kind);
		const name = `${work.changes[0]?.invoiceDescription ?? ''}: moved changes of ${first}`;
		charges.push({
			contractId: turn.work.contractId,
			key: movedDaysKey(turn.ports.store.storeId, id, { by: adjustment.on, first, written }),
			kind,
			name,
			description: `${name}: what was charged for days by which changes were moved is other by the change of ${adjustment.on}.`,
			on: first,
			amount,
			...(cost === undefined ? {} : { cost }),
			selected: true,
			...(target ? { target } : {}),
		});
	}
	return charges;
}
