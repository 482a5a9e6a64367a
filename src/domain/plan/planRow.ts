import type { CalendarDate } from '../calendarDate';
import type { Decimal } from '../money';

export type PlanLineKind = 'recurring' | 'setup' | 'proration' | 'fee' | 'usage' | 'credit' | 'price';

/** One row as a person reviews it, in the guide's columns. */
export interface PlanLine {
	readonly kind: PlanLineKind;
	readonly selected: boolean;
	readonly effectiveDate: CalendarDate;
	/** The last day, for a row that ends; absent for one that goes on. */
	readonly endDate?: CalendarDate;
	readonly serviceName: string;
	readonly invoiceDescription: string;
	readonly currentQuantity: number;
	readonly quantityChange: number;
	/** Per unit, or the amount of a charge; where Autotask keeps its own price, that one. */
	readonly price?: Decimal;
	readonly cost?: Decimal;
	/** One sentence: what happens and why; amounts that Autotask computes are marked as estimates. */
	readonly detail: string;
	/** What a person's changes of the row name it by; absent on rows that nothing can be changed of. */
	readonly row?: string;
	/** What a person changed, with what the plan has without it. */
	readonly changed?: Readonly<Partial<Record<ChangedColumn, string>>>;
}

/** The columns that a person can change. */
export type ChangedColumn = 'date' | 'description' | 'quantity' | 'price' | 'cost' | 'ticked';
