import type { Rate } from '../contract/lineState';
import type { LedgerLink } from '../line/ledger';
import { rateMeantOn } from '../line/rateMeantOn';
import { type PlacedProduct, rateOfPlacing } from '../placing/placing';
import type { LineChange } from '../plan/plan';
import { contractOfLine } from '../wanted/contractOfLine';
import { isRelative, remarkOf } from '../wanted/movedUnits';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import type { Asides } from './asides';
import { estimateOf } from './estimate';
import { invoiceText } from './invoiceText';
import { recurringLines } from './planLines';
import type { StayPlan } from './productPlan';
import { endsThere } from './serviceOf';

interface MainStay extends PlacedProduct {
	readonly asides: Asides;
	readonly billedRate: Rate;
}

/** The link to the line that the product is on from then on, as the task leaves it. */
function mainLink({ period }: TaskContext, { placed, placing, asides }: MainStay): LedgerLink {
	const { charged: quantity, ended } = asides;
	const charged = { until: period.nextStart, ...(ended.length > 0 ? { ended } : {}) };
	return {
		...placing.product,
		line: placed.line.target,
		units: placed.main.units,
		...(quantity === undefined ? {} : { charged: { quantity, ...charged } }),
	};
}

/** The change of the line that the product is on from then on. */
function mainChange(context: TaskContext, wanted: ProductQuantity, of: MainStay): LineChange {
	const { line, main, own, others, adjustments, rate } = of.placed;
	const { product, service, home } = of.placing;
	const { charged, ended } = of.asides;
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
		adjustments,
		...(main.joinedOn === undefined ? {} : { joinedOn: main.joinedOn }),
		...(wanted.moved ? { moved: { direction: wanted.moved.direction, on: wanted.moved.on } } : {}),
		...(isRelative(context, wanted) ? { isRelative: true as const } : {}),
		...(rate ? { rate } : {}),
		...(charged === undefined ? {} : { chargedUntilNextStart: charged }),
		...(ended.length === 0 ? {} : { endedSeats: ended }),
	};
}

/** What a task does to the line that the product is on from then on. Source: rules Q3, Q4, A8 and A9. */
export function planMainStay(context: TaskContext, wanted: ProductQuantity, of: MainStay): StayPlan {
	const { placed, placing, billedRate } = of;
	const { line } = placed;
	const change = mainChange(context, wanted, of);
	const rateBefore = rateMeantOn(line, contractOfLine(context, line), context.changedOn) ?? billedRate;
	const estimate = estimateOf(context, placed.adjustments, rateBefore, billedRate);
	return {
		line,
		link: mainLink(context, of),
		change,
		lines: recurringLines(context, {
			change,
			service: placing.service,
			billedRate,
			keepsRate: rateOfPlacing(placing, line) === undefined && !endsThere(context, wanted),
			...remarkOf(wanted, placing.remark),
		}),
		...(estimate ? { estimate } : {}),
	};
}
