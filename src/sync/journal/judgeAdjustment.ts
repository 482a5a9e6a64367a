import { lineState, rowsOfLine } from '../../domain/contract/lineState';
import type { ContractServiceId } from '../../domain/ids';
import { agrees, type Decimal, over } from '../../domain/money';
import type { WriteState } from '../../domain/task/writeState';
import { unitsOn } from '../../domain/unitTimeline';
import type { JournalEntry } from '../../ports/store/journal';
import type { AutotaskState } from '../reading/readAutotask';

/** What became of a write that had no outcome. */
export type IntentResolution = {
	readonly state: WriteState;
	readonly autotaskId?: number;
	readonly contractServiceId?: ContractServiceId;
	readonly note?: string;
};

const priceTolerance = '0.0001' as Decimal;

/** Whether a price change without units is there: the row of its day bills the new price. */
function hasPrice(entry: JournalEntry, state: ReturnType<typeof lineState>): boolean {
	const row = state.rows.find((other) => other.startsOn === entry.on);
	if (!row || row.units === 0 || entry.priceAfter === undefined) return false;
	const whole = state.rows.find((other) => other.startsOn > entry.on && other.units === row.units) ?? row;
	return agrees(over(whole.price, whole.units), entry.priceAfter, priceTolerance);
}

/**
 * Judges an adjustment by what Autotask holds: the units after it = done, those before it = not written.
 *
 * Anything else is not written by us, and `note` says what is there. Source: the write protocol, step 4.
 */
export function judgeAdjustment(
	entry: JournalEntry,
	autotask: Pick<AutotaskState, 'lines' | 'rows'>,
): IntentResolution {
	const line = autotask.lines.find((other) => other.id === entry.contractServiceId);
	if (!line) return { state: 'unwritten', note: 'the contract service is not there' };
	const state = lineState(rowsOfLine(line, autotask.lines, autotask.rows));
	const holds = unitsOn(state.units, entry.on);
	if (entry.unitDelta === 0) return hasPrice(entry, state) ? { state: 'done' } : { state: 'unwritten' };
	if (holds === entry.unitsAfter) return { state: 'done' };
	if (holds === entry.unitsBefore) return { state: 'unwritten' };
	return {
		state: 'unwritten',
		note: `holds ${holds} units on ${entry.on}, neither ${entry.unitsBefore} nor ${entry.unitsAfter}`,
	};
}
