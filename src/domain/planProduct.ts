import { compact } from 'lodash';
import { adjustmentsTo, unitsAfterOrder, withRateOn } from './adjustments';
import { billedPeriodType, hasContractLine } from './billedPeriod';
import { earliest, plusDays, type CalendarDate } from './calendarDate';
import type { Service } from './contract';
import type { ProductId, TaskId } from './ids';
import type { SubscriptionProduct } from './order';
import {
	existingId,
	held,
	isLinkOf,
	linksOf,
	unitsInForce,
	unitsLeft,
	unrecordedUnits,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
} from './ledger';
import {
	chooseLine,
	firstHeldDay,
	holdsNothingYet,
	isEmptyFrom,
	laterPriceDays,
	rateInForce,
	rateOfLaterUnits,
} from './lineChoice';
import { rateTolerance, type Rate } from './lineState';
import { agrees, isZero, negate, roundedAmount, times, total, type Decimal } from './money';
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
	readonly fragment?: {
		readonly units: number;
		readonly rate?: Rate;
		readonly increase?: number;
		/** Whether these seats never left the line: their fall was credited and is taken back. */
		readonly isTakenBack: boolean;
	};
	/** Seats that are billed until the next period though they are gone, and the rate they are billed at. */
	readonly credit?: { readonly units: number; readonly rate?: Rate };
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

/** Whether the subscription's own figures are those of a later order that is not written yet. Source: rule Q8. */
function hasLaterFigures({ facts, task, subscription }: TaskContext): boolean {
	const chain = facts.chainOf(subscription.id);
	const later = chain.slice(chain.findIndex((other) => other.id === task.id) + 1);
	return task.order !== undefined && later.some((other) => other.kind === 'change' || other.kind === 'renewal');
}

