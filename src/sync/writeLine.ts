import { partition } from 'lodash';
import { earliest, type CalendarDate } from '../domain/calendarDate';
import type { ChargeKind } from '../domain/contract';
import { contractPeriod, rateOn } from '../domain/lineState';
import { isNegative, isZero } from '../domain/money';
import { nextFreeDay, shiftToEarlierDay, shiftToFreeDay, type ShiftedAdjustment } from '../domain/nextFreeDay';
import type { PlannedAdjustment, PlannedCharge } from '../domain/plan';
import { summed, unitsOn, type UnitTimeline } from '../domain/unitTimeline';
import type { WrittenLineState } from './contractTurn';
import { cannotTake, earlierDay, goesBelowZero } from './freeDays';
import { shiftKey } from './keys';
import { amountOn, heldOn, type LineTurn } from './lineTurn';
import { movedDayCharges } from './movedDays';
import { writeCharge } from './writeCharge';
import { isSecondChangeOnDate } from './writeErrors';
import { writeOnce, type Sent } from './writeOnce';

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
function shiftCharge(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	shifted: ShiftedAdjustment,
	why: string,
): PlannedCharge {
	const { turn, work, id } = line;
	const kind: ChargeKind = isNegative(shifted.amount) ? 'credit' : 'proration';
	const target = turn.context.chargeTarget(kind);
	const { on } = shifted.adjustment;
	const from = earliest(adjustment.on, on);
	const name = `${work.changes[0]?.invoiceDescription ?? ''}: ${shifted.days} day${shifted.days === 1 ? '' : 's'} from ${from}`;
	return {
		contractId: turn.work.contractId,
		key: shiftKey(turn.ports.store.storeId, id, adjustment.on, on),
		kind,
		name,
		description: `${name}: the change of ${adjustment.unitDelta} units is dated ${on}, because ${why}.`,
		on: from,
		amount: shifted.amount,
		...(shifted.cost === undefined ? {} : { cost: shifted.cost }),
		selected: true,
		...(target ? { target } : {}),
	};
}

/** Writes a charge that belongs to an adjustment of the line; says whether it is there. */
async function writeLineCharge({ turn, work }: LineTurn, charge: PlannedCharge): Promise<boolean> {
	const [taskId] = work.taskIds;
	if (!taskId) return false;
	return await writeCharge(turn, { taskId, charge }, work.changes[0]?.serviceName ?? '');
}

/** A person is asked. */
function refuse(line: LineTurn, adjustment: PlannedAdjustment, why: string): undefined {
	line.turn.add({
		...aboutAdjustment(line, adjustment),
		outcome: 'refused',
		why: `Autotask takes one change of a line a day, and ${why}`,
		attention: 'two changes on one date',
	});
}

/** The day to which the adjustment goes, and what is charged for the days between; undefined where a person is asked. */
function shiftedOf(line: LineTurn, adjustment: PlannedAdjustment): ShiftedAdjustment | undefined {
	const { turn } = line;
	const { contract } = turn.work;
	const price = amountOn(line, adjustment.on, 'price');
	if (turn.context.sameDate === 'ask' || price === undefined) return undefined;
	const earlier = earlierDay(line, adjustment);
	if (earlier) return shiftToEarlierDay(adjustment, earlier.on, earlier.rates, contractPeriod(contract, earlier.on));
	const isTaken = cannotTake(line, adjustment);
	const free = nextFreeDay(adjustment.on, isTaken);
	if (free > contract.endsOn) return undefined;
	const period = contractPeriod(contract, adjustment.on);
	return shiftToFreeDay(adjustment, isTaken, (day) => heldOn(line, day, { adjustment, price }), period);
}

/**
 * The day has an adjustment already, or the line would go below zero on it, since another one was moved: the next free
 * day takes it, or an earlier one, and a charge makes the bill exact, or a person is asked. `meantFor` is the day of the
 * first try. Source: rule Q7.
 */
async function writeOnFreeDay(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
	why: string,
): Promise<PlannedAdjustment | undefined> {
	const shifted = shiftedOf(line, adjustment);
	if (!shifted) return refuse(line, adjustment, why);
	const charge = shiftCharge(line, adjustment, shifted, why);
	if (!isZero(charge.amount) && !(await writeLineCharge(line, charge))) return undefined;
	return await writeAdjustment(line, shifted.adjustment, meantFor);
}

/** The day has an adjustment. */
async function writeOffTakenDay(
	line: LineTurn,
	adjustment: PlannedAdjustment,
	meantFor: CalendarDate,
): Promise<PlannedAdjustment | undefined> {
	line.taken.add(adjustment.on);
	return await writeOnFreeDay(line, adjustment, meantFor, `${adjustment.on} has a change already`);
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
		return await writeOffTakenDay(line, adjustment, meantFor);
	if (turn.context.sameDate === 'nextDay' && line.moved.length > 0 && goesBelowZero(line, adjustment))
		return await writeOnFreeDay(line, adjustment, meantFor, 'the line would hold less than nothing before');
	const owed = movedDayCharges(line, adjustment, meantFor);
	if (!owed) return refuse(line, adjustment, 'what it bills on days by which changes were moved can not be told');
	if (owed.length > 0 && taken.has(adjustment.on) && turn.context.sameDate === 'nextDay')
		return await writeOffTakenDay(line, adjustment, meantFor);
	for (const charge of owed) if (!(await writeLineCharge(line, charge))) return undefined;
	const sent = await sendAdjustment(line, adjustment, meantFor);
	if (sent.kind === 'refused' && isSecondChangeOnDate(sent.reasons) && owed.length === 0)
		return await writeOffTakenDay(line, adjustment, meantFor);
	turn.add({ ...aboutAdjustment(line, adjustment), ...turn.note(sent) });
	if (sent.kind !== 'done') return undefined;
	taken.add(adjustment.on);
	const written = {
		to: adjustment.on,
		unitDelta: adjustment.unitDelta,
		...(adjustment.price === undefined ? {} : { price: adjustment.price }),
		...(adjustment.cost === undefined ? {} : { cost: adjustment.cost }),
	};
	line.meant.push({ on: meantFor, ...written });
	line.held = summed([line.held, [{ from: adjustment.on, units: adjustment.unitDelta }]]);
	if (meantFor !== adjustment.on) line.moved.push({ from: meantFor, ...written });
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
