import type { CalendarDate } from '../../../src/domain/calendarDate';
import { contractPeriod } from '../../../src/domain/contract/lineState';
import { earliest } from '../../../src/domain/calendarDate';
import { refuseEarly } from '../../../src/domain/portion/placeProduct';
import { repricedFrom } from '../../../src/domain/owed/rateAfter';
import { takenAlong } from '../../../src/domain/portion/wantedRate';
import { asideCharges } from '../../../src/domain/writes/asideCharges';
import { changesTo } from '../../../src/domain/writes/changesTo';
import { heldRateOn } from '../../../src/domain/writes/held';
import { changesOfLine } from '../../../src/domain/writes/lineBooks';
import type { BilledStay } from '../../../src/domain/writes/meant';
import type { PeriodAmount } from '../../../src/domain/writes/missed';
import { keepingPricesOfOthers } from '../../../src/domain/writes/pricesOfOthers';
import { chargesFor, type Unkeyed } from './charges';
import type { Event } from './events';
import { broughtTo, foundBy, isTheirs, saidBy } from './hands';
import { amounts, heldOn, ledgerLine, lineHeld, meantOn, newLine, type PaperLine, rateOn } from './lines';
import { dayOf, orderedOf } from './orders';
import {
	type Asked,
	type Change,
	followed,
	isTakenByHand,
	limitsOf,
	linePrices,
	type Product,
	ratesFrom,
	saidFrom,
	stored,
} from './products';
import { type Asking, type Going, goingFirst, goingOn, goingOver, leftLines, staysAfter } from './stays';
import { contractOn, goesOnFrom, isSkipping } from './succession';
import { otherPeriodOf } from './periods/asked';
import type { Ways } from './ways';

/** What a plan is made on, and what it changes. */
export interface Desk {
	/** Those of a product. */
	readonly waysOf: (nth: number) => Ways;
	readonly products: Product[];
	readonly lines: PaperLine[];
	/** Where each order has taken its product, in a run that was killed too: it is not asked again. */
	readonly chosen: Map<string, Going>;
	/** What went wrong underway. */
	readonly faults: string[];
}

/** The stays of a line. */
export function staysOn(line: number, products: readonly Product[]): readonly BilledStay[] {
	return products.flatMap(({ owed, stays }) =>
		stays.flatMap(({ line: own, units, owed: { price, cost } = owed }) =>
			own === line ? [{ owed: { seats: units, price, cost } }] : [],
		),
	);
}

/** The line that a product is on last. */
function lineOf({ lines }: Desk, { stays }: Product): PaperLine | undefined {
	return lines[stays.at(-1)?.line ?? -1];
}

/** What is asked where a product goes. */
function askingOf({ waysOf, products, lines }: Desk, nth: number): Asking {
	const ways = waysOf(nth);
	return {
		lines,
		others: products.filter((_, at) => at !== nth && ways.services[at] === ways.services[nth]),
		isShared: ways.isShared,
	};
}

/** What an order asks of a product, and what that takes along. */
function askedOf(
	{ waysOf, products, lines }: Desk,
	event: Event,
	{ before, home, on }: { before: Product; home: PaperLine | undefined; on: CalendarDate | undefined },
): Asked | undefined {
	const ways = waysOf(event.nth);
	if (event.order.kind === 'ends' || event.order.kind === 'begins')
		return otherPeriodOf(ways.terms, event, { before, was: products[event.begins ?? -1] });
	const day = dayOf(event.effect.on);
	const then = before.stays.find(({ leftOn }) => leftOn === undefined || day < leftOn);
	const there = lines[then?.line ?? -1];
	const onLine = there && rateOn(there, day);
	const ordered = orderedOf(ways.terms, before.owed, event, { onLine, goesOn: on });
	if (!ordered || !home || on === undefined) return ordered && { ordered };
	const last = earliest(on, home.contract.endsOn);
	if (ordered.rate) return { ordered, taken: { on, rate: ordered.rate, byHand: [] } };
	const byHand = amounts.filter((of) => isTheirs(home, of, last) || isTakenByHand(before, of));
	return { ordered, taken: { on, rate: heldRateOn(heldOn(home), last), byHand } };
}

