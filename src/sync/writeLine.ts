import { partition } from 'lodash';
import type { CalendarDate } from '../domain/calendarDate';
import type { ChargeKind } from '../domain/contract';
import type { ContractServiceId } from '../domain/ids';
import { laterOwnPrice } from '../domain/lineChoice';
import { contractPeriod, rateOn, type LineState } from '../domain/lineState';
import { isNegative, isZero, type Decimal } from '../domain/money';
import { nextFreeDay, shiftToFreeDay, type HeldOn, type ShiftedAdjustment } from '../domain/nextFreeDay';
import type { PlannedAdjustment, PlannedCharge } from '../domain/plan';
import { summed, unitsOn, type UnitTimeline } from '../domain/unitTimeline';
import type { ContractTurn, WrittenLineState } from './contractTurn';
import type { LineWork } from './contractWork';
import { shiftKey } from './keys';
import type { Move } from './moves';
import { writeCharge } from './writeCharge';
import { isSecondChangeOnDate } from './writeErrors';
import { writeOnce, type Sent } from './writeOnce';

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
function amountOn(line: LineTurn, day: CalendarDate, of: 'price' | 'cost'): Decimal | undefined {
	const { work, before, turn } = line;
	const inForceOn = (on: CalendarDate): Decimal | undefined =>
		work.line.movedRates?.findLast((one) => one.from <= on && on < one.to && one.rate[of] !== undefined)?.rate[of] ??
		rateOn(before, on, turn.work.contract, work.line.journalledRates)?.[of];
	const sent = line.meant.findLast((write) => write[of] !== undefined && write.on <= day);
	const inForce = inForceOn(day);
	const begins = sent && (day < sent.to ? sent.on : sent.to);
	const later = of === 'price' && begins ? laterOwnPrice(work.line, { after: begins, upTo: day }) : undefined;
	if (later !== undefined) return later;
	if (sent?.[of] !== undefined && (inForce === undefined || inForceOn(sent.on) === inForce)) return sent[of];
	return inForce ?? work.rates.find((step) => step[of] !== undefined)?.[of] ?? lastAmount(line, day, of);
}

