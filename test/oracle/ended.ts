import { partOfPeriod, type Charge, type Rate } from './charges';
import type { DayNumber } from './days';

/** Seats that ended with a term while charges had paid for the period, so that the contract bills them to its end. */
export interface Ended {
	readonly units: number;
	readonly on: DayNumber;
	readonly from: DayNumber;
	readonly until: DayNumber;
	readonly ofDays: number;
	/** What their credit comes to by now. */
	readonly rate: Rate;
}

/** Seats that are charged again from a day on have ended up to it. */
export function withoutSeats(ended: readonly Ended[], units: number, day: DayNumber): readonly Ended[] {
	const [first] = ended.filter((one) => one.until > day && one.units > 0);
	if (!first || units === 0) return ended;
	const lasting = ended.filter((one) => one.on === first.on && one.until > day);
	const back = Math.min(units, ...lasting.map((one) => one.units));
	const others = ended.filter((one) => !lasting.includes(one));
	const parts = lasting.flatMap((one) => [
		{ ...one, until: Math.max(one.from, day) },
		{ ...one, from: Math.max(one.from, day), units: one.units - back },
	]);
	const rest = back === first.units ? withoutSeats(others, units - back, day) : others;
	return [...rest, ...parts.filter((one) => one.units > 0 && one.from < one.until)];
}

/** Rules Q5 and A6: a price from a day on counts for the credit of the days after it too. */
export function recredited(
	ended: readonly Ended[],
	from: DayNumber,
	rate: Rate,
): { readonly ended: readonly Ended[]; readonly charges: readonly Charge[] } {
	const parts = ended.flatMap((one) => [
		{ ...one, until: Math.min(one.until, Math.max(one.from, from)) },
		{ ...one, from: Math.min(one.until, Math.max(one.from, from)), rate },
	]);
	const changed = ended.map((one): Charge => {
		const days = one.until - Math.max(one.from, from);
		const more = (is: number, was: number) =>
			Math.sign(was - is) * partOfPeriod(one.units, Math.abs(was - is), Math.max(0, days), one.ofDays);
		return { on: one.from, price: more(rate.price, one.rate.price), cost: more(rate.cost, one.rate.cost) };
	});
	return { ended: parts.filter((one) => one.from < one.until), charges: changed.filter((one) => one.price !== 0) };
}
