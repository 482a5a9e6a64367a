import { amountOn, type AmountTimeline } from '../../../src/domain/amountTimeline';
import { type CalendarDate, earliest, plusDays } from '../../../src/domain/calendarDate';
import type { Aside } from '../../../src/domain/line/linkOwed';
import { always, unitsOn, type UnitTimeline, within } from '../../../src/domain/unitTimeline';
import { never } from '../../../src/domain/writes/changesTo';
import { heldAmountOn } from '../../../src/domain/writes/held';
import { seatsOf } from '../../../src/domain/writes/meant';
import { dayNumber, type Period } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import { staysOn } from './planning';
import { daysOfOthers, isTheirs } from './hands';
import { type Amount, countedOn, meantOn, type PaperLine } from './lines';
import type { Side } from './periods/sides';
import { isTakenByHand, type Product } from './products';

/** A product, and the day from which its seats are billed nowhere until it is on the contract that takes over. */
export interface Owing extends Pick<Product, 'owed'> {
	readonly until?: CalendarDate;
}

/** The products, seats of each as far as the contract goes that it is on. */
export function owingOf({ products, lines }: Pick<Side, 'products' | 'lines'>): readonly Owing[] {
	return products.map(({ owed, stays }) => {
		const line = lines[stays.at(-1)?.line ?? -1];
		return line ? { owed, until: endOf(line) } : { owed };
	});
}

function endOf({ contract }: PaperLine): CalendarDate {
	return plusDays(contract.endsOn, 1);
}

/** A density up to a day. */
function upTo({ days, on }: Density, until: CalendarDate | undefined): Density {
	return until === undefined ? { days, on } : { days: [...days, until], on: (day) => (day < until ? on(day) : 0) };
}

/** Cents of a whole period by day, and the days on which that changes. */
interface Density {
	readonly days: readonly CalendarDate[];
	readonly on: (day: CalendarDate) => number;
}

/** Whole ones exactly: as a product of numbers, 18.17 is a little more than 1817. */
export function centsOf(amount: string | undefined): number {
	return Math.round(Number(amount ?? 0) * 1_000_000) / 10_000;
}

/** The line's own price or cost, in cents. */
function usual(terms: OracleTerms, of: Amount): number {
	return of === 'price' ? terms.servicePrice : terms.serviceCost;
}

function owedAmount(terms: OracleTerms, { owed }: Owing, of: Amount, day: CalendarDate): number {
	const amount = amountOn(owed[of], day);
	return amount === undefined ? usual(terms, of) : centsOf(amount);
}

/** What somebody put on a line by hand, at what the line is to cost: where nothing or somebody else says, at what it costs. */
function foreignDensity(books: Side, line: PaperLine, at: number, of: Amount): Density {
	const [meant, held] = [meantOn(line, staysOn(at, books.products)), countedOn(line)];
	const amount = (day: CalendarDate) => {
		const wanted = isTheirs(line, of, day) ? undefined : amountOn(meant[of], day);
		return centsOf(wanted ?? heldAmountOn(held[of], day));
	};
	return {
		days: [...line.foreign, ...meant[of], ...held[of], ...daysOfOthers(line, of)].map(({ from }) => from),
		on: (day) => unitsOn(line.foreign, day) * amount(day),
	};
}

/** Units of ours at an amount that somebody else has set, less what they are billed at else. */
function strangeDensity(
	line: PaperLine,
	of: Amount,
	{ units, amounts, usually }: { units: UnitTimeline; amounts: AmountTimeline; usually: number },
): Density {
	const held = countedOn(line)[of];
	const own = (day: CalendarDate) => {
		const amount = amountOn(amounts, day);
		return amount === undefined ? usually : centsOf(amount);
	};
	const ends = daysOfOthers(line, of).map(({ until }) => ({ from: until }));
	return {
		days: [...units, ...amounts, ...held, ...daysOfOthers(line, of), ...ends].map(({ from }) => from),
		on: (day) => (isTheirs(line, of, day) ? unitsOn(units, day) * (centsOf(heldAmountOn(held, day)) - own(day)) : 0),
	};
}

