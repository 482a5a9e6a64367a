import { compact, uniq } from 'lodash';
import { billedPeriodType, hasContractLine } from './billedPeriod';
import type { Service } from './contract';
import { type CreditDifference, endedSeats } from './endedSeats';
import type { ProductId, TaskId } from './ids';
import { currentLink, existingId, type Ledger, type LedgerLink, linksOfProduct } from './ledger';
import { rateInForce } from './lineChoice';
import { contractOfLine, correctiveMove, type HomeLine } from './lineMove';
import { estimateOf, invoiceText, leavingShare, type LineShare } from './lineShare';
import { chargesNothing, isRelative, movedText, remarkOf } from './movedUnits';
import { type Decimal, isZero, roundedAmount, times, total } from './money';
import {
	chargedUnits,
	creditOf,
	emptyLineRate,
	fragmentOf,
	paidUnits,
	type Credit,
	type Fragment,
} from './periodCharges';
import { homeOf, type Placed, placeProduct, type Placing, rateOfPlacing } from './placeProduct';
import { type EndedSeats, lineKey, type LineChange, type PlanLine, type PlanQuestion } from './plan';
import { recurringLines } from './planLines';
import { wantedRate } from './repricing';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { type UnitTimeline, unitsOn } from './unitTimeline';

export type { LineShare } from './lineShare';

/** What a task does to one product: its changes, the rows a person sees, and what the next plan needs to know. */
export interface ProductPlan {
	readonly productId: ProductId;
	readonly name: string;
	/** One for each line: those that the product leaves first, that which it is on from then on last. */
	readonly shares: readonly LineShare[];
	/** The change of the last of them. */
	readonly change: LineChange;
	readonly lines: readonly PlanLine[];
	readonly question?: PlanQuestion;
	/** The question, answered or not. */
	readonly asked?: PlanQuestion;
	/** Whether its seats move here or away, so that nothing of the period is charged or credited. Source: rule Q11. */
	readonly isMove: boolean;
	readonly approvalNeeded: readonly string[];
	/** Earlier tasks whose planned lines this one uses. */
	readonly plannedBy: readonly TaskId[];
	/** What is billed each period for this subscription's units from now on. */
	readonly perPeriod: Decimal;
	/** What Autotask's own proration will bill once, as an estimate. */
	readonly estimate?: Decimal;
	readonly fragment?: Fragment;
	readonly credit?: Credit;
	/** What its price makes of earlier credits of seats that ended with a term. */
	readonly creditDifference?: CreditDifference;
}

/** Subscriptions of the same customer and service that have no line yet: until they have, nothing is lowered. Source: rule Q2. */
function unlinkedSiblings(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
	serviceId: number,
): readonly string[] {
	const { facts, task, periodType } = context;
	return facts
		.subscriptionsOfCustomer(task)
		.filter(
			(other) =>
				other.id !== context.subscription.id &&
				hasContractLine(other.billingModel) &&
				billedPeriodType(other) === periodType,
		)
		.filter((other) =>
			other.products.some((product) => {
				const of = { connectionId: facts.connectionId, subscriptionId: other.id, productId: product.productId };
				return (
					!currentLink(ledger, of) &&
					!isZero(product.quantity) &&
					facts.productMapping(product.productId, periodType)?.serviceId === serviceId
				);
			}),
		)
		.map((other) => `${other.name || wanted.name} (${other.id})`);
}

/** Whether units end where they are, whatever the subscription belongs to by now. Source: rules A7 and Q11. */
function endsThere({ task }: TaskContext, { moved }: ProductQuantity): boolean {
	return task.kind === 'cancellation' || moved?.direction === 'out';
}

/** The service that the product is mapped to; of what ends, the one that it is on. */
function serviceOf(context: TaskContext, wanted: ProductQuantity, home: HomeLine | undefined): Service {
	const mapping = context.facts.productMapping(wanted.productId, context.periodType);
	const ended = endsThere(context, wanted) && home ? context.facts.service(home.line.serviceId) : undefined;
	const service = ended ?? (mapping && context.facts.service(mapping.serviceId));
	if (!service)
		throw new NotPlannable(
			'product not mapped',
			`${context.subject}: product ${wanted.name} (${wanted.productId}) is not mapped to an Autotask service billed ${context.periodType}`,
			'; map it in Map Product.',
		);
	return service;
}

function placingOf(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): Placing {
	const { facts, subscription } = context;
	const product = {
		connectionId: facts.connectionId,
		subscriptionId: subscription.id,
		productId: wanted.productId,
	};
	const home = homeOf(context, ledger, product);
	const service = serviceOf(context, wanted, home);
	const isKnown = (link: LedgerLink) => ledger.lines.some((line) => lineKey(line.target) === lineKey(link.line));
	const move = home && !endsThere(context, wanted) ? correctiveMove(context, wanted.name, home, service) : undefined;
	return {
		product,
		service,
		links: linksOfProduct(ledger, product).filter(isKnown),
		...(home ? { home } : {}),
		...wantedRate(context, wanted, ledger),
		...(move ? { move: { ...move, forOwn: false } } : {}),
	};
}

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
	const billedRate =
		rate ??
		rateInForce(line, contract, changedOn) ??
		rateInForce(line, contract, period.nextStart) ??
		emptyLineRate(line, service);
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
		estimateOf(context, share, rateInForce(line, contract, changedOn) ?? billedRate, billedRate),
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
