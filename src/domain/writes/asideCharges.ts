import { uniq } from 'lodash';
import { amountOn, inOrder } from '../amountTimeline';
import type { BillingPeriod } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { groupBy } from '../keyed';
import type { Aside } from '../line/linkOwed';
import { type Decimal, minus, plus, times, total } from '../money';
import type { Owed } from '../owed/owed';
import { unitsOn } from '../unitTimeline';
import { amountOfPeriod, type OnDay } from './amounts';
import type { PeriodAmount } from './missed';

/** What is owed of a product at one moment, and what a seat on its line costs where that is the line's own. */
export interface ProductBooks {
	readonly owed: Owed;
	readonly linePrice: OnDay;
	readonly lineCost: OnDay;
	/** Days on which either of them changes. */
	readonly lineDays: readonly CalendarDate[];
}

function firstDayOf({ units, stated }: Aside): CalendarDate | undefined {
	return inOrder([...units, ...(stated?.units ?? [])].map(({ from }) => from))[0];
}

function rateOn({ owed, linePrice, lineCost }: ProductBooks, { rate }: Aside, of: 'price' | 'cost'): OnDay {
	const own = of === 'price' ? linePrice : lineCost;
	return (day) => rate?.[of] ?? amountOn(owed[of], day) ?? own(day);
}

/** What a fragment or credit comes to: as the order states it, and what its units and the price have become since. */
function asideAmount(aside: Aside, books: ProductBooks, period: BillingPeriod, of: 'price' | 'cost'): Decimal {
	const onDay = rateOn(books, aside, of);
	const { units, stated } = aside;
	const steps = [units, stated?.units ?? [], books.owed[of]].flat();
	const cuts = [...steps.map(({ from }) => from), ...books.lineDays];
	if (of === 'cost' || !stated)
		return amountOfPeriod(period, cuts, (day) => {
			const amount = onDay(day);
			return amount && times(amount, unitsOn(units, day));
		});
	const since = amountOfPeriod(period, cuts, (day) => {
		const amount = onDay(day);
		return amount && minus(times(amount, unitsOn(units, day)), times(stated.price, unitsOn(stated.units, day)));
	});
	return plus(stated.amount, since);
}

/** The asides of each period together. */
function amountsOf(
	books: ProductBooks,
	asides: readonly Aside[],
	period: BillingPeriod,
	of: 'price' | 'cost',
): Decimal {
	return total(asides.map((aside) => asideAmount(aside, books, period, of)));
}

/**
 * What a task makes of fragments and credits, by period: after less before, each rounded once. A price that reaches their
 * days counts for those of before too. Source: rules A9, A10 and decision B1 of rule A6.
 */
export function asideCharges(
	before: ProductBooks,
	after: ProductBooks,
	periodOf: (day: CalendarDate) => BillingPeriod,
): readonly PeriodAmount[] {
	const startOf = (aside: Aside) => {
		const day = firstDayOf(aside);
		return day === undefined ? '' : periodOf(day).start;
	};
	const [then, now] = [groupBy(before.owed.asides, startOf), groupBy(after.owed.asides, startOf)];
	return uniq([...Object.keys(then), ...Object.keys(now)]).flatMap((start): PeriodAmount[] => {
		if (start === '') return [];
		const [were, are] = [then[start] ?? [], now[start] ?? []];
		const days = inOrder(
			[...were, ...are].flatMap(({ units, stated }) => [...units, ...(stated?.units ?? [])]).map(({ from }) => from),
		);
		const from = days.find((day) => differsOn(were, are, day)) ?? days[0];
		if (from === undefined) return [];
		const period = periodOf(from);
		const changed = (of: 'price' | 'cost') =>
			minus(amountsOf(after, are, period, of), amountsOf(before, were, period, of));
		return [{ period, from, price: changed('price'), cost: changed('cost') }];
	});
}

function differsOn(were: readonly Aside[], are: readonly Aside[], day: CalendarDate): boolean {
	const unitsOf = (asides: readonly Aside[]) => asides.reduce((sum, { units }) => sum + unitsOn(units, day), 0);
	return unitsOf(were) !== unitsOf(are);
}
