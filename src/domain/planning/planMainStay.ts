import { omit } from 'lodash';
import type { Rate } from '../contract/lineState';
import type { FittingContract } from '../contract/fittingContract';
import type { LedgerLine, LedgerLink } from '../line/ledger';
import type { LinkOwed, SettledPrice } from '../line/linkOwed';
import { settledAfter } from '../owed/priceMoves';
import type { PlacedProduct } from '../portion/placed';
import { rateOfPlacing, settledOf } from '../portion/placing';
import type { LineChange } from '../plan/plan';
import { type UnitTimeline, within } from '../unitTimeline';
import { isRelative, remarkOf } from '../portion/movedUnits';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';
import { contractOfLine } from '../portion/contractOfLine';
import type { LineMove } from '../writes/billChange';
import { isApprovedByPerson } from '../task/task';
import { heldRateOn } from '../writes/held';
import type { LineChanges, LineHeld } from '../writes/lineBooks';
import { writesLeft } from '../writes/writesOfPlans';
import { estimateOf } from './estimate';
import { invoiceText } from './invoiceText';
import { rateAfter, ratesKept, recurringLines } from './planLines';
import type { StayPlan } from './productPlan';
import { endsThere } from './serviceOf';

interface MainStay extends PlacedProduct {
	readonly billedRate: Rate;
}

/** What counts as the price before the next task of the chain. Source: rule T10. */
function settled(context: TaskContext, { placed, placing }: MainStay): SettledPrice | undefined {
	const isApproved = isApprovedByPerson(context.task);
	return placed.ended ? undefined : settledAfter({ ...placed, ...settledOf(context, placing) }, { isApproved });
}

/** The link to the line that the product is on from then on, as the task leaves it. */
function mainLink(context: TaskContext, of: MainStay): LedgerLink {
	const { placed, placing } = of;
	const before = settled(context, of);
	return {
		...placing.product,
		line: placed.line.target,
		units: placed.main.units,
		owed: owedBeside(placed),
		...(before ? { settled: omit(before, 'foundOn') } : {}),
	};
}

/** What is kept of what is owed, beside the seats that the link has. */
function owedBeside({ owed }: MainStay['placed']): LinkOwed {
	return omit(owed, 'seats');
}

/** What a line lacks on days that take no change, from the task's day on; absent where it lacks nothing. Source: rule Q7. */
export function lackOf({ changedOn }: TaskContext, lacks: UnitTimeline): Pick<LineChange, 'lacks'> {
	const own = within(lacks, changedOn);
	return own.length === 0 ? {} : { lacks: own };
}

/** The change of the line that the product is on from then on. */
function mainChange(context: TaskContext, wanted: ProductQuantity, of: MainStay): LineChange {
	const { line, held, main, own, others, adjustments } = of.placed;
	const { product, service, home } = of.placing;
	const before = settled(context, of);
	return {
		contractId: line.contractId,
		target: line.target,
		subscriptionId: product.subscriptionId,
		productId: wanted.productId,
		serviceId: service.id,
		serviceName: service.name,
		invoiceDescription: invoiceText(context, wanted, service),
		isFirstLink: own.isFirstLink,
		period: context.period,
		unitsBefore: main.link?.units ?? (home ? [] : own.before),
		unitsAfter: main.units,
		otherUnits: others,
		adjustments: writesLeft(line, held.inAutotask, adjustments),
		...(main.joinedOn === undefined ? {} : { joinedOn: main.joinedOn }),
		...(wanted.moved ? { moved: { direction: wanted.moved.direction, on: wanted.moved.on } } : {}),
		...(isRelative(context, wanted) ? { isRelative: true as const } : {}),
		...lackOf(context, of.placed.lacks),
		...(of.placed.missed[0] ? { missedFrom: of.placed.missed[0].from } : {}),
		owed: owedBeside(of.placed),
		...(before ? { settled: { ...before, foundOn: context.task.firstSeenOn } } : {}),
	};
}

/** What the line holds before and after what is planned of it. */
export function moveOf(of: {
	readonly line: LedgerLine;
	readonly contract: FittingContract;
	readonly held: LineHeld;
	readonly changes: Pick<LineChanges, 'adjustments' | 'after'>;
}): LineMove {
	const { line, contract, held, changes } = of;
	const days = changes.adjustments.map(({ on }) => on);
	return { contract, target: line.target, before: held.now, after: changes.after, days };
}

/** What a task does to the line that the product is on from then on. Source: rules Q3, Q4, A8 and A9. */
export function planMainStay(context: TaskContext, wanted: ProductQuantity, of: MainStay): StayPlan {
	const { placed, placing, billedRate } = of;
	const { line, held } = placed;
	const change = mainChange(context, wanted, of);
	const rateBefore = heldRateOn(held.now, context.changedOn) ?? billedRate;
	const brought = rateOfPlacing(context, placing, line);
	const estimate = estimateOf(context, change.adjustments, rateBefore, billedRate);
	return {
		line,
		link: mainLink(context, of),
		planned: placed.adjustments,
		missed: placed.missed,
		corrections: placed.corrections,
		kept: ratesKept(placed, change, { from: context.changedOn, brought }),
		change,
		move: moveOf({ line, contract: contractOfLine(context, line), held, changes: placed }),
		lines: recurringLines(context, {
			change,
			service: placing.service,
			billedRate,
			rateOn: rateAfter(held, placed, billedRate),
			keepsRate: brought === undefined && !endsThere(context, wanted),
			...remarkOf(wanted, placing.remark),
		}),
		...(estimate ? { estimate } : {}),
	};
}