/** What the line holds on a day before the adjustment, given the price of the adjustment's own day. */
function heldOn(
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
function unitsMeantOn(line: LineTurn, day: CalendarDate): number {
	const sent = line.meant.filter((write) => write.on <= day).reduce((sum, write) => sum + write.unitDelta, 0);
	return unitsOn(line.before.units, day) + sent;
}

async function sendAdjustment(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
): Promise<Sent<number>> {
	const { turn, work, id, before } = line;
	const { on, unitDelta, price, cost } = adjustment;
	const unitsBefore = unitsOn(line.held, on);
	const was = rateOn(before, on, turn.work.contract, work.line.journalledRates);
	const intent = {
		...turn.intent(work.taskIds),
		kind: 'adjustment' as const,
		contractServiceId: id,
		on,
		unitsBefore,
		unitDelta,
		unitsAfter: unitsBefore + unitDelta,
		...(meantFor === on ? {} : { key: shiftKey(turn.ports.store.storeId, id, meantFor, on) }),
		...(was ? { priceBefore: was.price } : {}),
		...(price === undefined ? {} : { priceAfter: price }),
		...(cost === undefined ? {} : { costAfter: cost }),
	};
	const write = {
		contractId: turn.work.contractId,
		contractServiceId: id,
		effectiveOn: on,
		unitDelta,
		...(price === undefined ? {} : { unitPrice: price }),
		...(cost === undefined ? {} : { unitCost: cost }),
	};
	return await writeOnce(
		intent,
		async (options) => await turn.ports.autotask.adjust(write, options),
		turn.context,
		turn.ports,
	);
}

function aboutAdjustment(line: LineTurn, adjustment: PlannedAdjustment) {
	const [change] = line.work.changes;
	return {
		taskIds: line.work.taskIds,
		kind: 'adjustment' as const,
		serviceName: change?.serviceName ?? '',
		on: adjustment.on,
		adjustment,
		lineKey: line.work.key,
	};
}

/** The charge for the days by which an adjustment was moved. */
function shiftCharge(line: LineTurn, adjustment: PlannedAdjustment, shifted: ShiftedAdjustment): PlannedCharge {
	const { turn, work, id } = line;
	const kind: ChargeKind = isNegative(shifted.amount) ? 'credit' : 'proration';
	const target = turn.context.chargeTarget(kind);
	const name = `${work.changes[0]?.invoiceDescription ?? ''}: ${shifted.days} day${shifted.days === 1 ? '' : 's'} from ${adjustment.on}`;
	return {
		contractId: turn.work.contractId,
		key: shiftKey(turn.ports.store.storeId, id, adjustment.on, shifted.adjustment.on),
		kind,
		name,
		description: `${name}: the change of ${adjustment.unitDelta} units is dated ${shifted.adjustment.on}, because ${adjustment.on} has a change already.`,
		on: adjustment.on,
		amount: shifted.amount,
		...(shifted.cost === undefined ? {} : { cost: shifted.cost }),
		selected: true,
		...(target ? { target } : {}),
	};
}

/** Whether the line would hold less than nothing on some day, were this adjustment and those after it moved off the days that are taken. */
function runsShort(line: LineTurn, adjustment: PlannedAdjustment): boolean {
	const taken = new Set(line.taken);
	let { held } = line;
	for (const { on, unitDelta } of [adjustment, ...(line.rest ?? [])]) {
		const day = taken.has(on) ? nextFreeDay(on, (one) => taken.has(one)) : on;
		taken.add(day);
		held = summed([held, [{ from: day, units: unitDelta }]]);
	}
	return held.some((step) => step.units < 0);
}

/**
 * The day has an adjustment already: the next free day takes it and a charge makes the bill exact, or a person is
 * asked. `meantFor` is the day of the first try. Source: rule Q7.
 */
async function writeOnFreeDay(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
): Promise<PlannedAdjustment | undefined> {
	const { turn, work, taken } = line;
	const period = contractPeriod(turn.work.contract, adjustment.on);
	taken.add(adjustment.on);
	const price = amountOn(line, adjustment.on, 'price');
	const isTaken = (day: CalendarDate) => taken.has(day);
	const hasFreeDay = nextFreeDay(adjustment.on, isTaken) <= turn.work.contract.endsOn;
	if (turn.context.sameDate === 'ask' || price === undefined || !hasFreeDay || runsShort(line, adjustment)) {
		turn.add({
			...aboutAdjustment(line, adjustment),
			outcome: 'refused',
			why: `Autotask takes one change of a line a day, and ${adjustment.on} has one`,
			attention: 'two changes on one date',
		});
		return undefined;
	}
	const shifted = shiftToFreeDay(adjustment, isTaken, (day) => heldOn(line, day, { adjustment, price }), period);
	const charge = shiftCharge(line, adjustment, shifted);
	const [taskId] = work.taskIds;
	if (
		!taskId ||
		(!isZero(charge.amount) && !(await writeCharge(turn, { taskId, charge }, work.changes[0]?.serviceName ?? '')))
	)
		return undefined;
	return await writeAdjustment(line, shifted.adjustment, meantFor);
}

async function writeAdjustment(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate = adjustment.on,
): Promise<PlannedAdjustment | undefined> {
	const { turn, taken } = line;
	if (!turn.mayGoOn) {
		turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
		return undefined;
	}
	if (taken.has(adjustment.on) && turn.refusesSecondChange(line.id, adjustment.on))
		return await writeOnFreeDay(line, adjustment, meantFor);
	const sent = await sendAdjustment(line, adjustment, meantFor);
	if (sent.kind === 'refused' && isSecondChangeOnDate(sent.reasons))
		return await writeOnFreeDay(line, adjustment, meantFor);
	turn.add({ ...aboutAdjustment(line, adjustment), ...turn.note(sent) });
	if (sent.kind !== 'done') return undefined;
	taken.add(adjustment.on);
	line.meant.push({
		on: meantFor,
		to: adjustment.on,
		unitDelta: adjustment.unitDelta,
		...(adjustment.price === undefined ? {} : { price: adjustment.price }),
		...(adjustment.cost === undefined ? {} : { cost: adjustment.cost }),
	});
	line.held = summed([line.held, [{ from: adjustment.on, units: adjustment.unitDelta }]]);
	if (meantFor !== adjustment.on)
		line.moved.push({
			from: meantFor,
			to: adjustment.on,
			unitDelta: adjustment.unitDelta,
			...(adjustment.price === undefined ? {} : { price: adjustment.price }),
			...(adjustment.cost === undefined ? {} : { cost: adjustment.cost }),
		});
	return adjustment;
}

/** Oldest first; rises before falls where the line would hold less than nothing in between. Source: rule T8. */
export function inOrder(adjustments: readonly PlannedAdjustment[], held: UnitTimeline): readonly PlannedAdjustment[] {
	const [rises, falls] = partition(adjustments, (write) => write.unitDelta >= 0);
	const isShort = adjustments.some((_, at) => {
		const sent = adjustments.slice(0, at + 1).map(({ on, unitDelta }) => [{ from: on, units: unitDelta }]);
		return summed([held, ...sent]).some((step) => step.units < 0);
	});
	return isShort ? [...rises, ...falls] : adjustments;
}

/** Writes the adjustments of a line, in their order, until one is not written. */
export async function writeLine(line: LineTurn, adjustments: readonly PlannedAdjustment[]): Promise<WrittenLineState> {
	const sent: PlannedAdjustment[] = [];
	let isWhole = !line.work.taskIds.some((id) => line.turn.failedTasks.has(id));
	const ordered = inOrder(adjustments, line.held);
	for (const [at, adjustment] of ordered.entries()) {
		line.rest = ordered.slice(at + 1);
		if (!isWhole) {
			line.turn.add({ ...aboutAdjustment(line, adjustment), outcome: 'notSent' });
			continue;
		}
		const written = await writeAdjustment(line, adjustment);
		if (written) sent.push(written);
		else isWhole = false;
	}
	return { work: line.work, contractServiceId: line.id, sent, moved: line.moved, isWhole, before: line.before };
}
