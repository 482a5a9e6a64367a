import type { CalendarDate } from '../../../src/domain/calendarDate';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { heldAmountOn } from '../../../src/domain/writes/held';
import { dayNumber, dayText, type Period } from '../../oracle/days';
import { centsOf, isOwed, owedBills, type Owed } from '../../oracle/owed';
import { beginsOn, type Balance } from './balance';
import { handDensities, perPeriod, takenDensities } from './densities';
import { heldOn, type PaperLine } from './lines';
import type { Side } from './periods/sides';
import type { Ways } from './ways';

/** What a period of the contract is billed, in cents. */
export interface PeriodBill {
	readonly price: number;
	readonly cost: number;
	/** Amounts in it that were rounded: charges or what they sum up, and rows that do not cover all of it. */
	readonly roundings: number;
}

function halvesUp(over: number, by: number): number {
	return Math.floor((2 * over + by) / (2 * by));
}

/** A row of units in cents as Autotask has it: four places, then two. */
function rowCents(amount: string | undefined, units: number, days: number, size: number): number {
	return halvesUp(halvesUp(units * Math.round(Number(amount ?? 0) * 100) * days * 100, size), 100);
}

/** The rows of a line in a period: one from each change to the next. */
function rowsIn(
	line: PaperLine,
	{ start, next }: Period,
): readonly { readonly price: number; readonly cost: number }[] {
	const held = heldOn(line);
	const [first, end] = [dayText(start), dayText(next)];
	if (line.contract.endsOn < first || end <= line.contract.startsOn) return [];
	const changes = line.written.map(({ on }) => on).filter((on) => first < on && on < end);
	const days = [...new Set([first as CalendarDate, ...changes])].toSorted();
	return days.map((day, at) => {
		const length = dayNumber(days[at + 1] ?? end) - dayNumber(day);
		const cents = (of: 'price' | 'cost') =>
			rowCents(heldAmountOn(held[of], day), unitsOn(held.units, day), length, next - start);
		return { price: cents('price'), cost: cents('cost') };
	});
}

/** What Autotask bills for a period, its rows and the charges. */
export function billOf(books: Side, period: Period): PeriodBill {
	const [start, next] = [dayText(period.start), dayText(period.next)];
	const charges = books.charges
		.filter(({ on }) => start <= on && on < next)
		.map(({ price, cost }) => ({ price: Number(price) * 100, cost: Number(cost) * 100 }));
	const rows = books.lines.map((line) => rowsIn(line, period));
	const all = [...charges, ...rows.flat()];
	const sum = (of: 'price' | 'cost') => Math.round(all.reduce((cents, one) => cents + one[of], 0));
	const parts = rows.filter(({ length }) => length > 1).flat();
	const asides = books.products.flatMap(({ owed }) => owed.asides.map(beginsOn));
	const own = asides.filter((on) => start <= on && on < next);
	return { price: sum('price'), cost: sum('cost'), roundings: Math.max(charges.length, own.length) + parts.length };
}

function money(cents: number): string {
	return (cents / 100).toFixed(2);
}

/** Cents of a period that were divided by its days are whole again over them, up to what floats lose. */
function withUnits(owed: Owed, of: 'price' | 'cost', cents: number): Owed {
	const { period } = owed;
	const overDays = Number((cents * (period.next - period.start)).toFixed(6));
	return { ...owed, [of]: { ...owed[of], overDays: owed[of].overDays + overDays } };
}

/**
 * The bills that are not what the oracle says the rules owe; what somebody did to the lines by hand is owed too, `besides`
 * is what it is billed more.
 */
export function wrongBills(
	books: Side,
	{ contract, terms }: Pick<Ways, 'contract' | 'terms'>,
	until: number,
	besides: Balance,
): readonly string[] {
	const bills = owedBills(contract, terms, until);
	const periods = bills.map(({ period }) => period);
	const done = (of: 'price' | 'cost') =>
		perPeriod(periods, [...handDensities(books, of), ...takenDensities(books, of)]);
	const byHand = { price: done('price'), cost: done('cost') };
	return bills.flatMap((one, at) => {
		const bill = billOf(books, one.period);
		return (['price', 'cost'] as const).flatMap((of) => {
			const owed = withUnits(one, of, (byHand[of][at] ?? 0) + (besides[of][at] ?? 0));
			if (isOwed(bill[of], owed, of, bill.roundings)) return [];
			const within = bill.roundings === 0 ? '' : ` within ${bill.roundings} half cents`;
			return [
				`${of} of ${dayText(one.period.start)}: owed ${money(centsOf(owed, of))}${within}, billed ${money(bill[of])}`,
			];
		});
	});
}
