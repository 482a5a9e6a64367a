import { compact, uniq } from 'lodash';
import { adjustmentsTo, unitsAfterOrder, withRateOn } from './adjustments';
import { billedPeriodType, hasContractLine } from './billedPeriod';
import { earliest } from './calendarDate';
import type { Service } from './contract';
import type { ProductId, TaskId } from './ids';
import {
	currentLink,
	existingId,
	held,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
	linksOf,
	linksOfProduct,
	type LinkedProduct,
	unitsInForce,
} from './ledger';
import { chooseLine, laterPriceDays, rateInForce } from './lineChoice';
import { carriedRate, contractOfLine, correctiveMove, type HomeLine, type LineMove } from './lineMove';
import { joinedLast, type LinePart, partsOf, unitsOfProduct } from './lineParts';
import { estimateOf, invoiceText, leavingShare, type LineShare, unitsOfOthers } from './lineShare';
import type { Rate } from './lineState';
import { type Decimal, isZero, roundedAmount, times, total } from './money';
import { type OwnUnits, ownUnits, settledOthers } from './ownUnits';
import {
	chargedUnits,
	creditOf,
	emptyLineRate,
	fragmentOf,
	paidUnits,
	risesOn,
	type Credit,
	type Fragment,
} from './periodCharges';
import {
	lineKey,
	type LineChange,
	type PlanLine,
	type PlanQuestion,
	type PlannedAdjustment,
	type RateStep,
} from './plan';
import { movedText, remarkOf, unitsAfterMove } from './movedUnits';
import { recurringLines } from './planLines';
import { repricing, wantedRate } from './repricing';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { type UnitTimeline, summed, unitsOn } from './unitTimeline';

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
			`${context.subject}: product ${wanted.name} (${wanted.productId}) is not mapped to an Autotask service billed ${context.periodType}; map it in Map Product.`,
		);
	return service;
}

/** What is known of a product before it is placed on a line. */
interface Placing {
	readonly product: LinkedProduct;
	readonly service: Service;
	/** The lines that it has been on and that are known, the current one last. */
	readonly links: readonly LedgerLink[];
	readonly home?: HomeLine;
	readonly rate?: Rate;
	readonly remark?: string;
	readonly move?: LineMove & { readonly forOwn: boolean };
}

/** A product on the line that it is on from then on. */
interface Placed {
	readonly line: LedgerLine;
	readonly main: LinePart;
	readonly left: readonly LinePart[];
	readonly own: OwnUnits;
	readonly others: number;
	readonly share: readonly PlannedAdjustment[];
	readonly rate?: RateStep;
	/** The day from which it has to leave the line after all. */
	readonly leavesOn?: LineMove['on'];
	readonly approvalNeeded?: string;
}

function homeOf(context: TaskContext, ledger: Ledger, product: LinkedProduct): HomeLine | undefined {
	const link = currentLink(ledger, product);
	const line = link && ledger.lines.find((other) => lineKey(other.target) === lineKey(link.line));
	return link && line && { line, link, contract: contractOfLine(context, line) };
}

/** The line that the product is on from then on, and its units before the task. */
function lineFor(context: TaskContext, wanted: ProductQuantity, ledger: Ledger, placing: Placing) {
	const { product, service, links, home, rate, move } = placing;
	const { facts, task, contract, changedOn } = context;
	const isStaying = home !== undefined && !move;
	const { line } = isStaying
		? home
		: chooseLine(
				{
					...product,
					contract,
					serviceId: service.id,
					on: move?.on ?? changedOn,
					mayAdopt: task.kind !== 'sales' && !move,
					newKey: facts.keys.line(product.subscriptionId, product.productId, service.id, links.length),
					...(rate ? { rate } : {}),
					...(move && home ? { leaves: { line: home.line, forOwn: move.forOwn } } : {}),
				},
				ledger,
			);
	const link = links.find((other) => lineKey(other.line) === lineKey(line.target));
	const there = ownUnits(context, wanted, line, link, ledger);
	return { line, own: home ? { ...there, before: unitsOfProduct(links) } : there };
}

/** Whether the order says by how much the units change, not how many there are to be. Source: rules Q8 and Q11. */
function isRelative({ task, facts }: TaskContext, { moved }: ProductQuantity): boolean {
	return moved !== undefined || (task.kind === 'change' && facts.settings.changeQuantity === 'difference');
}

