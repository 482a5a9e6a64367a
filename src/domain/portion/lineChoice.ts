import { isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { type Rate, ratesAgree } from '../contract/lineState';
import type { ConnectionId, ProductId, ServiceId, SubscriptionId, TaskId } from '../ids';
import {
	currentLink,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
	lineOf,
	linksOf,
	type OwnWrite,
} from '../line/ledger';
import type { LineTarget } from '../line/lineTarget';
import { isEmptyFrom, unitsOn } from '../unitTimeline';
import { type Held, heldRateOn } from '../writes/held';
import { heldOf } from '../writes/heldOf';

export interface LineQuestion {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly contract: FittingContract;
	readonly serviceId: ServiceId;
	readonly on: CalendarDate;
	/** The price and cost it will have; absent where Autotask's own stay, then any line agrees. */
	readonly rate?: Rate;
	/** Initial tasks and Changes adopt a hand-entered line at another price. */
	readonly mayAdopt: boolean;
	/** How many units of a line a person said to be the subscription's already. */
	readonly ownSaid?: number;
	/** Its subscription's tasks that are not written in full yet. */
	readonly taskIds: readonly TaskId[];
	/** The key that a line of its own would carry. */
	readonly newKey: string;
	/** Whether another store of ours has given a line the key of the product. */
	readonly isOfOtherStore?: (line: LedgerLine) => boolean;
	/** The line that it leaves or can not join: any other one, or for a price of its own a line of its own. Source: rule Q10. */
	readonly leaves?: { readonly line: LedgerLine; readonly forOwn: boolean };
}

/** The line that a subscription's product is billed on, and its link where there is one already. */
export interface ChosenLine {
	readonly line: LedgerLine;
	readonly link?: LedgerLink;
}

function newLine(asked: LineQuestion): LedgerLine {
	const target: LineTarget = { kind: 'new', key: asked.newKey };
	return {
		target,
		contractId: asked.contract.id,
		serviceId: asked.serviceId,
		state: { rows: [], units: [] },
		otherUnits: 0,
		existedBefore: false,
		ownWrites: [],
		journalledRates: [],
		planned: [],
		plannedBy: [],
		key: asked.newKey,
	};
}

/** Whether we have begun to write the product there, and no link counts it yet. */
function isBegun({ isRecorded, taskIds = [] }: OwnWrite, asked: LineQuestion): boolean {
	return !isRecorded && taskIds.some((id) => asked.taskIds.includes(id));
}

/** The day on which a line that holds nothing begins to hold units that somebody has scheduled. */
function beginsOn({ existedBefore }: LedgerLine, { units }: Held, on: CalendarDate): CalendarDate | undefined {
	if (!existedBefore || unitsOn(units, on) !== 0) return undefined;
	return units.find((step) => step.from > on && step.units > 0)?.from;
}

/** Whether we neither wrote nor plan another price of later days. */
function staysAt(line: LedgerLine, { price }: Rate, from: CalendarDate): boolean {
	return [...line.ownWrites, ...line.planned].every(
		(write) => write.price === undefined || write.on <= from || isSameAmount(write.price, price),
	);
}

/** Whether a product can join a line from a day on: it has its price and cost, if only on a later day, or holds no units from then on. Source: rule Q1. */
export function isAgreeing(
	line: LedgerLine,
	held: Held,
	{ rate, on }: { readonly rate?: Rate; readonly on: CalendarDate },
): boolean {
	const day = beginsOn(line, held, on) ?? on;
	const current = heldRateOn(held, day);
	return (
		rate === undefined ||
		isEmptyFrom(held.units, on) ||
		(current !== undefined && ratesAgree(current, rate) && staysAt(line, rate, day))
	);
}

/** The product's line by the key of another store of ours, the last one that holds units: it is billed there. Source: rule F5. */
function lineOfOtherStore({ isOfOtherStore, on }: LineQuestion, lines: readonly LedgerLine[]): LedgerLine | undefined {
	const known = lines.filter((line) => isOfOtherStore?.(line));
	return known.findLast((line) => !isEmptyFrom(line.state.units, on)) ?? known.at(-1);
}

/**
 * The line for a subscription's product: the one it is linked to or that carries its key, of another store of ours at last,
 * else the contract's line of
 * the service where price and cost agree, for good as far as is planned, or that holds no units, else a hand-entered one that may be adopted, else a
 * new one.
 *
 * Source: rule Q1.
 */
export function chooseLine(asked: LineQuestion, ledger: Ledger): ChosenLine {
	const link = currentLink(ledger, asked);
	const own = link && !asked.leaves ? lineOf(ledger, link) : undefined;
	const linked = own?.contractId === asked.contract.id ? own : undefined;
	if (link && linked) return { line: linked, link };
	const isOthers = (line: LedgerLine) =>
		asked.ownSaid === 0 &&
		linksOf(ledger, line.target).length === 0 &&
		beginsOn(line, heldOf(line, asked.contract, undefined), asked.on) !== undefined;
	const lines = ledger.lines.filter(
		(line) =>
			line.contractId === asked.contract.id &&
			line.serviceId === asked.serviceId &&
			line !== asked.leaves?.line &&
			!isOthers(line),
	);
	const ours = lines.find((line) => line.key === asked.newKey);
	if (ours) return { line: ours };
	const begun = lines.find((line) => line.ownWrites.some((write) => isBegun(write, asked)));
	if (begun) return { line: begun };
	const known = link || asked.ownSaid === 0 ? undefined : lineOfOtherStore(asked, lines);
	if (known) return { line: known };
	if (asked.leaves?.forOwn) return { line: newLine(asked) };
	const agreeing = lines.find((line) => isAgreeing(line, heldOf(line, asked.contract, undefined), asked));
	const adoptable = asked.mayAdopt
		? lines.find((line) => line.existedBefore && linksOf(ledger, line.target).length === 0)
		: undefined;
	return { line: agreeing ?? adoptable ?? newLine(asked) };
}
