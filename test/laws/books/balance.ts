import { amountOn } from '../../../src/domain/amountTimeline';
import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Aside } from '../../../src/domain/line/linkOwed';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { heldAmountOn } from '../../../src/domain/writes/held';
import { dayNumber, dayText, periodsFrom, type Period } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import type { Books, Product } from './books';
import { heldOn, meantOn } from './lines';

type Amount = 'price' | 'cost';
type Known = Pick<Product, 'known'>;

/** Cents of a whole period by day, and the days on which that changes. */
interface Density {
	readonly days: readonly CalendarDate[];
	readonly on: (day: CalendarDate) => number;
}

function centsOf(amount: string | undefined): number {
	return Number(amount ?? 0) * 100;
}

/** The line's own price or cost, in cents. */
function usual(terms: OracleTerms, of: Amount): number {
	return of === 'price' ? terms.servicePrice : terms.serviceCost;
}

function owedAmount(terms: OracleTerms, { known }: Known, of: Amount, day: CalendarDate): number {
	const amount = amountOn(known.owed[of], day);
	return amount === undefined ? usual(terms, of) : centsOf(amount);
}

/** What somebody put on the lines by hand, at what the lines are to cost. */
export function foreignDensities(books: Books, of: Amount): readonly Density[] {
	return books.lines.flatMap((line, at) => {
		if (line.foreign.length === 0) return [];
		const meant = meantOn(line, books.staysOn(at));
		const amount = (day: CalendarDate) => {
			const own = amountOn(meant[of], day);
			return own === undefined ? usual(books.ways.terms, of) : centsOf(own);
		};
		return [
			{
				days: [...line.foreign, ...meant[of]].map(({ from }) => from),
				on: (day: CalendarDate) => unitsOn(line.foreign, day) * amount(day),
			},
		];
	});
}

/** What the lines bill. */
function billedDensities({ lines }: Books, of: Amount): readonly Density[] {
	return lines.map((line) => {
		const held = heldOn(line);
		return {
			days: [...held.units, ...held[of]].map(({ from }) => from),
			on: (day) => unitsOn(held.units, day) * centsOf(heldAmountOn(held[of], day)),
		};
	});
}

function seatDensities(terms: OracleTerms, products: readonly Known[], of: Amount): readonly Density[] {
	return products.map((product) => ({
		days: [...product.known.owed.seats, ...product.known.owed[of]].map(({ from }) => from),
		on: (day) => unitsOn(product.known.owed.seats, day) * owedAmount(terms, product, of, day),
	}));
}

function asideDensity(terms: OracleTerms, product: Known, { units, rate, stated }: Aside, of: Amount): Density {
	const isStated = of === 'price' && stated !== undefined;
	const own = rate?.[of];
	return {
		days: [...units, ...(stated?.units ?? []), ...product.known.owed[of]].map(({ from }) => from),
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

/** The first day of an aside: all its days are in one period. */
function beginsOn({ units, stated }: Aside): CalendarDate {
	return [...units, ...(stated?.units ?? [])].map(({ from }) => from).toSorted()[0] ?? ('' as CalendarDate);
}

/** What the products owe, exactly: their seats, and beside the lines; in cents by period. */
export function owedPerPeriod(
	terms: OracleTerms,
	products: readonly Known[],
	periods: readonly Period[],
	of: Amount,
): readonly { readonly owed: number; readonly asides: number }[] {
	const asides = products.flatMap((product) =>
		product.known.owed.asides.map((aside) => ({ aside, density: asideDensity(terms, product, aside, of) })),
	);
	const seats = seatDensities(terms, products, of);
	const owed = perPeriod(periods, [...seats, ...asides.map(({ density }) => density)]);
	return periods.map((period, at) => {
		const own = asides.filter(({ aside }) => isWithin(period, beginsOn(aside)));
		const stated = own.map(({ aside }) => (of === 'price' ? centsOf(aside.stated?.amount) : 0));
		return { owed: (owed[at] ?? 0) + stated.reduce((sum, cents) => sum + cents, 0), asides: own.length };
	});
}

function isWithin({ start, next }: Period, day: CalendarDate): boolean {
	const number = dayNumber(day);
	return start <= number && number < next;
}

/**
 * Where billed and charged are not what is owed, but for half a cent of each aside and each line: whatever was refused,
 * moved, posted or edited by hand.
 */
export function unbalanced(books: Books, until: number): readonly string[] {
	const { start, months } = books.ways.contract;
	const periods = periodsFrom(start, months, until);
	return (['price', 'cost'] as const).flatMap((of) => {
		const billed = perPeriod(periods, billedDensities(books, of));
		const foreign = perPeriod(periods, foreignDensities(books, of));
		const products = owedPerPeriod(books.ways.terms, books.products, periods, of);
		return periods.flatMap((period, at) => {
			const charges = books.charges.filter(({ on, isOnce }) => !isOnce && isWithin(period, on));
			const charged = charges.reduce((sum, charge) => sum + centsOf(charge[of]), 0);
			const { owed = 0, asides = 0 } = products[at] ?? {};
			const over = (billed[at] ?? 0) + charged - owed - (foreign[at] ?? 0);
			if (Math.abs(over) <= 0.5 * (asides + books.lines.length) + 0.001) return [];
			return [
				`${of} of ${dayText(period.start)}: ${(over / 100).toFixed(4)} more than is owed (${(owed / 100).toFixed(2)})`,
			];
		});
	});
}
