import { sortBy } from 'lodash';
import { lineState, type Rate, rowsOfLine } from '../../domain/contract/lineState';
import { groupBy } from '../../domain/keyed';
import type { Ledger, LedgerLine, LedgerLink, OwnWrite } from '../../domain/line/ledger';
import { unitsLeft } from '../../domain/line/unrecorded';
import { lineKey } from '../../domain/line/lineTarget';
import type { JournalEntry } from '../../ports/store/journal';
import type { LinkedLine, OtherUnits } from '../../ports/store/lines';
import { judgeAdjustment } from '../journal/judgeAdjustment';
import { keyPrefix, storeOfKey } from '../journal/keys';
import { takenDays } from '../journal/takenDays';
import type { AutotaskState } from '../reading/readAutotask';
import { withoutCosts } from './withoutCosts';

function ownWritesOf(entries: readonly JournalEntry[]): readonly OwnWrite[] {
	return entries.map((entry) => ({
		on: entry.on,
		unitDelta: entry.unitDelta ?? 0,
		isRecorded: entry.state === 'recorded',
		taskIds: entry.taskIds,
		...(entry.priceAfter === undefined ? {} : { price: entry.priceAfter }),
		...(entry.costAfter === undefined ? {} : { cost: entry.costAfter }),
		...(entry.priceBefore === undefined ? {} : { priceBefore: entry.priceBefore }),
		...(entry.costBefore === undefined ? {} : { costBefore: entry.costBefore }),
	}));
}

function journalledRates(entries: readonly JournalEntry[]): readonly Rate[] {
	return sortBy(entries, (entry) => -entry.id).flatMap((entry): Rate[] =>
		entry.priceAfter === undefined
			? []
			: [{ price: entry.priceAfter, ...(entry.costAfter === undefined ? {} : { cost: entry.costAfter }) }],
	);
}

/** The rate that a line of ours began with: its service's own. */
function firstRate(line: AutotaskState['lines'][number], services: AutotaskState['services']): readonly Rate[] {
	const service = services.find((other) => other.id === line.serviceId);
	return service
		? [{ price: service.unitPrice, ...(service.unitCost === undefined ? {} : { cost: service.unitCost }) }]
		: [];
}

/** What is ours in the lines of a ledger. */
interface OwnFacts {
	readonly links: readonly LinkedLine[];
	readonly others: readonly OtherUnits[];
	readonly journal: readonly JournalEntry[];
	readonly assigned: Ledger['assigned'];
	readonly storeId: string;
}

type LineFacts = Pick<AutotaskState, 'lines' | 'rows' | 'services' | 'contracts'> &
	Partial<Pick<AutotaskState, 'hidesCosts'>>;

/** The adjustments that are there, as far as is known, by line. */
function writtenByLine(state: LineFacts, journal: readonly JournalEntry[]): Readonly<Record<string, JournalEntry[]>> {
	const adjustments = journal.filter((entry) => entry.kind === 'adjustment');
	const judged = adjustments.map((entry) =>
		entry.state === 'open' ? { ...entry, state: judgeAdjustment(entry, state).state } : entry,
	);
	return groupBy(
		judged.filter((entry) => entry.state === 'done' || entry.state === 'recorded'),
		'contractServiceId',
	);
}

function keyOfOther(
	{ internalDescription: key }: AutotaskState['lines'][number],
	isOurs: boolean,
): Pick<LedgerLine, 'keyOfOther'> {
	return key === undefined || isOurs || storeOfKey(key) === undefined ? {} : { keyOfOther: key };
}

function ledgerLine(
	line: AutotaskState['lines'][number],
	entries: readonly JournalEntry[],
	state: LineFacts,
	own: OwnFacts,
): LedgerLine {
	const others = own.others.find((other) => other.contractServiceId === line.id);
	const held = lineState(rowsOfLine(line, state.lines, state.rows));
	const isOurs = line.internalDescription?.startsWith(keyPrefix(own.storeId)) ?? false;
	const isCreated = (entry: JournalEntry) =>
		entry.kind === 'contractService' && entry.key === line.internalDescription && entry.taskIds.length > 0;
	return {
		target: { kind: 'existing', contractServiceId: line.id },
		contractId: line.contractId,
		serviceId: line.serviceId,
		state: held,
		existedBefore: others?.existedBefore ?? !isOurs,
		ownWrites: ownWritesOf(entries),
		journalledRates: [...journalledRates(entries), ...(isOurs ? firstRate(line, state.services) : [])],
		taken: takenDays(own.journal, line),
		planned: [],
		plannedBy: [],
		...(isOurs && !others && !own.journal.some(isCreated) ? { isForgotten: true } : {}),
		...(others ? { otherUnits: others.units } : {}),
		...(others?.upTo === undefined ? {} : { upTo: others.upTo }),
		...(isOurs && line.internalDescription !== undefined ? { key: line.internalDescription } : {}),
		...keyOfOther(line, isOurs),
	};
}

function ledgerLink(link: LinkedLine): LedgerLink {
	return {
		connectionId: link.connectionId,
		subscriptionId: link.subscriptionId,
		productId: link.productId,
		line: { kind: 'existing', contractServiceId: link.contractServiceId },
		units: link.units,
		...(link.owed ? { owed: link.owed } : {}),
		...(link.settled ? { settled: link.settled } : {}),
		...(link.leftOn === undefined ? {} : { leftOn: link.leftOn }),
	};
}

/**
 * Builds the ledger of all lines that were read: what Autotask holds, what is ours in it, who is linked.
 *
 * A write without an outcome counts as ours where Autotask holds what it was to leave, so that a plan made before it is
 * settled is the one made after. A write that was moved to a free day counts on the day it is meant for.
 */
export function ledgerOf(state: LineFacts, all: OwnFacts): Ledger {
	const own = state.hidesCosts ? withoutCosts(all) : all;
	const written = writtenByLine(state, own.journal);
	const links = own.links.map(ledgerLink);
	const lines = sortBy(state.lines, (line) => line.id)
		.map((line) => ledgerLine(line, written[line.id] ?? [], state, own))
		.map((line) => {
			const linked = links.filter((link) => lineKey(link.line) === lineKey(line.target));
			return { ...line, left: unitsLeft(line, linked) };
		});
	return { lines, links, assigned: own.assigned };
}
