import { omit } from 'lodash';
import { prorate } from '../proration';
import { productRow } from '../answers/rowAnswer';
import { type CalendarDate, plusDays } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Service } from '../contract/service';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { LineChange } from '../plan/plan';
import type { PlanLine } from '../plan/planRow';
import { unitsOn } from '../unitTimeline';
import { heldRateOn, lineRateOn } from '../writes/held';
import type { LineChanges, LineHeld } from '../writes/lineBooks';
import { isTicked } from '../portion/rowChanges';
import type { TaskContext } from '../portion/taskContext';

/** What the rows of one product are written from. */
export interface LineFacts {
	readonly change: LineChange;
	readonly service: Service;
	readonly billedRate: Rate;
	/** What a unit of the line costs on a day, once everything is written. */
	readonly rateOn: (day: CalendarDate) => Rate;
	/** Whether Autotask's own price stays. */
	readonly keepsRate: boolean;
	readonly remark?: string;
}

function counted(units: number): string {
	return `${units} ${units === 1 ? 'unit' : 'units'}`;
}

/** What a unit of a line costs on a day once its changes are written; of days on which it then holds none, what it cost before. */
export function rateAfter(held: LineHeld, { after }: LineChanges, otherwise: Rate): LineFacts['rateOn'] {
	return (day) => heldRateOn(after, day) ?? heldRateOn(held.now, day) ?? otherwise;
}

/**
 * What the line's own price and cost are on the days on which the product's units change, where the task brings none; on the
 * task's own day where none changes. Days before it are none of the task's, and may not have been read.
 */
export function ratesKept(
	{ after }: LineChanges,
	{ unitsAfter }: Pick<LineChange, 'unitsAfter'>,
	{ from, brought }: { readonly from: CalendarDate; readonly brought?: Rate | undefined },
): readonly Partial<Rate>[] {
	const days = unitsAfter.map((step) => step.from).filter((day) => day >= from);
	const written = (['price', 'cost'] as const).filter((name) => brought?.[name] !== undefined);
	return (days.length > 0 ? days : [from]).map((day) => omit(lineRateOn(after, day), written));
}

function ratesOf({ price, cost }: Rate): Pick<PlanLine, 'price' | 'cost'> {
	return { price, ...(cost === undefined ? {} : { cost }) };
}

function remarkText({ remark }: LineFacts): string {
	return remark ? ` ${remark}.` : '';
}

function writeDetail(context: TaskContext, facts: LineFacts, write: PlannedAdjustment): string {
	const { period } = context;
	const isNew = facts.change.target.kind === 'new' ? 'New contract service. ' : '';
	const remark = remarkText(facts);
	const kept = facts.keepsRate ? ' Autotask keeps its own price.' : '';
	if (write.unitDelta === 0) return `${isNew}Price and cost from ${write.on}.${remark}`;
	const verb = write.unitDelta > 0 ? 'rises' : 'falls';
	const move = `${isNew}The line ${verb} from ${counted(write.unitsBefore)} to ${counted(write.unitsAfter)} on ${write.on}.${kept}`;
	if (write.on <= period.start || write.on >= period.nextStart) return move + remark;
	const estimate = prorate(write.unitDelta, facts.billedRate.price, write.on, period);
	return `${move} Autotask prorates this period: about ${estimate} (estimate).${remark}`;
}

function unchangedDetail(context: TaskContext, facts: LineFacts): string {
	const { contract } = context;
	const later = facts.change.unitsAfter.at(-1);
	if (later && later.from > contract.endsOn)
		return `The fall on ${later.from} lies past the contract's end on ${contract.endsOn}: nothing to write.`;
	const isJoining = facts.change.unitsBefore.length === 0;
	if (facts.change.target.kind === 'new' && isJoining)
		return `New contract service, without units.${remarkText(facts)}`;
	return `Autotask holds ${counted(unitsOn(facts.change.unitsAfter, context.changedOn))} of this subscription already: nothing to write.${remarkText(facts)}`;
}

/** The rows that a person reviews for one product: one for each adjustment, or one that says that nothing is written. */
export function recurringLines(context: TaskContext, facts: LineFacts): readonly PlanLine[] {
	const { change, billedRate } = facts;
	const { contract, changedOn } = context;
	const shown = {
		row: productRow(change.subscriptionId, change.productId),
		selected: isTicked(context, change.productId),
		serviceName: change.serviceName,
		invoiceDescription: change.invoiceDescription,
	};
	if (change.adjustments.length === 0) {
		return [
			{
				...shown,
				...ratesOf(billedRate),
				kind: 'recurring',
				effectiveDate: changedOn,
				endDate: contract.endsOn,
				currentQuantity: unitsOn(change.unitsBefore, changedOn),
				quantityChange: 0,
				detail: unchangedDetail(context, facts),
			},
		];
	}
	return change.adjustments.map((write, at) => ({
		...shown,
		...ratesOf(facts.rateOn(write.on)),
		kind: write.unitDelta === 0 ? ('price' as const) : ('recurring' as const),
		effectiveDate: write.on,
		endDate: endOf(change.adjustments[at + 1], contract.endsOn),
		currentQuantity: write.unitsBefore,
		quantityChange: write.unitDelta,
		detail: writeDetail(context, facts, write),
	}));
}

function endOf(next: PlannedAdjustment | undefined, contractEnd: PlanLine['effectiveDate']): PlanLine['effectiveDate'] {
	return next ? plusDays(next.on, -1) : contractEnd;
}
