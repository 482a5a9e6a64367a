import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Aside } from '../../../src/domain/line/linkOwed';
import { dayText } from '../../oracle/days';
import type { OracleTerms } from '../../oracle/orders';
import {
	asideDensity,
	billedDensities,
	centsOf,
	handDensities,
	owingOf,
	type Owing,
	perPeriod,
	seatDensities,
} from './densities';
import type { Grid } from './grid';
import type { Side } from './periods/sides';
import type { Amount } from './lines';

/** The first day of an aside: all its days are in one period. */
export function beginsOn({ units, stated }: Aside): CalendarDate {
	return [...units, ...(stated?.units ?? [])].map(({ from }) => from).toSorted()[0] ?? ('' as CalendarDate);
}

/** What the products owe, exactly: their seats, and beside the lines; in cents by period. `asides`: how many. */
export function owedPerPeriod(
	terms: OracleTerms,
	products: readonly Owing[],
	grid: Grid,
	of: Amount,
): { readonly owed: readonly number[]; readonly asides: readonly number[] } {
	const asides = products.flatMap((product) =>
		product.owed.asides.map((aside) => ({ aside, density: asideDensity(terms, product, aside, of) })),
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

function balanceIn(books: Side, grid: Grid, of: Amount): readonly number[] {
	const charges = books.charges.filter(({ isOnce }) => !isOnce);
	const charged = grid.summed(charges.map((charge) => ({ on: charge.on, cents: centsOf(charge[of]) })));
	const foreign = perPeriod(grid.periods, handDensities(books, of));
	const { owed } = owedPerPeriod(books.ways.terms, owingOf(books), grid, of);
	return perPeriod(grid.periods, billedDensities(books, of)).map(
		(billed, at) => billed + (charged[at] ?? 0) - (owed[at] ?? 0) - (foreign[at] ?? 0),
	);
}

/** Units that somebody put there are owed at what the line is to cost, and ours at what somebody has set. */
export function balanceOf(books: Side, grid: Grid): Balance {
	return { price: balanceIn(books, grid, 'price'), cost: balanceIn(books, grid, 'cost') };
}

/**
 * Where a balance is another one than it was, by more than half a cent for each aside and each line (a cent more for each
 * edit of it, since what was charged before and after it are rounded): whatever was refused, moved, posted or edited.
 */
export function unbalanced(books: Side, grid: Grid, was: Balance): readonly string[] {
	const is = balanceOf(books, grid);
	const lines = books.lines.reduce((sum, { written }) => sum + 1 + 2 * written.filter((one) => one.isTheirs).length, 0);
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
