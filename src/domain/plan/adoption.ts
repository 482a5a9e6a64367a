import { compact } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { ContractServiceId } from '../ids';
import { groupBy } from '../keyed';
import type { LedgerLine } from '../line/ledger';
import { unrecordedUnits } from '../line/unrecorded';
import { lineKey } from '../line/lineTarget';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { Decimal } from '../money';
import type { SyncTask } from '../task/task';
import { difference, simplified, summed, unitsOn, type UnitTimeline } from '../unitTimeline';
import type { ContractPlan, LineChange } from './plan';

/** A line beside the subscription that it is to be linked to, as a person compares them. */
export interface LineComparison {
	readonly contractServiceId: ContractServiceId;
	readonly serviceName: string;
	readonly companyName: string;
	readonly contractName: string;
	readonly subscriptionName: string;
	/** In force on the line today, all of it. */
	readonly unitsInAutotask: number;
	/** Of them, what other subscriptions are linked with. */
	readonly unitsLinked: number;
	readonly unitsAtMarketplace: Decimal;
	/** What would be nobody's of ours once the line is linked. */
	readonly otherUnits: number;
	readonly priceInAutotask?: Decimal;
	readonly priceAtMarketplace?: Decimal;
	readonly costInAutotask?: Decimal;
	readonly costAtMarketplace?: Decimal;
}

/** Changes that link a subscription to a line that existed before us. */
export function firstLinks(plan: ContractPlan): readonly (LineChange & {
	readonly target: { readonly kind: 'existing'; readonly contractServiceId: ContractServiceId };
})[] {
	return plan.changes.flatMap((change) =>
		change.isFirstLink && change.joinedOn === undefined && change.target.kind === 'existing'
			? [{ ...change, target: change.target }]
			: [],
	);
}

/**
 * Why a planned task is not about a line that was billed by hand; undefined where it is.
 *
 * A sale after the connection brings units of its own, and an end leaves nothing to link. Source: rule T11.
 */
export function whyNotAdoptable(task: SyncTask, plan: ContractPlan): string | undefined {
	const name = `Task ${task.id}`;
	if (task.kind === 'cancellation') return `${name} ends its subscription; approve its plan or ignore it.`;
	if (task.kind === 'sales' && !task.isFirst)
		return `${name} is a sale of after the connection: its units are new. Approve its plan.`;
	if (plan.changes.some((change) => change.leftOn !== undefined || change.joinedOn !== undefined))
		return `${name} moves units from one line to another; approve its plan.`;
	if (firstLinks(plan).length > 0) return undefined;
	return `${name} is about no line that existed before and is not linked yet; approve its plan.`;
}

function signedUnits(units: number): string {
	return units < 0 ? String(units) : `+${units}`;
}

function writeText(write: PlannedAdjustment, serviceName: string): string {
	const rate = compact([write.price && `price ${write.price}`, write.cost && `cost ${write.cost}`]);
	return `${serviceName}: ${compact([write.unitDelta !== 0 && signedUnits(write.unitDelta), ...rate]).join(', ')} on ${write.on}`;
}

/** The writes of one subscription's plans on one line together: those of a chain may take each other back. */
function writtenTogether(changes: readonly LineChange[]): readonly PlannedAdjustment[] {
	const byDay = groupBy(
		changes.flatMap((change) => change.adjustments),
		(write) => write.on,
	);
	return Object.values(byDay).flatMap((writes): PlannedAdjustment[] => {
		const last = writes.at(-1);
		const unitDelta = writes.reduce((units, write) => units + write.unitDelta, 0);
		const isRepriced = writes.some((write) => write.price !== undefined || write.cost !== undefined);
		return last && (unitDelta !== 0 || isRepriced) ? [{ ...last, unitDelta }] : [];
	});
}

/** What syncing these plans of one subscription would write, in words; empty where Autotask holds it all already. Source: rule T11. */
export function unwrittenOf(plans: readonly ContractPlan[]): readonly string[] {
	const changes = plans.flatMap((plan) => plan.changes);
	const onLines = Object.values(groupBy(changes, (change) => lineKey(change.target))).flatMap((own) =>
		writtenTogether(own).map((write) => writeText(write, own[0]?.serviceName ?? '')),
	);
	const charged = plans.flatMap((plan) =>
		plan.charges
			.filter((charge) => charge.selected)
			.map((charge) => `${charge.name}: ${charge.amount} on ${charge.on}`),
	);
	return [...onLines, ...charged];
}

/**
 * What a line holds for one subscription, as it is: no more than its quantity, or what a person says, of the units that
 * are linked to nobody; the rest are other units. Source: rules T11 and Q2.
 */
export function heldUnits(
	line: LedgerLine,
	of: { readonly on: CalendarDate; readonly quantity: number; readonly linked: readonly UnitTimeline[] },
): { readonly units: UnitTimeline; readonly others: number } {
	const free = difference(difference(line.state.units, unrecordedUnits(line)), summed(of.linked));
	const today = Math.max(0, unitsOn(free, of.on));
	const others = today - Math.min(today, Math.max(0, Math.floor(of.quantity)));
	const units = free.map((step) => ({ from: step.from, units: Math.max(0, step.units - others) }));
	return { units: simplified(units), others };
}

/** Price and cost of both sides, where they are known. */
export function comparedRates(
	there: Rate | undefined,
	here: { readonly price?: Decimal; readonly cost?: Decimal },
): Pick<LineComparison, 'priceInAutotask' | 'priceAtMarketplace' | 'costInAutotask' | 'costAtMarketplace'> {
	return {
		...(there ? { priceInAutotask: there.price } : {}),
		...(here.price === undefined ? {} : { priceAtMarketplace: here.price }),
		...(there?.cost === undefined ? {} : { costInAutotask: there.cost }),
		...(here.cost === undefined ? {} : { costAtMarketplace: here.cost }),
	};
}
