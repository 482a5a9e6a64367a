import { amountOn } from '../../../src/domain/amountTimeline';
import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Aside } from '../../../src/domain/line/linkOwed';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { heldAmountOn } from '../../../src/domain/writes/held';
import { dayNumber, dayText, type Period } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import type { Books } from './books';
import type { Grid } from './grid';
import { countedOn, meantOn } from './lines';
import type { Product } from './products';

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

/** What somebody put on the lines by hand, at what the lines are to cost: where nothing says, at what they cost. */
export function foreignDensities(books: Books, of: Amount): readonly Density[] {
	return books.lines.flatMap((line, at) => {
		if (line.foreign.length === 0) return [];
		const [meant, held] = [meantOn(line, books.staysOn(at)), countedOn(line)];
		const amount = (day: CalendarDate) => centsOf(amountOn(meant[of], day) ?? heldAmountOn(held[of], day));
		return [
			{
				days: [...line.foreign, ...meant[of], ...held[of]].map(({ from }) => from),
				on: (day: CalendarDate) => unitsOn(line.foreign, day) * amount(day),
			},
		];
	});
}

/** What the lines bill. */
function billedDensities({ lines }: Books, of: Amount): readonly Density[] {
	return lines.map((line) => {
		const held = countedOn(line);
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
export function beginsOn({ units, stated }: Aside): CalendarDate {
	return [...units, ...(stated?.units ?? [])].map(({ from }) => from).toSorted()[0] ?? ('' as CalendarDate);
}

/** What the products owe, exactly: their seats, and beside the lines; in cents by period. `asides`: how many. */
export function owedPerPeriod(
	terms: OracleTerms,
	products: readonly Known[],
	grid: Grid,
	of: Amount,
): { readonly owed: readonly number[]; readonly asides: readonly number[] } {
	const asides = products.flatMap((product) =>
		product.known.owed.asides.map((aside) => ({ aside, density: asideDensity(terms, product, aside, of) })),
	);
	const seats = seatDensities(terms, products, of);
	const computed = perPeriod(grid.periods, [...seats, ...asides.map(({ density }) => density)]);
	const stated = grid.summed(
		asides.flatMap(({ aside }) =>
			of === 'cost' || !aside.stated ? [] : [{ on: beginsOn(aside), cents: centsOf(aside.stated.amount) }],
		),
	);
	return {
		owed: computed.map((cents, at) => cents + (stated[at] ?? 0)),
		asides: grid.summed(asides.map(({ aside }) => ({ on: beginsOn(aside), cents: 1 }))),
	};
}

/** Billed and charged less what is owed, exactly: in cents by period. */
export interface Balance {
	readonly price: readonly number[];
	readonly cost: readonly number[];
}

function balanceIn(books: Books, grid: Grid, of: Amount): readonly number[] {
	const charges = books.charges.filter(({ isOnce }) => !isOnce);
	const charged = grid.summed(charges.map((charge) => ({ on: charge.on, cents: centsOf(charge[of]) })));
	const foreign = perPeriod(grid.periods, foreignDensities(books, of));
	const { owed } = owedPerPeriod(books.ways.terms, books.products, grid, of);
	return perPeriod(grid.periods, billedDensities(books, of)).map(
		(billed, at) => billed + (charged[at] ?? 0) - (owed[at] ?? 0) - (foreign[at] ?? 0),
	);
}

/** Units that somebody put there are owed at what the line is to cost. */
export function balanceOf(books: Books, grid: Grid): Balance {
	return { price: balanceIn(books, grid, 'price'), cost: balanceIn(books, grid, 'cost') };
}

/**
 * Where a balance is another one than it was, by more than half a cent for each aside and each line (a cent more for each
 * edit of it, since what was charged before and after it are rounded): whatever was refused, moved, posted or edited.
 */
export function unbalanced(books: Books, grid: Grid, was: Balance): readonly string[] {
	const is = balanceOf(books, grid);
	const lines = books.lines.reduce((sum, { foreign }) => sum + 1 + 2 * foreign.length, 0);
	return (['price', 'cost'] as const).flatMap((of) => {
		const { asides } = owedPerPeriod(books.ways.terms, books.products, grid, of);
		return grid.periods.flatMap(({ start }, at) => {
			const over = (is[of][at] ?? 0) - (was[of][at] ?? 0);
			if (Math.abs(over) <= 0.5 * ((asides[at] ?? 0) + lines) + 0.001) return [];
			return [
				`${of} of ${dayText(start)}: billed and charged less owed is ${(over / 100).toFixed(4)} more than it was`,
			];
		});
	});
}
