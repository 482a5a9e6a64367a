import { sortBy } from 'lodash';
import { unitsOn } from './unitTimeline';
import type { CalendarDate } from './calendarDate';
import type { FittingContract } from './contractChoice';
import type { ConnectionId, ProductId, ServiceId, SubscriptionId } from './ids';
import {
	currentLink,
	linksOf,
	unitsInForce,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
	type OwnWrite,
} from './ledger';
import { rateOn, ratesAgree, rateTolerance, type Rate } from './lineState';
import { agrees, type Decimal } from './money';
import { lineKey, type LineTarget } from './plan';

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
	/** The key that a line of its own would carry. */
	readonly newKey: string;
	/** The line that it leaves or can not join: any other one, or for a price of its own a line of its own. Source: rule Q10. */
	readonly leaves?: { readonly line: LedgerLine; readonly forOwn: boolean };
}

/** The line that a subscription's product is billed on, and its link where there is one already. */
export interface ChosenLine {
	readonly line: LedgerLine;
	readonly link?: LedgerLink;
}

/** The rate that is in force on a day once the plans before are written. */
export function rateInForce(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const priced = line.planned.filter((write) => write.price !== undefined && write.on <= day);
	const planned = sortBy(priced, (write) => write.on).at(-1);
	if (planned?.price !== undefined) {
		return { price: planned.price, ...(planned.cost === undefined ? {} : { cost: planned.cost }) };
	}
	return meantRateOn(line, contract, day);
}

/** The rate that is billed for a day, plans left out: of a price that was moved to a free day, that price. Source: rule Q7. */
export function meantRateOn(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const moved = line.movedRates?.findLast((other) => other.from <= day && day < other.to);
	return moved?.rate ?? rateOn(line.state, day, contract, line.journalledRates);
}

/** Whether the line holds no unit on the day and later. */
export function isEmptyFrom(line: LedgerLine, day: CalendarDate): boolean {
	const units = unitsInForce(line);
	return unitsOn(units, day) === 0 && units.every((step) => step.from <= day || step.units === 0);
}

/**
 * The first day, from the given one on, on which the line holds units: a price of an earlier day would not reach them,
 * since the units came with a price of their own.
 */
export function firstHeldDay(line: LedgerLine, from: CalendarDate): CalendarDate {
	const units = unitsInForce(line);
	if (unitsOn(units, from) > 0) return from;
	return units.find((step) => step.from > from && step.units > 0)?.from ?? from;
}

/**
 * Days after the given one on which we wrote or plan another price: a new price of an earlier day ends there, unless it
 * is written on them too. Source: rule A6.
 */
export function laterPriceDays(
	line: LedgerLine,
	price: Decimal | undefined,
	from: CalendarDate,
): readonly CalendarDate[] {
	const priced = [...line.ownWrites, ...line.planned].flatMap((write) =>
		write.price === undefined ? [] : [[write.on, write.price] as const],
	);
	return [...new Map(priced)]
		.filter(([on, before]) => on > from && price !== undefined && !agrees(before, price, rateTolerance))
		.map(([on]) => on)
		.sort();
}

/** The day on which a write of ours is in Autotask: another one than it is meant for, where it was moved to a free day. Source: rule Q7. */
export function writtenDay({ on, writtenOn }: OwnWrite): CalendarDate {
	return writtenOn ?? on;
}

/**
 * A price of ours that was on the line before and begins after the one day, up to the other: an earlier price ends there,
 * also where the line holds no units then. `dayOf` says which day of a write counts; the one that it is meant for unless said.
 */
export function laterOwnPrice(
	line: LedgerLine,
	{ after, upTo }: { readonly after: CalendarDate; readonly upTo: CalendarDate },
	dayOf: (write: OwnWrite) => CalendarDate = ({ on }) => on,
): Decimal | undefined {
	const own = line.ownWrites.map((write) => ({ price: write.price, on: dayOf(write) }));
	const later = own.filter(({ price, on }) => price !== undefined && on > after && on <= upTo);
	return sortBy(later, 'on').at(-1)?.price;
}

/** Whether Autotask holds no unit of the line on the day and later, whatever earlier plans will add. */
export function holdsNothingYet(line: LedgerLine, day: CalendarDate): boolean {
	return line.state.rows.every((row) => row.units === 0 || row.endsOn < day);
}

/** The rate of the first units that Autotask holds after the day; for a line whose units begin later. */
export function rateOfLaterUnits(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const later = line.state.rows.filter((row) => row.startsOn > day && row.units > 0);
	return later.map((row) => rateOn(line.state, row.startsOn, contract, line.journalledRates)).find((rate) => rate);
}

/** The rate of the last units that Autotask holds up to the day: units that come later without a price have it too. */
export function rateOfEarlierUnits(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const row = line.state.rows.findLast((other) => other.units > 0 && other.startsOn <= day);
	return row && rateInForce(line, contract, row.startsOn);
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

/**
 * The line for a subscription's product: the one it is linked to or that carries its key, else the contract's line of
 * the service where price and cost agree, for good as far as is planned, or that holds no units, else a hand-entered one that may be adopted, else a
 * new one.
 *
 * Source: rule Q1.
 */
export function chooseLine(asked: LineQuestion, ledger: Ledger): ChosenLine {
	const link = currentLink(ledger, asked);
	const linked =
		link &&
		!asked.leaves &&
		ledger.lines.find((line) => lineKey(line.target) === lineKey(link.line) && line.contractId === asked.contract.id);
	if (link && linked) return { line: linked, link };
	const lines = ledger.lines.filter(
		(line) =>
			line.contractId === asked.contract.id && line.serviceId === asked.serviceId && line !== asked.leaves?.line,
	);
	const ours = lines.find((line) => line.key === asked.newKey);
	if (ours) return { line: ours };
	if (asked.leaves?.forOwn) return { line: newLine(asked) };
	const agreeing = lines.find((line) => {
		const current = rateInForce(line, asked.contract, asked.on);
		return (
			asked.rate === undefined ||
			isEmptyFrom(line, asked.on) ||
			(current !== undefined &&
				ratesAgree(current, asked.rate) &&
				laterPriceDays(line, asked.rate.price, asked.on).length === 0)
		);
	});
	const adoptable = asked.mayAdopt
		? lines.find((line) => line.existedBefore && linksOf(ledger, line.target).length === 0)
		: undefined;
	return { line: agreeing ?? adoptable ?? newLine(asked) };
}
