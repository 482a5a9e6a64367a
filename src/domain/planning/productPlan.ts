import type { PlanQuestion } from '../answers/planQuestion';
import type { ContractId, ProductId } from '../ids';
import type { Rate } from '../contract/lineState';
import type { LedgerLine, LedgerLink } from '../line/ledger';
import type { Decimal } from '../money';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { LineChange } from '../plan/plan';
import type { Owed } from '../owed/owed';
import type { PlanLine } from '../plan/planRow';
import type { LineMove } from '../writes/billChange';
import type { LineWrite } from '../writes/held';
import type { PeriodAmount } from '../writes/missed';
import type { TheirsOnLine } from '../writes/setByHand';

/** What a task does to one product on one line, as it is written and as a person sees it, and the link that it leaves. */
export interface StayPlan {
	readonly line: LedgerLine;
	readonly link: LedgerLink;
	readonly change: LineChange;
	/** What the line holds before and after it. */
	readonly move: LineMove;
	readonly lines: readonly PlanLine[];
	/** What it makes of the line, what is there already included. */
	readonly planned: readonly PlannedAdjustment[];
	/** What is charged for the days that take no change of the line. */
	readonly missed: readonly PeriodAmount[];
	/** What it writes of units that somebody else has changed. */
	readonly corrections: readonly LineWrite[];
	/** The line's own price and cost that the task lets stay, by the days on which units change. */
	readonly kept: readonly Partial<Rate>[];
	/** What Autotask's own proration will bill for it once. */
	readonly estimate?: Decimal;
}

/** What a task does to one product: its changes, the rows a person sees, and what the next plan needs to know. */
export interface ProductPlan {
	readonly productId: ProductId;
	readonly name: string;
	/** One for each line: those that the product leaves first, that which it is on from then on last. */
	readonly stays: readonly StayPlan[];
	/** The change of the last of them. */
	readonly change: LineChange;
	readonly lines: readonly PlanLine[];
	readonly question?: PlanQuestion;
	/** The question, answered or not. */
	readonly asked?: PlanQuestion;
	/** What somebody has set on its line that the task would write over, answered or not. Source: rule Q16. */
	readonly overwrites?: TheirsOnLine;
	/** Whether its seats move here or away, so that nothing of the period is charged or credited. Source: rule Q11. */
	readonly isMove: boolean;
	readonly approvalNeeded: readonly string[];
	/** What is billed each period for this subscription's units from now on. */
	readonly perPeriod: Decimal;
	/** What is owed of it before and after the task. */
	readonly books: {
		readonly owedBefore: Owed;
		readonly owed: Owed;
		/** The contract that bills it no longer, since another period does. Source: rule Q11. */
		readonly endsOn?: ContractId;
	};
	/** What the task makes of fragments and credits, by period. */
	readonly asides: readonly PeriodAmount[];
	/** Whether seats that the line holds on are no longer owed. */
	readonly isCredited: boolean;
}
