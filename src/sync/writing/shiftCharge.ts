import {
	nextFreeDay,
	type ShiftedAdjustment,
	shiftToEarlierDay,
	shiftToFreeDay,
} from '../../domain/amounts/nextFreeDay';
import { earliest } from '../../domain/calendarDate';
import type { ChargeKind } from '../../domain/contract/charge';
import { contractPeriod } from '../../domain/contract/lineState';
import type { PlannedAdjustment } from '../../domain/line/plannedAdjustment';
import { isNegative } from '../../domain/money';
import type { PlannedCharge } from '../../domain/plan/plan';
import { shiftKey } from '../journal/keys';
import { cannotTake, earlierDay } from './freeDays';
import type { LineTurn } from './lineTurn';
import { amountMeantOn, heldOn } from './turnAmounts';

/** The charge for the days by which an adjustment was moved. */
export function shiftCharge(
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

/** The day to which the adjustment goes, and what is charged for the days between; undefined where a person is asked. */
export function shiftedOf(line: LineTurn, adjustment: PlannedAdjustment): ShiftedAdjustment | undefined {
	const { turn } = line;
	const { contract } = turn.work;
	const price = amountMeantOn(line, adjustment.on, 'price');
	if (turn.context.sameDate === 'ask' || price === undefined) return undefined;
	const earlier = earlierDay(line, adjustment);
	if (earlier) return shiftToEarlierDay(adjustment, earlier.on, earlier.rates, contractPeriod(contract, earlier.on));
	const isTaken = cannotTake(line, adjustment);
	const free = nextFreeDay(adjustment.on, isTaken);
	if (free > contract.endsOn) return undefined;
	const period = contractPeriod(contract, adjustment.on);
	return shiftToFreeDay(adjustment, isTaken, (day) => heldOn(line, day, { adjustment, price }), period);
}
