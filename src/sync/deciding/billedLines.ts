import { periodName } from '../../domain/billingPeriod';
import { sortBy, uniq } from 'lodash';
import { type CalendarDate, localDay } from '../../domain/calendarDate';
import { ratedRows } from '../../domain/contract/lineState';
import type { ConnectionId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import type { Ledger, LedgerLine } from '../../domain/line/ledger';
import { releasedFrom, releasedUnits, shareOf } from '../../domain/line/released';
import { roundedAmount, times } from '../../domain/money';
import type { ExcludedThing } from '../../domain/order/exclusion';
import { isEmptyFrom, summed, unitsOn } from '../../domain/unitTimeline';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { Connection } from '../../ports/store/connections';
import type { LinkedLine } from '../../ports/store/lines';
import type { Ports } from '../../ports/store/ports';
import { ledgerOf } from '../planning/ledgerOf';
import { type AutotaskState, readAutotask } from '../reading/readAutotask';

export interface BilledLines {
	/** What is billed of it, a clause a line. */
	readonly billed: readonly string[];
	/** Lines that hold none of its units any more, or none from a day to come: so they are recorded from now on. */
	readonly released: readonly LinkedLine[];
}

/** Lines of the subscription, or of the product, that are recorded to hold units of it today or later. */
async function ownLines(
	thing: ExcludedThing,
	{ id: connectionId, databaseId }: Connection,
	today: CalendarDate,
	{ store }: Ports,
): Promise<readonly LinkedLine[]> {
	const by =
		thing.kind === 'subscription' ? { subscriptions: { connectionId, ids: [thing.id] } } : { connection: connectionId };
	const lines = await store.linkedLines(databaseId, by);
	const isOwn = (line: LinkedLine) =>
		line.connectionId === connectionId &&
		(thing.kind === 'subscription' ? line.subscriptionId : line.productId) === thing.id;
	const isLeft = ({ leftOn }: LinkedLine) => leftOn !== undefined && leftOn <= today;
	return lines.filter((line) => isOwn(line) && !isLeft(line) && !isEmptyFrom(line.units, today));
}

async function readLedger(
	own: readonly LinkedLine[],
	{ databaseId }: Connection,
	today: CalendarDate,
	{ store, autotask }: Ports & { readonly autotask: AutotaskPort },
): Promise<{ readonly state: AutotaskState; readonly ledger: Ledger }> {
	const contracts = uniq(own.map((line) => line.contractId));
	const state = await readAutotask({ companies: [], contracts, services: [], days: [today] }, autotask);
	const ledger = ledgerOf(state, {
		journal: await store.journal(databaseId, contracts),
		links: await store.linkedLines(databaseId, { contracts }),
		others: await store.otherUnits(
			databaseId,
			state.lines.map((line) => line.id),
		),
		assigned: new Map(),
		storeId: store.storeId,
	});
	return { state, ledger };
}

/** What the units come to for a period, at the price that Autotask holds for them; empty where that is not known. */
function amountText(line: LedgerLine, units: number, today: CalendarDate, { contracts }: AutotaskState): string {
	const contract = contracts.find(({ id }) => id === line.contractId);
	const periodType = contract?.periodType;
	if (!contract || periodType === undefined) return '';
	const rows = ratedRows(line.state, { ...contract, periodType }, () => ({ journalled: line.journalledRates }));
	const rated = rows.filter(({ rate }) => rate !== undefined);
	const { rate } = rated.findLast(({ row }) => row.startsOn <= today) ?? rated[0] ?? {};
	if (!rate) return '';
	return ` at ${roundedAmount(rate.price)}: ${roundedAmount(times(rate.price, units))} a ${periodName[periodType]}`;
}

/** What one line bills of some products on it, as a clause; else from which day on it holds none of their units. */
function judgeLine(
	links: readonly LinkedLine[],
	today: CalendarDate,
	{ state, ledger }: { readonly state: AutotaskState; readonly ledger: Ledger },
): { readonly billed: string } | { readonly from: CalendarDate } {
	const [{ contractId, contractServiceId } = {}] = links;
	const contract = state.contracts.find(({ id }) => id === contractId);
	const name = `contract service ${contractServiceId} of contract ${contract?.name ?? ''} (${contractId})`;
	const unread = contractId && state.unread.contracts.get(contractId);
	if (unread) return { billed: `${name} could not be read: ${unread}` };
	const line = ledger.lines.find(
		({ target }) => target.kind === 'existing' && target.contractServiceId === contractServiceId,
	);
	if (!line?.left) return { billed: `${name} is not shown by Autotask, so it cannot be told what it bills` };
	const own = summed(links.map((link) => link.units));
	const shared = { held: line.state.units, left: line.left, own, readFrom: state.readFrom };
	const from = releasedFrom(shared);
	if (from !== undefined) return { from };
	const share = shareOf(shared);
	const units = unitsOn(share, today) || (share.at(-1)?.units ?? 0);
	if (units < 0) return { billed: `${name} holds ${-units} units fewer than are recorded for others on it` };
	return { billed: `${name} holds ${units} units of it${amountText(line, units, today, state)}` };
}

/**
 * What Autotask still bills of a subscription or product, and which of its lines hold nothing of it any more because
 * somebody has taken its units off. Asks Autotask only where a line is recorded for it. Source: rule T7.
 */
export async function billedLines(
	connectionId: ConnectionId,
	thing: ExcludedThing,
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<BilledLines> {
	const connection = await ports.store.connection(connectionId);
	if (!connection) return { billed: [], released: [] };
	const today = localDay(ports.clock.now(), connection.timeZone);
	const own = await ownLines(thing, connection, today, ports);
	if (own.length === 0) return { billed: [], released: [] };
	const read = await readLedger(own, connection, today, ports);
	const byLine = Object.values(groupBy(sortBy(own, ['contractId', 'contractServiceId']), 'contractServiceId'));
	const judged = byLine.map((links) => ({ links, verdict: judgeLine(links, today, read) }));
	return {
		billed: judged.flatMap(({ verdict }) => ('billed' in verdict ? [verdict.billed] : [])),
		released: judged.flatMap(({ links, verdict }) =>
			'from' in verdict ? links.map((link) => ({ ...link, units: releasedUnits(link.units, verdict.from) })) : [],
		),
	};
}