/** Fragments and credits at the line's own price, on the days on which their product is on the line. */
function ownAsides({ products }: Side, at: number, of: Amount): readonly UnitTimeline[] {
	return products.flatMap(({ owed, stays }) => {
		const nth = stays.findIndex(({ line }) => line === at);
		const from = stays[nth - 1]?.leftOn ?? always;
		const priced = owed[of].find(({ amount }) => amount !== undefined)?.from ?? never;
		const until = earliest(stays[nth]?.leftOn ?? never, priced);
		if (nth < 0 || from >= until) return [];
		return owed.asides.flatMap(({ rate, units }) => (rate?.[of] === undefined ? [within(units, from, until)] : []));
	});
}

/** What somebody's edits by hand make of what is owed as far as the contract goes: their units, and their amounts for ours. */
export function handDensities(books: Side, of: Amount): readonly Density[] {
	const usually = usual(books.ways.terms, of);
	return books.lines.flatMap((line, at) => {
		const foreign = line.foreign.length === 0 ? [] : [foreignDensity(books, line, at, of)];
		const stays = books.products.flatMap((product) =>
			staysOn(at, [product]).map((stay) => ({ units: seatsOf(stay), amounts: product.owed[of] })),
		);
		const asides = ownAsides(books, at, of).map((units) => ({ units, amounts: [] }));
		const isStrange = daysOfOthers(line, of).length > 0;
		const own = isStrange ? [...stays, ...asides].map((one) => strangeDensity(line, of, { ...one, usually })) : [];
		return [...foreign, ...own].map((density) => upTo(density, endOf(line)));
	});
}

/** What products owe more at an amount that somebody had set by hand, which they have taken to the contract that takes over. */
export function takenDensities({ ways: { terms }, products, lines }: Side, of: Amount): readonly Density[] {
	return products
		.filter((product) => isTakenByHand(product, of))
		.flatMap((product) => {
			const [owing] = owingOf({ products: [product], lines });
			const asides = product.owed.asides.map(({ units }) => units);
			return [product.owed.seats, ...asides].map((units) => {
				const days = [...units, ...product.owed[of]].map(({ from }) => from);
				const over = (day: CalendarDate) => owedAmount(terms, product, of, day) - usual(terms, of);
				return upTo({ days, on: (day) => unitsOn(units, day) * over(day) }, owing?.until);
			});
		});
}

/** What the lines bill. */
export function billedDensities({ lines }: Side, of: Amount): readonly Density[] {
	return lines.map((line) => {
		const held = countedOn(line);
		const days = [...held.units, ...held[of]].map(({ from }) => from);
		return upTo({ days, on: (day) => unitsOn(held.units, day) * centsOf(heldAmountOn(held[of], day)) }, endOf(line));
	});
}

export function seatDensities(terms: OracleTerms, products: readonly Owing[], of: Amount): readonly Density[] {
	return products.map((product) => {
		const { owed, until } = product;
		const days = [...owed.seats, ...owed[of]].map(({ from }) => from);
		return upTo({ days, on: (day) => unitsOn(owed.seats, day) * owedAmount(terms, product, of, day) }, until);
	});
}

export function asideDensity(terms: OracleTerms, product: Owing, { units, rate, stated }: Aside, of: Amount): Density {
	const isStated = of === 'price' && stated !== undefined;
	const own = rate?.[of];
	return {
		days: [...units, ...(stated?.units ?? []), ...product.owed[of]].map(({ from }) => from),
		on: (day) => {
			const cents = own === undefined ? owedAmount(terms, product, of, day) : centsOf(own);
			return unitsOn(units, day) * cents - (isStated ? unitsOn(stated.units, day) * centsOf(stated.price) : 0);
		},
	};
}

/** What densities come to in each period, in cents. */
export function perPeriod(periods: readonly Period[], densities: readonly Density[]): readonly number[] {
	const days = [...new Set(densities.flatMap((density) => density.days))].toSorted();
	const steps = days.map((day) => ({
		from: dayNumber(day),
		cents: densities.reduce((sum, { on }) => sum + on(day), 0),
	}));
	let at = -1;
	return periods.map(({ start, next }) => {
		let [from, over] = [start, 0];
		while (from < next) {
			while ((steps[at + 1]?.from ?? Infinity) <= from) at += 1;
			const until = Math.min(next, steps[at + 1]?.from ?? Infinity);
			over += (steps[at]?.cents ?? 0) * (until - from);
			from = until;
		}
		return over / (next - start);
	});
}