function wantedRate(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
): { readonly rate?: Rate; readonly remark?: string } {
	const { facts, subject, subscription, amounts, task } = context;
	if (task.kind === 'cancellation') return {};
	const product = subscription.products.find((other) => other.productId === wanted.productId);
	const ordered = amounts.recurring.get(wanted.productId)?.unitPrice;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	const isLinked = ledger.links.some((link) => isLinkOf(link, of));
	if (ordered === undefined && isLinked && hasLaterFigures(context)) return {};
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

interface RepricedLine {
	readonly line: LedgerLine;
	readonly others: number;
	/** Units of other subscriptions on the line. */
	readonly linkedElsewhere: number;
	readonly firstWrite: CalendarDate;
	readonly writes: boolean;
	readonly isEqual: boolean;
}

/** From when a line in use takes another rate. Source: rules A6, Q6, Q10 and T3. */
function ratedFrom(context: TaskContext, of: RepricedLine): CalendarDate {
	if (context.task.kind === 'renewal') return context.changedOn;
	const isAlone = context.task.kind === 'initial' || of.isEqual;
	return isAlone ? firstHeldDay(of.line, repricedFrom(of.line.state, context.period)) : of.firstWrite;
}

/** Whether the subscription still has the line's price: then an order with another one is not followed. Source: rule Q10. */
function isStillAt(context: TaskContext, wanted: ProductQuantity, price: Decimal): boolean {
	const held = context.subscription.products.find((product) => product.productId === wanted.productId)?.unitPrice;
	return held !== undefined && agrees(held.amount, price, rateTolerance);
}

/** When the line takes the wanted rate, or why it must not. Source: rules A3, A6, T3, Q6 and Q10. */
function repricing(context: TaskContext, wanted: ProductQuantity, of: RepricedLine, rate: Rate | undefined): Repricing {
	const { line, others } = of;
	if (!rate) return {};
	if (isEmptyFrom(line, context.changedOn)) return of.writes ? { rate: { from: of.firstWrite, ...rate } } : {};
	const from = ratedFrom(context, of);
	const current = [from, context.changedOn, context.period.nextStart]
		.map((day) => rateInForce(line, context.contract, day))
		.find((found) => found !== undefined);
	const named = `${context.subject}, ${wanted.name}`;
	const lineName = `contract service ${existingId(line.target) ?? ''}`;
	if (!current)
		throw new NotPlannable(
			'price conflict',
			`${named}: the price of ${lineName} can not be told from Autotask's unit rows; look at it there.`,
		);
	const [superseded] = of.isEqual ? laterPriceDays(line, rate.price, from) : [];
	const step = rateStep(current, rate, from) ?? (superseded === undefined ? undefined : { from: superseded, ...rate });
	if (!step || differsInCostOnly(current, rate)) return step ? { rate: step } : {};
	if (!of.isEqual && context.task.kind !== 'initial' && isStillAt(context, wanted, current.price)) {
		throw new NotPlannable(
			'price conflict',
			`${named}: the order changes the price to ${rate.price}, the subscription still has ${current.price}. Set the price in the marketplace or in Autotask, then retry.`,
		);
	}
	if (of.linkedElsewhere > 0)
		throw new NotPlannable(
			'price conflict',
			`${named}: ${lineName} is shared with other subscriptions at ${current.price}; its price is not changed to ${rate.price} for one of them.`,
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
	const after = wanted.keepsUnits ? own.before : unitsAfterOrder(own.before, wanted.quantity, days);
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
	const isEqual = unitsOn(own.before, changedOn) === wanted.quantity || paid === wanted.quantity;
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
	const fragment = fragmentOf(context, wanted, { before: own.before, paid, line, service }, rate);
	const credit = creditOf(context, wanted, { paid, line });
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
			keepsRate: rate === undefined && task.kind !== 'cancellation',
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
		...(credit ? { credit } : {}),
	};
}

/** What Autotask will bill on a line that holds nothing: the rate we wrote last, else the service's own. Source: rule A3. */
function emptyLineRate(line: LedgerLine, service: Service): Rate {
	const [written] = line.journalledRates;
	return written ?? { price: service.unitPrice, ...(service.unitCost === undefined ? {} : { cost: service.unitCost }) };
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

/** Seats that this period is paid for: those in force, unless fragments have charged more or credits left fewer. Source: rules A9 and A10. */
function paidUnits(context: TaskContext, before: UnitTimeline, link: LedgerLink | undefined): number {
	return chargedBefore(context, link) ?? unitsOn(before, context.changedOn);
}

function chargedBefore({ changedOn }: TaskContext, link: LedgerLink | undefined): number | undefined {
	return link?.charged && changedOn < link.charged.until ? link.charged.quantity : undefined;
}

/** Seats that this period's rest is charged for one by one: by Autotask's proration only those whose fall was credited. Source: rules A9 and A10. */
function fragmentOf(
	context: TaskContext,
	wanted: ProductQuantity,
	of: { readonly before: UnitTimeline; readonly paid: number; readonly line: LedgerLine; readonly service: Service },
	rate: Rate | undefined,
): ProductPlan['fragment'] {
	const { changedOn, period, contract } = context;
	const inForce = unitsOn(of.before, changedOn);
	const isSplit = risesOn(context) === changedOn;
	const units = (isSplit ? Math.min(wanted.quantity, inForce) : wanted.quantity) - of.paid;
	if (units <= 0) return undefined;
	const current =
		rate ??
		rateInForce(of.line, contract, changedOn) ??
		rateInForce(of.line, contract, period.nextStart) ??
		rateOfLaterUnits(of.line, contract, changedOn) ??
		(holdsNothingYet(of.line, changedOn) ? emptyLineRate(of.line, of.service) : undefined);
	return {
		units,
		isTakenBack: of.paid + units <= inForce,
		...(current ? { rate: current } : {}),
		...(wanted.increase === undefined ? {} : { increase: wanted.increase }),
	};
}

/** Seats that are paid for and gone until the next period; none where the line itself falls on the day. Source: rule A10. */
function creditOf(
	context: TaskContext,
	wanted: ProductQuantity,
	of: { readonly paid: number; readonly line: LedgerLine },
): ProductPlan['credit'] {
	const { changedOn, contract, fallsOn, task, facts, amounts } = context;
	const isCredited =
		task.kind === 'cancellation'
			? amounts.recurring.get(wanted.productId)?.refund !== undefined
			: facts.settings.syncRefunds && task.kind !== 'initial';
	const units = of.paid - wanted.quantity;
	if (!isCredited || units <= 0 || fallsOn === changedOn) return undefined;
	const rate = rateInForce(of.line, contract, changedOn) ?? rateInForce(of.line, contract, fallsOn);
	return { units, ...(rate ? { rate } : {}) };
}

/** Quantity that this period is paid for beside the line's own units, once the task is written; undefined where the line says it all. Source: rules A9 and A10. */
function chargedUnits(
	context: TaskContext,
	wanted: ProductQuantity,
	link: LedgerLink | undefined,
	moved: { readonly units: number } | undefined,
): number | undefined {
	const earlier = chargedBefore(context, link);
	const rises = earlier !== undefined && wanted.quantity > earlier;
	return moved || rises ? wanted.quantity : earlier;
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
