import type { LedgerLine, OwnWrite } from '../line/ledger';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { overwritable } from '../line/unrecorded';
import { type Held, heldAmountOn } from './held';
import { heldOncePlanned } from './heldOf';
import { netWrites } from './netWrites';

/** What takes back a write of ours, and gives its day the price and cost that the line is to have on it. */
function takenBack({ on, unitDelta, ...write }: OwnWrite, after: Held): PlannedAdjustment {
	const amount = (of: 'price' | 'cost') => (write[of] === undefined ? undefined : heldAmountOn(after[of], on));
	const [price, cost] = [amount('price'), amount('cost')];
	return {
		on,
		unitDelta: -unitDelta,
		unitsBefore: unitDelta,
		unitsAfter: 0,
		...(price === undefined ? {} : { price }),
		...(cost === undefined ? {} : { cost }),
	};
}

/** Of what a plan writes to a line what is not there yet: the first one of a chain takes back what no plan has counted. */
export function writesLeft(
	line: LedgerLine,
	inAutotask: Held,
	adjustments: readonly PlannedAdjustment[],
): readonly PlannedAdjustment[] {
	if (line.isPlanned === true || overwritable(line).length === 0) return adjustments;
	return writesOfPlans({ ...line, planned: adjustments }, inAutotask).adjustments;
}

/**
 * What brings a line from what it holds now to what its plans make of it, one change a day, and what it then holds. Writes
 * that no link counts are there already; those that no plan makes again are taken back.
 */
export function writesOfPlans(
	line: LedgerLine,
	now: Held,
): { readonly after: Held; readonly adjustments: readonly PlannedAdjustment[] } {
	const after = heldOncePlanned(now, line);
	const back = overwritable(line).map((write) => takenBack(write, after));
	return { after, adjustments: netWrites([...back, ...line.planned], now) };
}
