import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import { lineKey } from '../line/lineTarget';
import type { Decimal } from '../money';
import { billChangeOf, joinedMoves, type LineMove } from '../writes/billChange';

/** What one line is billed for a whole period, all of its units, before a plan and after it. */
export interface LineBill {
	/** As `lineKey` names it. */
	readonly line: string;
	readonly periodType: PeriodType;
	/** The first day from which on periods are billed `after`. */
	readonly from: CalendarDate;
	readonly before: Decimal;
	readonly after: Decimal;
}

/** The bills of the lines that a plan is about, moved or not; those that Autotask does not tell are left out. `today` in the connection's zone. */
export function lineBills(moves: readonly LineMove[], today: CalendarDate): readonly LineBill[] {
	return joinedMoves(moves).flatMap((move): LineBill[] => {
		const { periodType, from, before, after } = billChangeOf(move, today);
		if (before.price === undefined || after.price === undefined) return [];
		return [{ line: lineKey(move.target), periodType, from, before: before.price, after: after.price }];
	});
}