/** Whether nothing of the period is charged or credited one by one, since the units move. Source: rule Q11. */
function chargesNothing({ movesOn }: TaskContext, { moved }: ProductQuantity): boolean {
	return moved !== undefined || movesOn !== undefined;
}

/**
 * The product's units over time once the task is done. Of seats that move, as many fewer or more as move; on a line that
 * is linked now, what the order leaves, since a person may have entered the move there. Source: rules Q3, Q4, Q11, A13.
 */
function unitsAfter(context: TaskContext, wanted: ProductQuantity, own: OwnUnits): UnitTimeline {
	const { moved } = wanted;
	if (moved && !own.isFirstLink) return unitsAfterMove(context, wanted, own.before);
	if (wanted.keepsUnits) return own.before;
	const days = moved
		? { risesOn: moved.on, fallsOn: moved.on }
		: { risesOn: risesOn(context), fallsOn: context.fallsOn };
	return unitsAfterOrder(own.before, wanted.quantity, { changed: context.changedOn, ...days });
}

/** The units of a product's lines and the writes of the one that it is on from then on. Source: rules Q1 to Q4, Q10, A6. */
function place(context: TaskContext, wanted: ProductQuantity, ledger: Ledger, placing: Placing): Placed {
	const { task, changedOn } = context;
	const { product, links, home, move, service } = placing;
	const { line, own } = lineFor(context, wanted, ledger, placing);
	const contract = contractOfLine(context, line);
	const after = unitsAfter(context, wanted, own);
	const { main, left } = partsOf({
		ledger,
		links,
		after,
		changed: changedOn,
		main: line,
		...(move ? { movedOn: move.on } : {}),
	});
	const elsewhere = unitsOfOthers(ledger, line, product);
	const target = (others: number) => summed([...elsewhere, main.units, held(others)]);
	const others =
		own.isFirstLink || !main.link
			? own.others
			: settledOthers(context, line, ledger, target(own.others), { contract, from: changedOn });
	const inForce = unitsInForce(line);
	const isFresh = !line.existedBefore && linksOf(ledger, line.target).length === 0;
	const rises = wanted.quantity > unitsOn(own.before, changedOn);
	const comparedFrom = task.kind === 'initial' && !rises ? task.firstSeenOn : changedOn;
	const earliestOn = move ? earliest(comparedFrom, move.on) : comparedFrom;
	const from = isFresh && line.state.firstDay !== undefined ? earliest(line.state.firstDay, earliestOn) : earliestOn;
	const window = { from, lastDay: contract.endsOn };
	const unitsOnly = adjustmentsTo(target(others), inForce, window);
	const isEqual =
		!move &&
		!wanted.moved &&
		(unitsOn(own.before, changedOn) === wanted.quantity ||
			paidUnits(context, own.before, home?.link) === wanted.quantity);
	const repriced = repricing(
		context,
		wanted,
		{
			line,
			others,
			elsewhere: summed(elsewhere),
			isHome: home !== undefined && !move,
			firstWrite: unitsOnly[0]?.on ?? (rises ? risesOn(context) : context.fallsOn),
			writes: unitsOnly.length > 0,
			isEqual,
		},
		placing.rate ?? (move && home ? carriedRate(home, service, move.on) : undefined),
	);
	const { rate } = repriced;
	const unitsAndRate = adjustmentsTo(target(others), inForce, { ...window, ...(rate ? { rate } : {}) });
	const share =
		rate && isEqual
			? withRateOn(laterPriceDays(line, rate.price, rate.from), unitsAndRate, rate, inForce)
			: unitsAndRate;
	refuseLateRise(context, wanted, after, share);
	return { line, main, left, own, others, share, ...repriced };
}

