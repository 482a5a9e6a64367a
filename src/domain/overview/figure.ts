import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { lineKey } from '../line/lineTarget';
import { hundredths } from '../money';
import { heldBeside } from '../plan/heldBeside';
import type { ContractPlan } from '../plan/plan';

/**
 * `recurring`: what lines of one length of period are billed; `once`: what invoices gain or lose once; `line`: what one line
 * is billed; `differs`: what other units than those of its subscription a line bills.
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

/** Lines that bill other units than their subscriptions have, as far as nobody has said whose they are: the difference alone. */
function differing(plan: ContractPlan): readonly Figure[] {
	const { currency, bills = [] } = plan;
	return heldBeside(plan).flatMap(({ question, billed, owned, perPeriod }): Figure[] => {
		const line = lineKey({ kind: 'existing', contractServiceId: question.contractServiceId });
		const periodType = bills.find((bill) => bill.line === line)?.periodType;
		if (periodType === undefined || perPeriod === undefined) return [];
		const amount = hundredths(perPeriod);
		const [before, after] = billed > owned ? [amount, 0] : [0, amount];
		return [{ kind: 'differs', currency, periodType, line, units: billed - owned, before, after }];
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
