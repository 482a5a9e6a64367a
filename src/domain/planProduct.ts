import { compact } from 'lodash';
import { adjustmentsTo, unitsAfterOrder } from './adjustments';
import { billedPeriodType, hasContractLine } from './billedPeriod';
import { earliest, plusDays, type CalendarDate } from './calendarDate';
import type { Service } from './contract';
import type { ProductId, TaskId } from './ids';
import type { SubscriptionProduct } from './order';
import {
	existingId,
	held,
	linksOf,
	unitsInForce,
	unitsLeft,
	unrecordedUnits,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
} from './ledger';
import { chooseLine, isEmptyFrom, rateInForce } from './lineChoice';
import type { Rate } from './lineState';
import { isZero, roundedAmount, times, total, type Decimal } from './money';
import type { LineChange, PlanLine, PlannedAdjustment, PlanQuestion, RateStep } from './plan';
import { NotPlannable, type ProductQuantity, type TaskContext } from './taskContext';
import { recurringLines } from './planLines';
import { prorate } from './proration';
import { differsInCostOnly, rateStep, readWantedRate, repricedFrom } from './rateChange';
import { always, difference, summed, unitsOn, type UnitTimeline } from './unitTimeline';

/** What a task does to one product: the change, the rows a person sees, and what the next plan needs to know. */
export interface ProductPlan {
	readonly productId: ProductId;
	readonly name: string;
	readonly line: LedgerLine;
	readonly link: LedgerLink;
	readonly change: LineChange;
	readonly lines: readonly PlanLine[];
	readonly question?: PlanQuestion;
	readonly approvalNeeded: readonly string[];
	/** Earlier tasks whose planned line this one uses. */
	readonly plannedBy: readonly TaskId[];
	/** What is billed each period for this subscription's units from now on. */
	readonly perPeriod: Decimal;
	/** What Autotask's own proration will bill once, as an estimate. */
	readonly estimate?: Decimal;
	/** Seats that the rest of this period has to be charged for by the marketplace's proration, and at which rate. */
	readonly fragment?: { readonly units: number; readonly rate?: Rate; readonly increase?: number };
}

interface OwnUnits {
	readonly before: UnitTimeline;
	readonly others: number;
	readonly question?: PlanQuestion;
	readonly isFirstLink: boolean;
}

/** Where the line's units are looked at for a first link: the day before the order, the day an order-less subscription was first seen, or the line's first day where it is younger. */
function baseDay(context: TaskContext, line: LedgerLine): CalendarDate {
	const { task, changedOn } = context;
	const day = task.kind === 'initial' ? task.firstSeenOn : plusDays(changedOn, -1);
	const { firstDay } = line.state;
	return firstDay !== undefined && firstDay > day ? firstDay : day;
}

/** Units that the line already holds for this subscription, and those it holds for nobody of ours. Source: rule Q2. */
function ownUnits(
	context: TaskContext,
	wanted: ProductQuantity,
	line: LedgerLine,
	link: LedgerLink | undefined,
	ledger: Ledger,
): OwnUnits {
	const { task } = context;
	if (link) return { before: link.units, others: line.otherUnits ?? 0, isFirstLink: false };
	if (!line.existedBefore) return { before: [], others: line.otherUnits ?? 0, isFirstLink: false };
	const day = baseDay(context, line);
	const inForce = unitsOn(difference(unitsInForce(line), unrecordedUnits(line)), day);
	const linkedUnits = unitsOn(summed(linksOf(ledger, line.target).map((other) => other.units)), day);
	const free = Math.max(0, inForce - linkedUnits);
	const mustBeSaid = free > 0 && (task.isFirst || task.kind !== 'sales');
	const suggestion = task.kind === 'sales' ? 0 : Math.min(free, task.kind === 'initial' ? wanted.quantity : free);
	const own = Math.min(free, task.answers.ownUnits ?? (mustBeSaid ? suggestion : 0));
	const asked = mustBeSaid && task.answers.ownUnits === undefined;
	const id = existingId(line.target);
	return {
		before: own > 0 ? [{ from: always, units: own }] : [],
		others: free - own,
		isFirstLink: true,
		...(asked && id !== undefined
			? {
					question: {
						asks: 'ownUnits' as const,
						productId: wanted.productId,
						contractServiceId: id,
						inForce,
						linkedUnits,
						suggestion,
					},
				}
			: {}),
	};
}