function goingOf(
	desk: Desk,
	nth: number,
	{ before, asked, owed }: { before: Product; asked: Asked; owed: Product['owed'] },
): Going {
	const [asking, { ordered, taken, period }] = [askingOf(desk, nth), asked];
	const ways = desk.waysOf(nth);
	if (period === 'ends') return { to: before.stays.at(-1)?.line ?? 0 };
	const pricedFrom = ordered.rate && repricedFrom(before.owed, owed, ordered);
	const of = { ordered, owed, ...(pricedFrom === undefined ? {} : { pricedFrom }) };
	if (taken) {
		const agreed = takenAlong({ facts: { settings: ways.terms } }, { owed: before.owed }, taken.on);
		const rate = agreed ?? ordered.rate ?? taken.rate;
		return goingOver(before, asking, of, { contract: contractOn(ways, taken.on), on: taken.on, rate });
	}
	if (before.stays.length === 0) return goingFirst(asking, of, contractOn(ways, ordered.on));
	return goingOn(before, asking, of);
}

/**
 * Plans one order on what the orders before it left; what is charged beside its own amounts.
 *
 * @throws NotPlannable where a person has to enter it; nothing is changed then.
 */
export function plan(desk: Desk, event: Event): readonly Unkeyed[] {
	const { nth } = event;
	const product = desk.products[nth];
	if (!product) throw new RangeError(`no product ${nth}`);
	const before: Product = { ...product, owed: stored(product.owed) };
	desk.products[nth] = before;
	const home = lineOf(desk, before);
	const ways = desk.waysOf(nth);
	if (event.isSuccession && isSkipping(event, home, ways)) return [];
	const on = goesOnFrom(event, { before, home }, ways);
	const asked = askedOf(desk, event, { before, home, on });
	if (!asked) return [];
	const owed = followed(before.owed, asked);
	const going = desk.chosen.get(event.id) ?? goingOf(desk, nth, { before, asked, owed });
	desk.chosen.set(event.id, going);
	if (going.to === desk.lines.length) {
		const there = asked.taken || !home ? contractOn(ways, on ?? asked.ordered.on) : home.contract;
		desk.lines.push(newLine(`${nth}/${event.id}`, there, ways));
	}
	const stays = staysAfter(before, owed, going, { lines: desk.lines, changed: asked.ordered.on });
	const after = {
		owed,
		stays,
		orders: [...before.orders, asked],
		...(asked.period === 'ends' ? { ended: before.owed } : {}),
	};
	const charged = brought(desk, nth, { before, after, move: going.on });
	const { taken } = asked;
	const there = desk.lines[going.to];
	if (taken && there) desk.lines[going.to] = broughtTo(there, taken.on, taken.byHand);
	return charged;
}

/** Brings the lines of a product to what they are to hold; what is charged that they can not take. */
function brought(desk: Desk, nth: number, change: Change): readonly Unkeyed[] {
	const { before, after, move } = change;
	const then = [...desk.products];
	const [left, main] = [lineOf(desk, before), lineOf(desk, after)];
	const home = left ?? main;
	if (!home || !main) return [];
	const [former, was] = [leftLines(before.stays, desk.lines), lineHeld(home).before];
	desk.products[nth] = after;
	const lines = new Set([...before.stays, ...after.stays].map(({ line }) => line));
	const missed = [...lines].flatMap((line) => changed(desk, line, change, then));
	const held = lineHeld(lineOf(desk, after) ?? main).now;
	const leaving = move === undefined ? former : [...former, { leftOn: move, held: was }];
	const asides = asideCharges(
		{ owed: before.owed, ...linePrices(was, former) },
		{ owed: after.owed, ...linePrices(held, leaving) },
		(day) => contractPeriod(home.contract, day),
	);
	return [...chargesFor(asides), ...chargesFor(missed, { isOfWrite: true })];
}

function changed(
	{ lines, products, faults }: Desk,
	at: number,
	of: Change,
	productsBefore: readonly Product[],
): readonly PeriodAmount[] {
	const there = lines[at];
	if (!there) throw new RangeError(`no line ${at}`);
	const line = foundBy(there);
	const [before, after] = [meantOn(line, staysOn(at, productsBefore)), meantOn(line, staysOn(at, products))];
	const [ledger, held, from] = [ledgerLine(line), lineHeld(line), ratesFrom(at, of)];
	const meant = keepingPricesOfOthers({ before, after }, ledger, held, from);
	const limits = limitsOf(ledger, at, of, line.contract);
	const changes = changesOfLine(held, { ...meant, besides: line.foreign }, limits, line.contract);
	refuseEarly({ subject: 'The order' }, line.contract, changes.adjustments);
	const planned = [...line.planned, ...changes.adjustments];
	const then = saidBy(line, saidFrom(of.after, from), changes.adjustments);
	lines[at] = { ...then, planned, isPlanned: true };
	const again = changesTo(meant.after, changes.after, limits);
	if (again.length > 0) faults.push(`planned again: ${JSON.stringify(again)}`);
	return changes.missed;
}
