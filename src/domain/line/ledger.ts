import { sortBy } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import type { Contract } from '../contract/contract';
import type { LineState, Rate } from '../contract/lineState';
import type { ConnectionId, ContractId, ContractServiceId, ProductId, ServiceId, SubscriptionId, TaskId } from '../ids';
import type { Decimal } from '../money';
import { always, type UnitTimeline } from '../unitTimeline';
import { lineKey, type LineTarget } from './lineTarget';
import type { LinkOwed, SettledPrice } from './linkOwed';
import type { PlannedAdjustment } from './plannedAdjustment';

/** A subscription's product on a line, with its units over time. */
export interface LedgerLink {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
	readonly line: LineTarget;
	readonly units: UnitTimeline;
	/** What its seats are billed at, and what is owed beside the line; absent where only the line's own price is known. */
	readonly owed?: LinkOwed;
	/** Absent where no task has come before that no person has approved. */
	readonly settled?: SettledPrice;
	/** The day from which the product is on another line. Absent on the current one, of which a product has at most one. */
	readonly leftOn?: CalendarDate;
}

/** Which product of which subscription. */
export interface LinkedProduct {
	readonly connectionId: ConnectionId;
	readonly subscriptionId: SubscriptionId;
	readonly productId: ProductId;
}

/** A change that we wrote. */
export interface OwnWrite {
	/** The day that Autotask has it on. */
	readonly on: CalendarDate;
	readonly unitDelta: number;
	readonly price?: Decimal;
	readonly cost?: Decimal;
	/** What a unit cost before the write, where it was known. */
	readonly priceBefore?: Decimal;
	readonly costBefore?: Decimal;
	/** Whether the links count it already. */
	readonly isRecorded: boolean;
	/** The tasks that it was written for. */
	readonly taskIds?: readonly TaskId[];
}

/** A contract service as a planner sees it: Autotask's rows, our writes in them, and what earlier plans add. */
export interface LedgerLine {
	readonly target: LineTarget;
	readonly contractId: ContractId;
	readonly serviceId: ServiceId;
	readonly state: LineState;
	/** Absent until the first subscription is linked. */
	readonly otherUnits?: number;
	/** The last day of its contract when it was last written: later steps of its links are not on it yet. Source: rule C5. */
	readonly upTo?: CalendarDate;
	/** Our key, on a line that we created or plan to create. */
	readonly key?: string;
	/** False for a line that we created or plan to create. */
	readonly existedBefore: boolean;
	/** The key that another store of ours has given it: it may have written there what this one is to write. Source: rule F5. */
	readonly keyOfOther?: string;
	/** It carries our key, and our journal knows nothing of its creation. Source: rule F5. */
	readonly isForgotten?: boolean;
	readonly ownWrites: readonly OwnWrite[];
	/** Rates that our journal says we wrote, newest first. */
	readonly journalledRates: readonly Rate[];
	/** Days on which we have changed it, where Autotask takes no second change of a day. Source: rule Q7. */
	readonly taken?: ReadonlySet<CalendarDate>;
	/** What we last left on the line, before any task of the chain; absent for a line that is not there yet. Source: rule Q13. */
	readonly left?: UnitTimeline;
	/** What tasks before this one will write, on what the line holds without writes of ours that can be written over. */
	readonly planned: readonly PlannedAdjustment[];
	/** Tasks whose plans create the line. */
	readonly plannedBy: readonly TaskId[];
	/** Set once a plan of the chain has made the links count everything that the line holds, unrecorded writes included. */
	readonly isPlanned?: boolean;
}

/** Everything known of the lines and links of the contracts at hand; a chain of plans hands it on. */
export interface Ledger {
	readonly lines: readonly LedgerLine[];
	readonly links: readonly LedgerLink[];
	readonly assigned: ReadonlyMap<SubscriptionId, ContractId>;
	/** Contracts that the plans before create. Source: rule C6. */
	readonly newContracts?: readonly Contract[];
}

export function linksOf(ledger: Ledger, line: LineTarget): readonly LedgerLink[] {
	return ledger.links.filter((link) => lineKey(link.line) === lineKey(line));
}

/** Everybody else's subscriptions on the line. */
export function linksOfOthers(ledger: Ledger, line: LedgerLine, of: LinkedProduct): readonly LedgerLink[] {
	return linksOf(ledger, line.target).filter((link) => !isLinkOf(link, of));
}

export function isLinkOf(link: LinkedProduct, of: LinkedProduct): boolean {
	return (
		link.connectionId === of.connectionId &&
		link.subscriptionId === of.subscriptionId &&
		link.productId === of.productId
	);
}

/** The link to the line that the product is on, or goes to; undefined where it is on none. */
export function currentLink(ledger: Ledger, of: LinkedProduct): LedgerLink | undefined {
	return ledger.links.find((link) => link.leftOn === undefined && isLinkOf(link, of));
}

/** The line of a link, where it is known. */
export function lineOf({ lines }: Ledger, link: LedgerLink): LedgerLine | undefined {
	return lines.find((line) => lineKey(line.target) === lineKey(link.line));
}

/** All lines that the product has been on, in the order in which it left them; the current one last. */
export function linksOfProduct(ledger: Ledger, of: LinkedProduct): readonly LedgerLink[] {
	const own = ledger.links.filter((link) => isLinkOf(link, of));
	return sortBy(own, (link) => link.leftOn ?? '9999-12-31');
}

/** Whether we created the line and the process ended before its units were recorded: to a plan it is as if it were new. */
export function isUnfinished(line: LedgerLine): boolean {
	return !line.existedBefore && line.ownWrites.every((write) => !write.isRecorded);
}

/** The same units for all time. */
export function held(units: number): UnitTimeline {
	return units === 0 ? [] : [{ from: always, units }];
}

/** The ledger after a task's change to one line, for the next task of the chain. */
export function withChange(
	ledger: Ledger,
	line: LedgerLine,
	link: LedgerLink,
	written: {
		readonly by: TaskId;
		readonly otherUnits: number;
		readonly adjustments: readonly PlannedAdjustment[];
	},
): Ledger {
	const key = lineKey(line.target);
	const { upTo: _whole, ...known } = line;
	const changed: LedgerLine = {
		...known,
		otherUnits: written.otherUnits,
		planned: [...line.planned, ...written.adjustments],
		isPlanned: true,
		plannedBy: line.target.kind === 'new' ? [...line.plannedBy, written.by] : [],
	};
	const isKnown = ledger.lines.some((other) => lineKey(other.target) === key);
	const isOther = (other: LedgerLink) => !isLinkOf(other, link) || lineKey(other.line) !== lineKey(link.line);
	return {
		...ledger,
		lines: isKnown
			? ledger.lines.map((other) => (lineKey(other.target) === key ? changed : other))
			: [...ledger.lines, changed],
		links: [...ledger.links.filter(isOther), link],
		assigned:
			link.leftOn === undefined
				? new Map([...ledger.assigned, [link.subscriptionId, line.contractId]])
				: ledger.assigned,
	};
}

/** The ledger with the contract among those that plans create, where it is one and not known yet. Source: rule C6. */
export function withNewContract(ledger: Ledger, contract: Contract): Ledger {
	const known = ledger.newContracts ?? [];
	if (!contract.planned || known.some((other) => other.id === contract.id)) return ledger;
	return { ...ledger, newContracts: [...known, contract] };
}

/** The contract service id of a line that exists. */
export function existingId(target: LineTarget): ContractServiceId | undefined {
	return target.kind === 'existing' ? target.contractServiceId : undefined;
}