/** Whether both hold the same units on every day of the window, its last day included. */
function sameUnits(
	a: UnitTimeline,
	b: UnitTimeline,
	window: { readonly from: CalendarDate; readonly lastDay: CalendarDate },
): boolean {
	const gap = difference(a, b);
	return (
		unitsOn(gap, window.from) === 0 &&
		gap.every((step) => step.from <= window.from || step.from > window.lastDay || step.units === 0)
	);
}

/** Other units as a person said them, or as recorded where Autotask still holds what we left. Source: rule Q13. */
function settledOthers(context: TaskContext, line: LedgerLine, ledger: Ledger, target: UnitTimeline): number {
	const recorded = line.otherUnits ?? 0;
	const from = context.changedOn;
	const window = { from, lastDay: context.contract.endsOn };
	const left = unitsLeft(line, linksOf(ledger, line.target));
	const inForce = unitsInForce(line);
	if (sameUnits(inForce, left, window) || sameUnits(inForce, target, window)) return recorded;
	const seen = unitsOn(inForce, from);
	const said = context.task.answers.otherUnits;
	if (said && said.seenInForce === seen) return said.units;
	const expected = unitsOn(left, from);
	throw new NotPlannable(
		'changed in Autotask',
		`${context.subject}: contract service ${existingId(line.target) ?? ''} of ${context.contract.name} holds ${seen} units on ${from}, we left ${expected}. ` +
			`Retry the task with others=<units that are not this marketplace's>@${seen}; others=${recorded}@${seen} makes the line hold our subscriptions and ${recorded} more.`,
	);
}

/** The subscription's own price; it is in what the contract is billed in, or nothing is written. Source: rules C2 and A4. */
function subscriptionPrice(context: TaskContext, product: SubscriptionProduct | undefined): Decimal | undefined {
	const { facts, contract, subject } = context;
	const price = product?.unitPrice;
	const billedIn =
		facts.currencyOfCompany(contract.billToCompanyId ?? contract.companyId) ??
		facts.currencyOfCompany(contract.companyId);
	if (price && billedIn !== undefined && price.currency !== billedIn) {
		throw new NotPlannable(
			'currency differs',
			`${subject}: the subscription's price is in ${price.currency}, contract ${contract.name} (${contract.id}) is billed in ${billedIn}. Map the customer to a company that is billed in ${price.currency}.`,
		);
	}
	return price?.amount;
}

function wantedRate(context: TaskContext, wanted: ProductQuantity): { readonly rate?: Rate; readonly remark?: string } {
	const { facts, subject, subscription, amounts } = context;
	const product = subscription.products.find((other) => other.productId === wanted.productId);
	const ordered = amounts.recurring.get(wanted.productId)?.unitPrice;
	const price = ordered ?? subscriptionPrice(context, product);
	const sources = {
		subscription: product?.unitCost ?? facts.catalogueCost(wanted.productId),
		catalogue: facts.catalogueCost(wanted.productId),
		none: undefined,
	};
	const cost = sources[facts.settings.costSource];
	const reading = readWantedRate(
		{ ...(price === undefined ? {} : { price }), ...(cost ? { cost } : {}) },
		{
			...facts.settings,
			exchangeRate: facts.exchangeRate,
			...(facts.internalCurrency === undefined ? {} : { internalCurrency: facts.internalCurrency }),
		},
	);
	if (reading.kind === 'conflict')
		throw new NotPlannable(
			'price conflict',
			`${subject}, ${wanted.name}: ${reading.why}. Set the price in the marketplace, or enter the change by hand and ignore the task.`,
		);
	return reading.kind === 'keeps' ? {} : reading.wanted;
}

