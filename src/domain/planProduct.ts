import { compact } from 'lodash';
import { adjustmentsTo, unitsAfterOrder, withRateOn } from './adjustments';
import { billedPeriodType, hasContractLine } from './billedPeriod';
import { earliest } from './calendarDate';
import type { Service } from './contract';
import type { ProductId, TaskId } from './ids';
import { type Ledger, type LedgerLine, type LedgerLink, existingId, held, linksOf, unitsInForce } from './ledger';
import { chooseLine, laterPriceDays, rateInForce } from './lineChoice';
import type { Rate } from './lineState';
import { type Decimal, isZero, negate, roundedAmount, times, total } from './money';
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
import type { LineChange, PlanLine, PlanQuestion, PlannedAdjustment, RateStep } from './plan';
import { recurringLines } from './planLines';
import { prorate } from './proration';
import { unitsAfterMove } from './movedUnits';
import { repricing, wantedRate } from './repricing';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { type UnitTimeline, summed, unitsOn } from './unitTimeline';

/** What a task does to one product: the change, the rows a person sees, and what the next plan needs to know. */
export interface ProductPlan {
	readonly productId: ProductId;
	readonly name: string;
	readonly line: LedgerLine;
	readonly link: LedgerLink;
	readonly change: LineChange;
	readonly lines: readonly PlanLine[];
	readonly question?: PlanQuestion;
	/** The question, answered or not. */
	readonly asked?: PlanQuestion;
	/** Whether its seats move here or away, so that nothing of the period is charged or credited. Source: rule Q11. */
	readonly isMove: boolean;
	readonly approvalNeeded: readonly string[];
	/** Earlier tasks whose planned line this one uses. */
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
				const isLinked = ledger.links.some(
					(link) =>
						link.connectionId === facts.connectionId &&
						link.subscriptionId === other.id &&
						link.productId === product.productId,
				);
				return (
					!isLinked &&
					!isZero(product.quantity) &&
					facts.productMapping(product.productId, periodType)?.serviceId === serviceId
				);
			}),
		)
		.map((other) => `${other.name || wanted.name} (${other.id})`);
}

function serviceOf(context: TaskContext, wanted: ProductQuantity): Service {
	const mapping = context.facts.productMapping(wanted.productId, context.periodType);
	const service = mapping && context.facts.service(mapping.serviceId);
	if (!service)
		throw new NotPlannable(
			'product not mapped',
			`${context.subject}: product ${wanted.name} (${wanted.productId}) is not mapped to an Autotask service billed ${context.periodType}; map it in Map Product.`,
		);
	return service;
}

/**
 * Plans one product of a task.
 *
 * @throws NotPlannable with one of rule T8's words. Source: rules Q1 to Q4, Q13, Q14, A3, A6, A8 and A9.
 */
