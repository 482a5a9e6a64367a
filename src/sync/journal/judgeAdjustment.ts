import { type FittingContract, fittingContract } from '../../domain/contract/fittingContract';
import { contractPeriod, lineState, rowsOfLine } from '../../domain/contract/lineState';
import { isTotalOf } from '../../domain/contract/rowTotal';
import type { ContractServiceId } from '../../domain/ids';
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

/** Whether a price change without units is there: the row of its day bills the new price for its days. */
function hasPrice(
	entry: JournalEntry,
	state: ReturnType<typeof lineState>,
	contract: FittingContract | undefined,
): boolean {
	const row = state.rows.find((other) => other.startsOn === entry.on);
	if (!row || row.units === 0 || entry.priceAfter === undefined || !contract) return false;
	return isTotalOf(entry.priceAfter, row, contractPeriod(contract, row.startsOn), row.price);
}

/**
 * Judges an adjustment by what Autotask holds: the units after it = done, those before it = not written.
 *
 * Anything else is not written by us, and `note` says what is there. Source: the write protocol, step 4.
 */
export function judgeAdjustment(
	entry: JournalEntry,
	autotask: Pick<AutotaskState, 'lines' | 'rows' | 'contracts'>,
): IntentResolution {
	const line = autotask.lines.find((other) => other.id === entry.contractServiceId);
	if (!line) return { state: 'unwritten', note: 'the contract service is not there' };
	const state = lineState(rowsOfLine(line, autotask.lines, autotask.rows));
	const holds = unitsOn(state.units, entry.on);
	const contract = fittingContract(autotask.contracts.find((other) => other.id === line.contractId));
	if (entry.unitDelta === 0) return hasPrice(entry, state, contract) ? { state: 'done' } : { state: 'unwritten' };
	if (holds === entry.unitsAfter) return { state: 'done' };
	if (holds === entry.unitsBefore) return { state: 'unwritten' };
	return {
		state: 'unwritten',
		note: `holds ${holds} units on ${entry.on}, neither ${entry.unitsBefore} nor ${entry.unitsAfter}`,
	};
}
