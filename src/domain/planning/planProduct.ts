import { compact, uniq } from 'lodash';
import { endedSeats } from '../amounts/endedSeats';
import { chargedUnits, creditOf, fragmentOf, paidUnits } from '../amounts/periodCharges';
import { existingId, type Ledger, type LedgerLink } from '../line/ledger';
import { lineKey } from '../line/lineTarget';
import type { EndedSeats } from '../line/plannedAdjustment';
import { rateMeantOn, rateOfEmptyLine } from '../line/rateMeantOn';
import { roundedAmount, times, total } from '../money';
import type { HomeLine } from '../placing/lineMove';
import { placeProduct } from '../placing/placeProduct';
import { type Placed, type Placing, rateOfPlacing } from '../placing/placing';
import type { LineChange } from '../plan/plan';
import { unitsOn, type UnitTimeline } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import { chargesNothing, isRelative, movedText, remarkOf } from '../wanted/movedUnits';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { estimateOf, invoiceText, leavingShare } from './lineShare';
import { recurringLines } from './planLines';
import type { ProductPlan } from './productPlan';
import { endsThere, placingOf, unlinkedSiblings } from './serviceOf';

/** The line that the product's units are on, on the day of the task or when they begin, whichever one they go to later. */
function lineOn(
	context: TaskContext,
	ledger: Ledger,
	{ links }: Placing,
	before: UnitTimeline,
): Pick<HomeLine, 'line' | 'contract'> | undefined {
	const { changedOn, period } = context;
	const day = unitsOn(before, changedOn) > 0 ? changedOn : period.nextStart;
	const link = links.find(({ leftOn }) => leftOn === undefined || day < leftOn);
	const line = link && ledger.lines.find((other) => lineKey(other.target) === lineKey(link.line));
	return line && { line, contract: contractOfLine(context, line) };
}

/**
 * Plans one product of a task.
 *
 * @throws NotPlannable with one of rule T8's words. Source: rules Q1 to Q4, Q10, Q13, Q14, A3, A6, A8 and A9.
 */
export function planProduct(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): ProductPlan {
	const { changedOn, period } = context;
	const { placed, placing } = placeProduct(context, wanted, ledger, placingOf(context, wanted, ledger));
	const { line, main, own, share } = placed;
	const { product, service, home, move, remark } = placing;
	const contract = contractOfLine(context, line);
	const rate = rateOfPlacing(placing, line);
	const paid = paidUnits(context, own.before, home?.link);
	const fragment = chargesNothing(context, wanted)
		? undefined
		: fragmentOf(context, wanted, { before: own.before, paid, line, service }, rate);
	const billedRate = rate ?? rateMeantOn(line, contract, changedOn, period.nextStart) ?? rateOfEmptyLine(line, service);
	const paidOn = (move && move.on <= changedOn ? undefined : lineOn(context, ledger, placing, own.before)) ?? {
		line,
		contract,
	};
	const credit = chargesNothing(context, wanted)
		? undefined
		: creditOf(
				{ ...context, contract: paidOn.contract },
				wanted,
				{ before: own.before, link: home?.link, paid, line: paidOn.line, service },
				rate,
			);
	const { ended, difference } = endedSeats(context, wanted, {
		line,
		contract,
		share,
		...(placing.rate ? { rate: placing.rate } : {}),
		before: own.before,
		link: home?.link,
		credit,
		fragment,
	});
	const left = placed.left.map((part) => leavingShare(context, wanted, part, { product, ledger, service }));
	const lowered = [...(share.some((write) => write.unitDelta < 0) ? [line] : []), ...left.map((one) => one.line)];
	const siblings = uniq(lowered.flatMap((one) => unlinkedSiblings(context, wanted, ledger, one.serviceId)));
	const charged = context.movesOn ? undefined : chargedUnits(context, wanted, home?.link, fragment ?? credit);
	const change = changeOf(context, wanted, { placed, placing, charged, ended });
	const estimates = compact([
		...left.map((one) => one.estimate),
		estimateOf(context, share, rateMeantOn(line, contract, changedOn) ?? billedRate, billedRate),
	]);
	const link: LedgerLink = {
		...product,
		line: line.target,
		units: main.units,
		...(charged === undefined
			? {}
			: { charged: { quantity: charged, until: period.nextStart, ...(ended.length > 0 ? { ended } : {}) } }),
	};
	return {
		productId: wanted.productId,
		name: wanted.name,
		shares: [...left, { line, link, change }],
		change,
		lines: [
			...left.flatMap((one) => one.lines),
			...recurringLines(context, {
				change,
				service,
				billedRate,
				keepsRate: rate === undefined && !endsThere(context, wanted),
				...remarkOf(wanted, remark),
			}),
		],
		...(own.question ? { question: own.question } : {}),
		...(own.asked ? { asked: own.asked } : {}),
		isMove: chargesNothing(context, wanted),
		approvalNeeded: compact([
			move?.approvalNeeded,
			wanted.moved && `it moves ${movedText(wanted)}`,
			own.isFirstLink &&
				`contract service ${existingId(line.target) ?? ''} existed before: say how many of its units already are this subscription's`,
			siblings.length > 0 && `it lowers a line while ${siblings.join(', ')} has no line yet`,
			placed.approvalNeeded,
		]),
		plannedBy: uniq([...left.flatMap((one) => one.line.plannedBy), ...line.plannedBy]),
		perPeriod: roundedAmount(times(billedRate.price, wanted.quantity)),
		...(estimates.length > 0 ? { estimate: total(estimates) } : {}),
		...(fragment ? { fragment } : {}),
		...(difference ? { creditDifference: difference } : {}),
		...(credit ? { credit: move ? { rate: billedRate, ...credit } : credit } : {}),
	};
}

/** The change of the line that the product is on from then on. */
function changeOf(
	context: TaskContext,
	wanted: ProductQuantity,
	of: {
		readonly placed: Placed;
		readonly placing: Placing;
		readonly charged: number | undefined;
		readonly ended: readonly EndedSeats[];
	},
): LineChange {
	const { line, main, own, others, share, rate } = of.placed;
	const { product, service, home } = of.placing;
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
		share,
		...(main.joinedOn === undefined ? {} : { joinedOn: main.joinedOn }),
		...(wanted.moved ? { moved: { direction: wanted.moved.direction, on: wanted.moved.on } } : {}),
		...(isRelative(context, wanted) ? { isRelative: true as const } : {}),
		...(rate ? { rate } : {}),
		...(of.charged === undefined ? {} : { chargedUntilNextStart: of.charged }),
		...(of.ended.length === 0 ? {} : { endedSeats: of.ended }),
	};
}