export function planProduct(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): ProductPlan {
	const { facts, task, contract, changedOn, period, subscription } = context;
	const service = serviceOf(context, wanted);
	const { rate, remark } = wantedRate(context, wanted, ledger);
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	const newKey = facts.keys.line(subscription.id, wanted.productId, service.id);
	const { line, link } = chooseLine(
		{
			...of,
			contract,
			serviceId: service.id,
			on: changedOn,
			mayAdopt: task.kind !== 'sales',
			newKey,
			...(rate ? { rate } : {}),
		},
		ledger,
	);
	const own = ownUnits(context, wanted, line, link, ledger);
	const days = { changed: changedOn, risesOn: risesOn(context), fallsOn: context.fallsOn };
	const after = wanted.moved
		? unitsAfterMove(context, wanted, own.before)
		: wanted.keepsUnits
			? own.before
			: unitsAfterOrder(own.before, wanted.quantity, days);
	const elsewhere = linksOf(ledger, line.target)
		.filter((other) => other !== link)
		.map((other) => other.units);
	const target = (others: number) => summed([...elsewhere, after, held(others)]);
	const others = own.isFirstLink || !link ? own.others : settledOthers(context, line, ledger, target(own.others));
	const inForce = unitsInForce(line);
	const isFresh = !line.existedBefore && linksOf(ledger, line.target).length === 0;
	const rises = wanted.quantity > unitsOn(own.before, changedOn);
	const comparedFrom = task.kind === 'initial' && !rises ? task.firstSeenOn : changedOn;
	const from =
		isFresh && line.state.firstDay !== undefined ? earliest(line.state.firstDay, comparedFrom) : comparedFrom;
	const unitsOnly = adjustmentsTo(target(others), inForce, { from, lastDay: contract.endsOn });
	const paid = paidUnits(context, own.before, link);
	const isEqual = !wanted.moved && (unitsOn(own.before, changedOn) === wanted.quantity || paid === wanted.quantity);
	const repriced = repricing(
		context,
		wanted,
		{
			line,
			others,
			linkedElsewhere: unitsOn(summed(elsewhere), changedOn),
			firstWrite: unitsOnly[0]?.on ?? (rises ? days.risesOn : days.fallsOn),
			writes: unitsOnly.length > 0,
			isEqual,
		},
		rate,
	);
	const unitsAndRate = adjustmentsTo(target(others), inForce, {
		from,
		lastDay: contract.endsOn,
		...(repriced.rate ? { rate: repriced.rate } : {}),
	});
	const share =
		repriced.rate && isEqual
			? withRateOn(laterPriceDays(line, repriced.rate.price, repriced.rate.from), unitsAndRate, repriced.rate, inForce)
			: unitsAndRate;
	refuseLateRise(context, wanted, after, share);
	const fragment = wanted.moved
		? undefined
		: fragmentOf(context, wanted, { before: own.before, paid, line, service }, rate);
	const credit = wanted.moved ? undefined : creditOf(context, wanted, { paid, line });
	const billedRate =
		rate ??
		rateInForce(line, contract, changedOn) ??
		rateInForce(line, contract, period.nextStart) ??
		emptyLineRate(line, service);
	const siblings = share.some((write) => write.unitDelta < 0)
		? unlinkedSiblings(context, wanted, ledger, service.id)
		: [];
	const change = changeOf(
		context,
		wanted,
		service,
		line,
		own,
		after,
		others,
		share,
		repriced.rate,
		chargedUnits(context, wanted, link, fragment ?? credit),
	);
	const estimate = estimateOf(context, share, rateInForce(line, contract, changedOn) ?? billedRate, billedRate);
	return {
		productId: wanted.productId,
		name: wanted.name,
		line,
		link: {
			...of,
			line: line.target,
			units: after,
			...(change.chargedUntilNextStart === undefined
				? {}
				: { charged: { quantity: change.chargedUntilNextStart, until: period.nextStart } }),
		},
		change,
		lines: recurringLines(context, {
			change,
			service,
			billedRate,
			keepsRate: rate === undefined && task.kind !== 'cancellation' && wanted.moved?.direction !== 'out',
			...remarkOf(wanted, remark),
		}),
		...(own.question ? { question: own.question } : {}),
		...(own.asked ? { asked: own.asked } : {}),
		isMove: wanted.moved !== undefined,
		approvalNeeded: compact([
			own.isFirstLink &&
				`contract service ${existingId(line.target) ?? ''} existed before: say how many of its units already are this subscription's`,
			wanted.moved && `it moves ${movedText(wanted)}`,
			siblings.length > 0 && `it lowers a line while ${siblings.join(', ')} has no line yet`,
			repriced.approvalNeeded,
		]),
		plannedBy: line.plannedBy,
		perPeriod: roundedAmount(times(billedRate.price, wanted.quantity)),
		...(estimate ? { estimate } : {}),
		...(fragment ? { fragment } : {}),
		...(credit ? { credit } : {}),
	};
}

function movedText({ name, moved }: ProductQuantity): string {
	if (!moved) return '';
	return `${moved.units} of ${moved.direction === 'out' ? `${name} to ${moved.other}` : `${moved.other} to ${name}`}`;
}

function remarkOf(wanted: ProductQuantity, remark: string | undefined): { readonly remark?: string } {
	const texts = compact([wanted.moved && `The order moves ${movedText(wanted)}`, remark]);
	return texts.length === 0 ? {} : { remark: texts.join('. ') };
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

function changeOf(
	context: TaskContext,
	wanted: ProductQuantity,
	service: Service,
	line: LedgerLine,
	own: OwnUnits,
	after: UnitTimeline,
	otherUnits: number,
	share: readonly PlannedAdjustment[],
	rate: RateStep | undefined,
	charged: number | undefined,
): LineChange {
	const { period, subscription } = context;
	return {
		contractId: context.contract.id,
		target: line.target,
		subscriptionId: subscription.id,
		productId: wanted.productId,
		serviceId: service.id,
		serviceName: service.name,
		invoiceDescription: invoiceText(context, wanted, service),
		isFirstLink: own.isFirstLink,
		period,
		unitsBefore: own.before,
		unitsAfter: after,
		otherUnits,
		share,
		...(rate ? { rate } : {}),
		...(charged === undefined ? {} : { chargedUntilNextStart: charged }),
	};
}

/** The text on the invoice of a new line; written once, without dates. Source: rule Q14. */
function invoiceText(context: TaskContext, wanted: ProductQuantity, service: Service): string {
	const periods = { monthly: 'monthly', quarterly: 'quarterly', semiAnnual: 'semi-annual', yearly: 'yearly' };
	const texts = {
		productAndPeriod: `${wanted.name}, ${periods[context.periodType]}`,
		productName: wanted.name,
		autotask: service.invoiceDescription ?? service.name,
	};
	return texts[context.facts.settings.invoiceDescription];
}

/** What Autotask's proration adds to this period, for showing: units that come and go, and a new price of those that stay. Source: rules A8 and Q10. */
function estimateOf(
	context: TaskContext,
	share: readonly PlannedAdjustment[],
	before: Rate,
	after: Rate,
): Decimal | undefined {
	const { period } = context;
	const inside = share.filter((write) => write.on > period.start && write.on < period.nextStart);
	const amounts = inside.map((write) =>
		write.price === undefined
			? prorate(write.unitDelta, after.price, write.on, period)
			: total([
					prorate(write.unitsAfter, write.price, write.on, period),
					negate(prorate(write.unitsBefore, before.price, write.on, period)),
				]),
	);
	return amounts.length === 0 ? undefined : total(amounts);
}
