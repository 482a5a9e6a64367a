import { plusMillis } from '../../domain/calendarDate';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { JournalEntry } from '../../ports/store/journal';
import type { Ports } from '../../ports/store/ports';
import type { AutotaskState } from '../reading/readAutotask';
import { judgeAdjustment, type IntentResolution } from './judgeAdjustment';
import { settleTimeMs } from './writeTimes';

function creationResolution(entry: JournalEntry, autotask: AutotaskState): IntentResolution {
	const line = autotask.lines.find(
		(other) => other.contractId === entry.contractId && other.internalDescription === entry.key,
	);
	return line ? { state: 'done', autotaskId: line.id, contractServiceId: line.id } : { state: 'unwritten' };
}

async function chargeResolutions(
	entries: readonly JournalEntry[],
	autotask: AutotaskPort,
): Promise<ReadonlyMap<number, IntentResolution>> {
	const keys = entries.flatMap((entry) => entry.key ?? []);
	const unread = new Set<string | undefined>();
	const charges = keys.length === 0 ? [] : await autotask.chargesByKey(keys, ({ of }) => unread.add(of));
	const judged = entries.filter((entry) => !unread.has(entry.key));
	return new Map(
		judged.map((entry) => {
			const charge = charges.find((other) => other.key === entry.key && other.contractId === entry.contractId);
			return [entry.id, charge ? { state: 'done', autotaskId: charge.id } : { state: 'unwritten' }];
		}),
	);
}

/** What became of intents without an outcome. */
export interface ResolvedIntents {
	/** Entries as they now are. */
	readonly journal: readonly JournalEntry[];
	/** Contracts with an intent that is too young to be judged, or cannot be: nothing may be written to them yet. */
	readonly unsettled: ReadonlySet<number>;
	/** Intents whose line holds neither what it held before nor what it was to hold, with what is there. */
	readonly disputed: readonly JournalEntry[];
}

/**
 * Judges every intent that has no outcome by what Autotask holds: there = done, the old value = not written.
 *
 * Sooner than the settle time after the intent it is left open: the write may still arrive; so it is where what Autotask
 * holds of it cannot be read. Any other value is not
 * written by us; the planner then finds that the line was changed. Source: the write protocol, steps 4 and 6.
 */
export async function resolveIntents(
	journal: readonly JournalEntry[],
	autotask: AutotaskState,
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<ResolvedIntents> {
	const now = ports.clock.now();
	const open = journal.filter((entry) => entry.state === 'open');
	const young = new Set(
		open.filter((entry) => plusMillis(entry.intendedAt, settleTimeMs) > now).map((entry) => entry.contractId as number),
	);
	for (const { contractId } of open) if (autotask.unread.contracts.has(contractId)) young.add(contractId);
	const ripe = open.filter((entry) => !young.has(entry.contractId));
	const charges = await chargeResolutions(
		ripe.filter((entry) => entry.kind === 'charge'),
		ports.autotask,
	);
	const settled = new Map<number, IntentResolution>();
	for (const entry of ripe) {
		const found =
			entry.kind === 'adjustment'
				? judgeAdjustment(entry, autotask)
				: entry.kind === 'contractService'
					? creationResolution(entry, autotask)
					: charges.get(entry.id);
		if (!found) {
			young.add(entry.contractId);
			continue;
		}
		await ports.store.settle(entry.id, { ...found, at: now });
		settled.set(entry.id, found);
	}
	const judged = journal.map((entry) => ({ ...entry, ...settled.get(entry.id) }));
	return {
		unsettled: young,
		journal: judged,
		disputed: judged.filter(
			(entry) => settled.has(entry.id) && entry.state === 'unwritten' && entry.note !== undefined,
		),
	};
}