interface Repricing {
	readonly rate?: RateStep;
	readonly approvalNeeded?: string;
}

/** When the line takes the wanted rate, or why it must not. Source: rules A3, A6, T3 and Q10. */
function repricing(
	context: TaskContext,
	wanted: ProductQuantity,
	line: LedgerLine,
	others: number,
	linkedElsewhere: number,
	rate: Rate | undefined,
	days: { readonly firstWrite: CalendarDate; readonly writes: boolean; readonly isEqual: boolean },
): Repricing {
	if (!rate) return {};
	if (isEmptyFrom(line, context.changedOn)) return days.writes ? { rate: { from: days.firstWrite, ...rate } } : {};
	const isAdoptedWhole = context.task.kind === 'initial' || days.isEqual;
	const from = isAdoptedWhole ? repricedFrom(line.state, context.period) : days.firstWrite;
	const current = [from, context.changedOn, context.period.nextStart]
		.map((day) => rateInForce(line, context.contract, day))
		.find((found) => found !== undefined);
	const named = `${context.subject}, ${wanted.name}`;
	if (!current)
		throw new NotPlannable(
			'price conflict',
			`${named}: the price of contract service ${existingId(line.target) ?? ''} can not be told from Autotask's unit rows; look at it there.`,
		);
	const step = rateStep(current, rate, from);
	if (!step || differsInCostOnly(current, rate)) return step ? { rate: step } : {};
	if (!isAdoptedWhole) {
		throw new NotPlannable(
			'price conflict',
			`${named}: it changes the quantity and the price at once (${current.price} in Autotask, ${rate.price} in the marketplace), which is not carried over yet. Set the price in Autotask, then retry.`,
		);
	}
	if (linkedElsewhere > 0)
		throw new NotPlannable(
			'price conflict',
			`${named}: contract service ${existingId(line.target) ?? ''} is shared with other subscriptions at ${current.price}; its price is not changed to ${rate.price} for one of them.`,
		);
	return {
		rate: step,
		...(others > 0 ? { approvalNeeded: `the new price also applies to ${others} other units of the line` } : {}),
	};
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

/** From when more seats are on the contract: by Autotask's proration from the day itself, by the marketplace's from the next period. Source: rules A8, A9 and T3. */
function risesOn(context: TaskContext): CalendarDate {
	const { task, facts, changedOn, period } = context;
	const isWhole = task.kind === 'initial' || changedOn === period.start;
	return facts.settings.proration === 'autotask' || isWhole ? changedOn : period.nextStart;
}

/**
 * Plans one product of a task.
 *
 * @throws NotPlannable with one of rule T8's words. Source: rules Q1 to Q4, Q13, Q14, A3, A6, A8 and A9.
 */
export function planProduct(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): ProductPlan {
	const { facts, task, contract, changedOn, period, subscription } = context;
	const service = serviceOf(context, wanted);
	const { rate, remark } = wantedRate(context, wanted);
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
	const days = { changed: changedOn, risesOn: risesOn(context), fallsOn: period.nextStart };
	const after = unitsAfterOrder(own.before, wanted.quantity, days);
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
	const firstWrite = unitsOnly[0]?.on ?? days.risesOn;
	const isEqual = unitsOn(own.before, changedOn) === wanted.quantity;
	const repriced = repricing(context, wanted, line, others, unitsOn(summed(elsewhere), changedOn), rate, {
		firstWrite,
		writes: unitsOnly.length > 0,
		isEqual,
	});
	const share = adjustmentsTo(target(others), inForce, {
		from,
		lastDay: contract.endsOn,
		...(repriced.rate ? { rate: repriced.rate } : {}),
	});
	refuseLateRise(context, wanted, after, share);
	refuseCredit(context, wanted, own.before);
	const fragment = fragmentOf(context, wanted, own.before, link, line, service, rate);
	const billedRate =
		rate ??
		rateInForce(line, contract, changedOn) ??
		rateInForce(line, contract, period.nextStart) ??
		emptyLineRate(line, service);
	const siblings = share.some((write) => write.unitDelta < 0)
		? unlinkedSiblings(context, wanted, ledger, service.id)
		: [];
	const change = changeOf(context, wanted, service, line, own, after, others, share, repriced.rate, fragment, link);
	const estimate = estimateOf(context, share, billedRate);
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
			keepsRate: rate === undefined,
			...(remark ? { remark } : {}),
		}),
		...(own.question ? { question: own.question } : {}),
		approvalNeeded: compact([
			own.isFirstLink &&
				`contract service ${existingId(line.target) ?? ''} existed before: say how many of its units already are this subscription's`,
			siblings.length > 0 && `it lowers a line while ${siblings.join(', ')} has no line yet`,
			repriced.approvalNeeded,
		]),
		plannedBy: line.plannedBy,
		perPeriod: roundedAmount(times(billedRate.price, wanted.quantity)),
		...(estimate ? { estimate } : {}),
		...(fragment ? { fragment } : {}),
	};
}

