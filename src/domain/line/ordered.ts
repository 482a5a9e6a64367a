import type { OrderPlace } from '../amountTimeline';
import type { BillingPeriod } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Decimal } from '../money';
import type { TaskKind } from '../order/taskKind';

/** What one order asks of one product, as far as money needs it. */
export interface Ordered {
	/** Unique among the orders of the subscription. */
	readonly id: string;
	/** Among the orders of the subscription, where it is followed after later ones too. */
	readonly place?: OrderPlace;
	/** Places of Billing orders of the subscription that wait. */
	readonly waiting?: readonly OrderPlace[];
	readonly kind: TaskKind;
	/** X of the rules. */
	readonly on: CalendarDate;
	/** The contract's period that holds it. */
	readonly period: BillingPeriod;
	/** Whether any of it is posted. Source: rule A6. */
	readonly isPosted: boolean;
	/** From when more seats are on the line: X, or E where fragments are charged. Source: rules A8 and A9. */
	readonly risesOn: CalendarDate;
	/** From when fewer are. Source: rules Q3 and Q5. */
	readonly fallsOn: CalendarDate;
	/** What it leaves behind. */
	readonly quantity: number;
	/** What the orders before leave behind. */
	readonly before: number;
	/** By how much the order itself raises it; absent where no order says. */
	readonly increase?: number;
	/** Whether its price counts only where none is owed by its day: so what other orders make of that goes on. Source: rule C5. */
	readonly takesAlong?: true;
	/** Only price and cost follow the order. */
	readonly keepsSeats?: boolean;
	/** Whether seats move from or to another product: its price counts from then. Source: rule Q11. */
	readonly isMove?: true;
	/** Seats that leave (below 0) or come for good, on no account of this period. Source: rule Q11. */
	readonly moved?: { readonly on: CalendarDate; readonly units: number };
	/** What a seat costs from now on; absent where the line's own price and cost stay. Source: rule A3. */
	readonly rate?: Rate;
	/** What a seat on the line costs on X before the order, where that is not among what is owed. */
	readonly lineRate?: Rate;
	/** What somebody else has set for the line in place of what is owed, where the order leaves that: its fragments and credits follow it. Source: rule Q16. */
	readonly theirs?: Partial<Rate>;
	/** Whether a fall is credited for the rest of the period. Source: rule A10. */
	readonly isCredited: boolean;
	/** What the order itself says that the rest of the period comes to; below 0 for a refund. Source: rules A9 and A10. */
	readonly stated?: Decimal;
}
