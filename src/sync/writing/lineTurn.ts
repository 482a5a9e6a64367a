import type { HeldOn } from '../../domain/amounts/nextFreeDay';
import type { CalendarDate } from '../../domain/calendarDate';
import { type LineState, rateOn } from '../../domain/contract/lineState';
import type { ContractServiceId } from '../../domain/ids';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { laterOwnPrice } from '../../domain/line/rateInForce';
import type { Decimal } from '../../domain/money';
import type { LineWork } from '../../domain/plan/contractWork';
import { unitsOn, type UnitTimeline } from '../../domain/unitTimeline';
import type { Move } from '../journal/moves';
import type { ContractTurn } from './contractTurn';

/** One line while its adjustments are written. */
export interface LineTurn {
	readonly turn: ContractTurn;
	readonly work: LineWork;
	readonly id: ContractServiceId;
	readonly before: LineState;
	readonly taken: Set<string>;
	readonly moved: Move[];
	/** What was sent in this turn, by the days it is meant for. */
	readonly meant: {
		readonly on: CalendarDate;
		/** The day on which it was written. */
		readonly to: CalendarDate;
		readonly unitDelta: number;
		readonly price?: Decimal;
		readonly cost?: Decimal;
	}[];
	/** Units as Autotask holds them, what was sent included. */
	held: UnitTimeline;
	/** What comes after the adjustment that is being written. */
	rest?: readonly PlannedAdjustment[];
}

/** What a unit cost last, where the line holds none on the day: Autotask keeps it for the next ones. */
function lastAmount({ before, turn, work }: LineTurn, day: CalendarDate, of: 'price' | 'cost'): Decimal | undefined {
	const row = before.rows.findLast((one) => one.units > 0 && one.startsOn <= day);
	return row && rateOn(before, row.startsOn, turn.work.contract, work.line.journalledRates)?.[of];
}

/** Price or cost of a unit on a day: by what was sent in this turn, as long as no later step was there already. */
export function amountOn(line: LineTurn, day: CalendarDate, of: 'price' | 'cost'): Decimal | undefined {
	const { work, before, turn } = line;
	const inForceOn = (on: CalendarDate): Decimal | undefined =>
		work.line.movedRates?.findLast((one) => one.from <= on && on < one.to && one.rate[of] !== undefined)?.rate[of] ??
		rateOn(before, on, turn.work.contract, work.line.journalledRates)?.[of];
	const sent = line.meant.findLast((write) => write[of] !== undefined && write.on <= day);
	const inForce = inForceOn(day);
	const begins = sent && (day < sent.to ? sent.on : sent.to);
	const later = begins && laterOwnPrice(work.line, { after: begins, upTo: day });
	if (later !== undefined && of === 'price') return later;
	if (later !== undefined && inForce !== undefined) return inForce;
	if (sent?.[of] !== undefined && (inForce === undefined || inForceOn(begins ?? sent.on) === inForce)) return sent[of];
	const planned = work.rates.filter((step) => step[of] !== undefined);
	const begun = planned.findLast((step) => step.from <= day);
	return inForce ?? begun?.[of] ?? lastAmount(line, day, of) ?? planned[0]?.[of];
}

/** What the line is meant to hold on a day before the adjustment, given the price of the adjustment's own day. */
export function heldOn(
	line: LineTurn,
	day: CalendarDate,
	{ adjustment, price }: { readonly adjustment: PlannedAdjustment; readonly price: Decimal },
): ReturnType<HeldOn> {
	const cost = amountOn(line, day, 'cost');
	const isEnded = laterOwnPrice(line.work.line, { after: adjustment.on, upTo: day }) !== undefined;
	return {
		...(isEnded ? { keepsRate: true } : {}),
		units: unitsMeantOn(line, day),
		price: amountOn(line, day, 'price') ?? price,
		...(cost === undefined ? {} : { cost }),
	};
}

/** Units that the line is meant to hold on a day, what was sent in this turn included. */
export function unitsMeantOn(line: LineTurn, day: CalendarDate): number {
	const sent = line.meant.filter((write) => write.on <= day).reduce((sum, write) => sum + write.unitDelta, 0);
	return unitsOn(line.before.units, day) + sent;
}