/** What Autotask will bill on a line that holds nothing: the rate we wrote last, else the service's own. Source: rule A3. */
function emptyLineRate(line: LedgerLine, service: Service): Rate {
	const [written] = line.journalledRates;
	return written ?? { price: service.unitPrice, ...(service.unitCost === undefined ? {} : { cost: service.unitCost }) };
}

/** A fall that is to be credited: crediting is not built. Source: rule A10. */
function refuseCredit(context: TaskContext, wanted: ProductQuantity, before: UnitTimeline): void {
	const { facts, task, subject, changedOn } = context;
	if (!facts.settings.syncRefunds || !task.order || wanted.quantity >= unitsOn(before, changedOn)) return;
	throw new NotPlannable(
		'order not understood',
		`${subject}, ${wanted.name}: the fall is to be credited, and carrying refunds over is not built yet. Credit it by hand, or switch syncRefunds off and retry.`,
	);
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

/** Seats that this period's rest is charged for one by one: the rise over what is in force and already charged. Source: rule A9. */
function fragmentOf(
	context: TaskContext,
	wanted: ProductQuantity,
	before: UnitTimeline,
	link: LedgerLink | undefined,
	line: LedgerLine,
	service: Service,
	rate: Rate | undefined,
): ProductPlan['fragment'] {
	const { changedOn, period, contract, facts } = context;
	if (facts.settings.proration === 'autotask' || risesOn(context) === changedOn) return undefined;
	const charged = link?.charged && changedOn < link.charged.until ? link.charged.quantity : 0;
	const units = wanted.quantity - Math.max(unitsOn(before, changedOn), charged);
	if (units <= 0) return undefined;
	const current =
		rate ??
		rateInForce(line, contract, changedOn) ??
		rateInForce(line, contract, period.nextStart) ??
		(isEmptyFrom(line, changedOn) ? emptyLineRate(line, service) : undefined);
	return {
		units,
		...(current ? { rate: current } : {}),
		...(wanted.increase === undefined ? {} : { increase: wanted.increase }),
	};
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
	fragment: ProductPlan['fragment'],
	link: LedgerLink | undefined,
): LineChange {
	const { period, changedOn, subscription } = context;
	const earlier = link?.charged && changedOn < link.charged.until ? link.charged.quantity : undefined;
	const charged = fragment ? wanted.quantity : earlier;
	return {
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

/** What Autotask's proration adds to this period, for showing. Source: rule A8. */
function estimateOf(context: TaskContext, share: readonly PlannedAdjustment[], rate: Rate): Decimal | undefined {
	const { period } = context;
	const inside = share.filter(
		(write) => write.unitDelta !== 0 && write.on > period.start && write.on < period.nextStart,
	);
	if (inside.length === 0) return undefined;
	return total(inside.map((write) => prorate(write.unitDelta, rate.price, write.on, period)));
}
