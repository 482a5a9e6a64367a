import { lineState, rowsOfLine } from '../../domain/contract/lineState';
import type { ContractServiceId } from '../../domain/ids';
import { unitsOn } from '../../domain/unitTimeline';
import type { JournalEntry } from '../../ports/store/journal';
import type { Intent } from '../journal/writeOnce';
import { expectedUnits } from './readBack';
import type { ContractReport, WritePorts, WriteReport } from './writeReport';

const correctIt =
	'A process that had been stopped wrote late. Look at it in Autotask, correct it there, then retry the task.';

/** The write by which another process did the same, newest first; where none did, the late one itself. */
function twinOf(intent: Intent, journal: readonly JournalEntry[]): JournalEntry | undefined {
	const own = journal.filter(
		(entry) =>
			entry.kind === intent.kind &&
			entry.contractServiceId === intent.contractServiceId &&
			entry.taskIds.some((id) => intent.taskIds.includes(id)),
	);
	const twin = own.findLast((entry) => entry.state === 'done' || entry.state === 'recorded');
	return twin ?? own.findLast((entry) => entry.on === intent.on && entry.unitsAfter === intent.unitsAfter);
}

async function wrongUnits(intent: Intent, id: ContractServiceId, ports: WritePorts): Promise<string | undefined> {
	const { contractId } = intent;
	const journal = await ports.store.journal(intent.databaseId, [contractId]);
	const twin = twinOf(intent, journal);
	const { on } = twin ?? intent;
	const expected = twin ? expectedUnits(twin, journal) : intent.unitsAfter;
	const lines = await ports.autotask.contractServices([contractId]);
	const line = lines.find((other) => other.id === id);
	const rows = await ports.autotask.unitRows([contractId], { from: on });
	const holds = unitsOn(lineState(line ? rowsOfLine(line, lines, rows) : []).units, on);
	if (holds === expected) return undefined;
	return `Contract service ${id} of contract ${contractId} holds ${holds} units on ${on}, ${expected} are expected.`;
}

async function wrongCount({ contractId, kind, key = '' }: Intent, ports: WritePorts): Promise<string | undefined> {
	const { autotask } = ports;
	const held =
		kind === 'charge'
			? (await autotask.chargesByKey([key])).filter((charge) => charge.contractId === contractId)
			: (await autotask.contractServices([contractId])).filter((line) => line.internalDescription === key);
	if (held.length <= 1) return undefined;
	const what = kind === 'charge' ? 'charges' : 'contract services';
	const ids = held.map((one) => one.id).join(', ');
	return `Contract ${contractId} holds ${held.length} ${what} with the key ${key} (${ids}), 1 is expected.`;
}

async function judged(report: WriteReport, late: Intent, ports: WritePorts): Promise<WriteReport> {
	const { contractServiceId } = late;
	try {
		const wrong =
			late.kind === 'adjustment' && contractServiceId !== undefined
				? await wrongUnits(late, contractServiceId, ports)
				: await wrongCount(late, ports);
		return wrong === undefined ? { ...report, outcome: 'notSent' } : { ...report, why: `${wrong} ${correctIt}` };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return { ...report, why: `It may be there twice, and could not be looked at (${why}). ${correctIt}` };
	}
}

/**
 * Looks at each write that Autotask took after another writer had taken over: one that is there twice keeps the outcome
 * `late`, with what Autotask holds and what is expected; of the others the next check takes care.
 *
 * Sends nothing where there is none. Source: the write protocol, steps 1 and 8.
 */
export async function judgeLateWrites(
	reports: readonly ContractReport[],
	ports: WritePorts,
): Promise<readonly ContractReport[]> {
	const all: ContractReport[] = [];
	for (const one of reports) {
		const own: WriteReport[] = [];
		for (const report of one.reports) own.push(report.late ? await judged(report, report.late, ports) : report);
		all.push({ ...one, reports: own });
	}
	return all;
}
