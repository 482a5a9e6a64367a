import { asWord } from './taskEntry';
import type { CalendarDate } from '../calendarDate';
import type { ProductId, SubscriptionId } from '../ids';
import type { Decimal } from '../money';

/** What a person set for one row of a plan; only what is named is changed. */
export interface RowAnswer {
	/** A one-time row that is not ticked is never written; a recurring one is not written for now. */
	readonly selected?: boolean;
	readonly description?: string;
	/** Per unit; of a charge its amount. */
	readonly price?: Decimal;
	/** In Autotask's internal currency; per unit, of a charge its whole cost. */
	readonly cost?: Decimal;
	/** Units of the subscription afterwards. */
	readonly quantity?: number;
	/** The day of a charge. */
	readonly on?: CalendarDate;
}

/** By `productRow` or `chargeRow`. */
export type RowAnswers = Readonly<Record<string, RowAnswer>>;

/** What the rows of a subscription's product are named by. */
export function productRow(subscription: SubscriptionId, product: ProductId): string {
	return `product ${asWord(subscription)} ${asWord(product)}`;
}

/** What the row of a charge is named by. */
export function chargeRow(charge: { readonly key: string }): string {
	return `charge ${asWord(charge.key)}`;
}
