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

/** What is credited in whole cents: each fall by itself, halves away from zero (rules A1, A2). */
function creditOf(ended: readonly Ended[], of: keyof Rate): number {
	const falls = [...new Set(ended.map((one) => one.on))].map((on) => ended.filter((one) => one.on === on));
	return falls.reduce((cents, parts) => {
		const overDays = parts.reduce((sum, one) => sum + one.units * one.rate[of] * (one.until - one.from), 0);
		return cents + partOfPeriod(1, overDays, 1, parts[0]?.ofDays ?? 1);
	}, 0);
}

/** Rules Q5 and A6: a price from a day on counts for the credit of the days after it too. */
export function recredited(
	ended: readonly Ended[],
	from: DayNumber,
	rate: Rate,
): { readonly ended: readonly Ended[]; readonly charges: readonly Charge[] } {
	const parts = ended
		.flatMap((one) => [
			{ ...one, until: Math.min(one.until, Math.max(one.from, from)) },
			{ ...one, from: Math.min(one.until, Math.max(one.from, from)), rate },
		])
		.filter((one) => one.from < one.until);
	const [first] = ended.filter((one) => from < one.until);
	if (!first) return { ended, charges: [] };
	const price = creditOf(ended, 'price') - creditOf(parts, 'price');
	const cost = creditOf(ended, 'cost') - creditOf(parts, 'cost');
	return { ended: parts, charges: price === 0 ? [] : [{ on: first.from, price, cost }] };
}
