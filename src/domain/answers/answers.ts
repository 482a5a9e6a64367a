import type { CalendarDate } from '../calendarDate';
import type { ContractId, ContractServiceId } from '../ids';
import type { RowAnswers } from './rowAnswer';

/** What the other units of a line are, said of the units in force that were seen then. Source: rule Q13. */
export interface OthersAnswer {
	readonly units: number;
	readonly seenInForce: number;
}

/** What a person has said about one task when approving or retrying it. */
export interface Answers {
	/** How many units of a line that existed before us already are this subscription's (rule Q2). */
	readonly ownUnits?: number;
	/** The same where several products ask: by product id, or `subscription/product` where two subscriptions have it. */
	readonly ownUnitsOf?: Readonly<Record<string, number>>;
	readonly otherUnits?: OthersAnswer;
	/** Which contract to take where several fit (rule C3). */
	readonly contractId?: ContractId;
	/** A line that Autotask no longer shows, and that is gone for good (rule Q15). */
	readonly goneLine?: ContractServiceId;
	/** Whether one-time lines that were shown unticked are written too (rule T2). */
	readonly oneTimeLines?: boolean;
	/** What was set for single rows of the plan. */
	readonly rows?: RowAnswers;
	/** The day the change takes effect, where it is not the order's. */
	readonly effectiveOn?: CalendarDate;
	/** Where prices come from, where it is not as the settings say (rule A3). */
	readonly priceSource?: 'autotask' | 'marketplace';
	/** Prices and costs that somebody had set in Autotask when it was said, as `seenText` writes them (rule Q16). */
	readonly seenPrices?: readonly string[];
}