/** Places the product; where its price leaves a line that others share, on a line of its own. Source: rule Q10. */
function placeOrMove(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
	placing: Placing,
): { readonly placed: Placed; readonly placing: Placing } {
	const placed = place(context, wanted, ledger, placing);
	if (placed.leavesOn === undefined) return { placed, placing };
	if (placed.leavesOn < joinedLast(placing.links))
		throw new NotPlannable(
			'price conflict',
			`${context.subject}, ${wanted.name}: its units go to another line on ${joinedLast(placing.links)}, and the order changes their price before. Enter the change by hand and ignore the task.`,
		);
	const moving = { ...placing, move: { on: placed.leavesOn, forOwn: true } };
	return { placed: place(context, wanted, ledger, moving), placing: moving };
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

/**
 * Plans one product of a task.
 *
 * @throws NotPlannable with one of rule T8's words. Source: rules Q1 to Q4, Q10, Q13, Q14, A3, A6, A8 and A9.
 */
export function planProduct(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): ProductPlan {
	const { changedOn, period } = context;
	const { placed, placing } = placeOrMove(context, wanted, ledger, placingOf(context, wanted, ledger));
	const { line, main, own, others, share } = placed;
	const { product, service, home, move, remark } = placing;
	const contract = contractOfLine(context, line);
	const rate = placing.rate ?? (move && home ? carriedRate(home, service, move.on) : undefined);
	const paid = paidUnits(context, own.before, home?.link);
	const fragment = chargesNothing(context, wanted)
		? undefined
		: fragmentOf(context, wanted, { before: own.before, paid, line, service }, rate);
	const billedRate =
		rate ??
		rateInForce(line, contract, changedOn) ??
		rateInForce(line, contract, period.nextStart) ??
		emptyLineRate(line, service);
	const paidOn = move && home && move.on > changedOn ? home.line : line;
	const credit = chargesNothing(context, wanted) ? undefined : creditOf(context, wanted, { paid, line: paidOn });
	const left = placed.left.map((part) =>
		leavingShare(context, wanted, part, { product, ledger, service, ...(placing.rate ? { rate: placing.rate } : {}) }),
	);
	const lowered = [...(share.some((write) => write.unitDelta < 0) ? [line] : []), ...left.map((one) => one.line)];
	const siblings = uniq(lowered.flatMap((one) => unlinkedSiblings(context, wanted, ledger, one.serviceId)));
	const charged = context.movesOn ? undefined : chargedUnits(context, wanted, home?.link, fragment ?? credit);
	const change: LineChange = {
		contractId: line.contractId,
		target: line.target,
		subscriptionId: product.subscriptionId,
		productId: wanted.productId,
		serviceId: service.id,
		serviceName: service.name,
		invoiceDescription: invoiceText(context, wanted, service),
		isFirstLink: own.isFirstLink,
		period,
		unitsBefore: main.link || !home ? (main.link?.units ?? own.before) : [],
		unitsAfter: main.units,
		otherUnits: others,
		share,
		...(main.joinedOn === undefined ? {} : { joinedOn: main.joinedOn }),
		...(wanted.moved ? { moved: { direction: wanted.moved.direction, on: wanted.moved.on } } : {}),
		...(isRelative(context, wanted) ? { isRelative: true as const } : {}),
		...(placed.rate ? { rate: placed.rate } : {}),
		...(charged === undefined ? {} : { chargedUntilNextStart: charged }),
	};
	const estimates = compact([
		...left.map((one) => one.estimate),
		estimateOf(context, share, rateInForce(line, contract, changedOn) ?? billedRate, billedRate),
	]);
	const link: LedgerLink = {
		...product,
		line: line.target,
		units: main.units,
		...(charged === undefined ? {} : { charged: { quantity: charged, until: period.nextStart } }),
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
		...(credit ? { credit: move ? { rate: billedRate, ...credit } : credit } : {}),
	};
}

/** A rise whose first day lies past the contract's end has nowhere to go; a fall there is done. Source: rule C5. */
function refuseLateRise(
	context: TaskContext,
	wanted: ProductQuantity,
	after: UnitTimeline,
	share: readonly PlannedAdjustment[],
): void {
	const { contract, period, subject } = context;
	const rises = (after.at(-1)?.units ?? 0) > unitsOn(after, contract.endsOn);
	if (rises && period.nextStart > contract.endsOn && !share.some((write) => write.unitDelta > 0)) {
		throw new NotPlannable(
			'contract ended',
			`${subject}, ${wanted.name}: contract ${contract.name} ends on ${contract.endsOn}, before the units would rise. Extend or renew it in Autotask, then retry.`,
		);
	}
}
