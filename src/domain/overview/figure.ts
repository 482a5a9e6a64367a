import { productRow } from '../answers/rowAnswer';
import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { lineKey } from '../line/lineTarget';
import { hundredths, times } from '../money';
import { firstLinks } from '../plan/adoption';
import type { ContractPlan } from '../plan/plan';

/**
 * `recurring`: what lines of one length of period are billed; `once`: what invoices gain or lose once; `line`: what one line
 * is billed; `differs`: a line that holds other units than its subscription has.
 */
export type FigureKind = 'recurring' | 'once' | 'line' | 'differs';

/** What a plan comes to, in hundredths of its currency, to be summed with others. */
export interface Figure {
	readonly kind: FigureKind;
	readonly currency: string;
	/** Absent for what is billed once. */
	readonly periodType?: PeriodType;
	/** Of a single line, as `lineKey` names it. */
	readonly line?: string;
	/** The first day of the periods that are billed `after`. */
	readonly from?: CalendarDate;
	/** Units that Autotask holds more than the subscription has, or fewer (below 0). */
	readonly units?: number;
	readonly before: number;
	readonly after: number;
}

/** Lines that were there before us and hold other units than their subscriptions have: billed now, and by what those have. */
function differing(plan: ContractPlan): readonly Figure[] {
	const { currency, bills = [], lines } = plan;
	return firstLinks(plan).flatMap((change): Figure[] => {
		const line = lineKey(change.target);
		const periodType = bills.find((bill) => bill.line === line)?.periodType;
		const price = lines.find(({ row }) => row === productRow(change.subscriptionId, change.productId))?.price;
		const billed = (change.unitsBefore.at(-1)?.units ?? 0) + change.otherUnits;
		const owned = change.unitsAfter.at(-1)?.units ?? 0;
		if (billed === owned || periodType === undefined || price === undefined) return [];
		const amount = (units: number) => hundredths(times(price, units));
		return [
			{
				kind: 'differs',
				currency,
				periodType,
				line,
				units: billed - owned,
				before: amount(billed),
				after: amount(owned),
			},
		];
	});
}

/** What a plan comes to; no `recurring` and no `once` where Autotask does not tell it. */
export function figuresOf(plan: ContractPlan): readonly Figure[] {
	const { currency, money, bills = [] } = plan;
	const recurring = (money?.recurring ?? []).map(({ periodType, from, before, after }): Figure => ({
		kind: 'recurring',
		currency,
		periodType,
		from,
		before: hundredths(before),
		after: hundredths(after),
	}));
	const once: readonly Figure[] = money ? [{ kind: 'once', currency, before: 0, after: hundredths(money.once) }] : [];
	const ofLines = bills.map(({ before, after, ...bill }): Figure => ({
		kind: 'line',
		currency,
		...bill,
		before: hundredths(before),
		after: hundredths(after),
	}));
	return [...recurring, ...once, ...ofLines, ...differing(plan)];
}
