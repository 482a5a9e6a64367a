import Big from 'big.js';
import { mapValues } from 'lodash';
import type { Answers } from '../../../src/domain/answers/answers';
import {
	type BillingPeriod,
	daysIn,
	periodHolding,
	type PeriodLength,
	type PeriodType,
} from '../../../src/domain/billingPeriod';
import { calendarDate, daysBetween, instant, plusDays, plusMonths } from '../../../src/domain/calendarDate';
import type { Company } from '../../../src/domain/contract/company';
import type { Contract, UnitRow } from '../../../src/domain/contract/contract';
import { lineState, type Rate } from '../../../src/domain/contract/lineState';
import type { Service } from '../../../src/domain/contract/service';
import type { PlanningFacts } from '../../../src/domain/contractChoice/planningFacts';
import type {
	BillingCodeId,
	CompanyId,
	ConnectionId,
	ContractId,
	ContractServiceId,
	CustomerId,
	OrderId,
	ProductId,
	ServiceId,
	SubscriptionId,
	TaskId,
} from '../../../src/domain/ids';
import type { Ledger, LedgerLine, LedgerLink, OwnWrite } from '../../../src/domain/line/ledger';
import { decimal, type Money } from '../../../src/domain/money';
import type { BillingModel, Order, OrderDetail, Subscription } from '../../../src/domain/order/order';
import type { TaskKind } from '../../../src/domain/order/taskKind';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import { type PlanOutcome, planTask } from '../../../src/domain/planning/planTask';
import type { PlanSettings } from '../../../src/domain/settings';
import type { SyncTask } from '../../../src/domain/task/task';
import type { LinkOwed } from '../../../src/domain/line/linkOwed';
import { always, unitsOn, type UnitTimeline } from '../../../src/domain/unitTimeline';

export const day = calendarDate;
export const connectionId = '7/reseller' as ConnectionId;
export const companyId = 200 as CompanyId;
export const contractId = 500 as ContractId;
export const serviceId = 300 as ServiceId;

const month: PeriodLength = { type: 'month', duration: 1 };
const year: PeriodLength = { type: 'year', duration: 1 };

export interface ContractFigures {
	readonly id?: number;
	readonly startsOn?: string;
	readonly endsOn?: string;
	readonly periodType?: PeriodType;
	readonly isActive?: boolean;
}

/** A monthly contract from 1 January 2026 to 31 December 2027, unless told otherwise. */
export function contractOf(figures: ContractFigures = {}): Contract & { readonly periodType: PeriodType } {
	return {
		id: (figures.id ?? contractId) as ContractId,
		companyId,
		name: `Recurring ${figures.id ?? contractId}`,
		periodType: figures.periodType ?? 'monthly',
		isActive: figures.isActive ?? true,
		startsOn: day(figures.startsOn ?? '2026-01-01'),
		endsOn: day(figures.endsOn ?? '2027-12-31'),
	};
}

export interface LineFigures {
	readonly id?: number;
	/** Default: the one service of most scenarios. */
	readonly service?: number;
	/** `[day, units]` from that day on; a number for all days of the contract. */
	readonly units: number | readonly (readonly [string, number])[];
	readonly price?: string;
	readonly cost?: string;
	/** `[day, price, cost]` from that day on. */
	readonly rates?: readonly (readonly [string, string, string?])[];
	readonly others?: number;
	/** A line that we created; else it was there before us. */
	readonly isOurs?: boolean;
	readonly postedThrough?: string;
	/** `[day, change]`, of which the links know nothing unless recorded. */
	readonly ownWrites?: readonly {
		readonly on: string;
		readonly unitDelta: number;
		readonly isRecorded: boolean;
		readonly price?: string;
		readonly cost?: string;
		readonly priceBefore?: string;
		readonly costBefore?: string;
	}[];
	readonly journalled?: readonly { readonly price: string; readonly cost?: string }[];
}

function prorated(amount: string, units: number, days: number, period: BillingPeriod): string {
	return new Big(amount).times(units).times(days).div(daysIn(period)).round(4, Big.roundHalfUp).toFixed();
}

function gridOf(contract: Contract & { readonly periodType: PeriodType }): readonly BillingPeriod[] {
	const periods: BillingPeriod[] = [];
	for (let at = contract.startsOn; at <= contract.endsOn;) {
		const period = periodHolding(at, contract.startsOn, contract.periodType);
		periods.push(period);
		at = period.nextStart;
	}
	return periods;
}

/** Unit rows as Autotask keeps them: one a period, split where the units change, totals prorated to four decimals. */
export function rowsOf(figures: LineFigures, contract = contractOf()): readonly UnitRow[] {
	const steps = (typeof figures.units === 'number' ? [[contract.startsOn, figures.units] as const] : figures.units).map(
		([from, units]) => ({ from: day(from), units }),
	);
	const rates = [...(figures.rates ?? [])].map(([from, price, cost]) => ({ from: day(from), price, cost }));
	return gridOf(contract).flatMap((period) => {
		const inside = [...new Set([...steps, ...rates].map((step) => step.from))]
			.filter((from) => period.start < from && from < period.nextStart)
			.toSorted();
		return [period.start, ...inside].flatMap((startsOn, at): UnitRow[] => {
			const units = steps.findLast((step) => step.from <= startsOn)?.units;
			if (units === undefined) return [];
			const endsOn = plusDays(inside[at] ?? period.nextStart, -1);
			const days = daysBetween(startsOn, endsOn) + 1;
			const rate = rates.findLast((step) => step.from <= startsOn);
			return [
				{
					contractId: contract.id,
					contractServiceId: (figures.id ?? 900) as ContractServiceId,
					serviceId: (figures.service ?? serviceId) as ServiceId,
					startsOn,
					endsOn,
					units,
					price: decimal(prorated(rate?.price ?? figures.price ?? '18.00', units, days, period)),
					cost: decimal(prorated(rate?.cost ?? figures.cost ?? '14.40', units, days, period)),
					isPosted: figures.postedThrough !== undefined && startsOn <= figures.postedThrough,
				},
			];
		});
	});
}

export function rateOf(price: string, cost?: string): Rate {
	return { price: decimal(price), ...(cost === undefined ? {} : { cost: decimal(cost) }) };
}

/** A line of the ledger whose state is read from rows on the contract's grid. */
export function lineOf(figures: LineFigures, contract = contractOf()): LedgerLine {
	return {
		target: { kind: 'existing', contractServiceId: (figures.id ?? 900) as ContractServiceId },
		contractId: contract.id,
		serviceId: (figures.service ?? serviceId) as ServiceId,
		state: lineState(rowsOf(figures, contract)),
		existedBefore: figures.isOurs !== true,
		ownWrites: (figures.ownWrites ?? []).map(({ on, unitDelta, isRecorded, ...amounts }): OwnWrite => ({
			on: day(on),
			unitDelta,
			isRecorded,
			...mapValues(amounts, (amount = '') => decimal(amount)),
		})),
		journalledRates: (figures.journalled ?? []).map((rate) => rateOf(rate.price, rate.cost)),
		planned: [],
		plannedBy: [],
		...(figures.others === undefined ? {} : { otherUnits: figures.others }),
	};
}

export interface LinkFigures {
	readonly subscription?: string;
	readonly product?: string;
	readonly line?: number;
	readonly units: number | readonly (readonly [string, number])[];
	readonly charged?: { readonly quantity: number; readonly until: string };
	/** `[day, price]` from that day on: what its seats are billed at; likewise what they cost. */
	readonly prices?: readonly (readonly [string, string])[];
	readonly costs?: readonly (readonly [string, string])[];
	/** The day from which the product is on another line. */
	readonly leftOn?: string;
}

/** What makes of the units the quantity that a month was paid for. */
function asidesOf(units: UnitTimeline, { quantity, until }: NonNullable<LinkFigures['charged']>): LinkOwed['asides'] {
	const from = plusMonths(day(until), -1);
	const beside = quantity - unitsOn(units, from);
	return [
		{
			id: 'before',
			units: [
				{ from, units: beside },
				{ from: day(until), units: 0 },
			],
		},
	];
}

function owedOf({ prices = [], costs = [], charged }: LinkFigures, units: UnitTimeline): LinkOwed {
	const steps = (amounts: typeof prices) =>
		amounts.map(([from, amount]) => ({ from: day(from), amount: decimal(amount) }));
	return { price: steps(prices), cost: steps(costs), asides: charged ? asidesOf(units, charged) : [] };
}

export function linkOf(figures: LinkFigures): LedgerLink {
	const units =
		typeof figures.units === 'number'
			? [{ from: always, units: figures.units }]
			: figures.units.map(([from, count]) => ({ from: from === 'always' ? always : day(from), units: count }));
	return {
		connectionId,
		subscriptionId: (figures.subscription ?? 's1') as SubscriptionId,
		productId: (figures.product ?? 'p1') as ProductId,
		line: { kind: 'existing', contractServiceId: (figures.line ?? 900) as ContractServiceId },
		units,
		...(figures.charged || figures.prices ? { owed: owedOf(figures, units) } : {}),
		...(figures.leftOn === undefined ? {} : { leftOn: day(figures.leftOn) }),
	};
}

export function money(amount: string, currency = 'GBP'): Money {
	return { currency, amount: decimal(amount) };
}

export interface DetailFigures {
	readonly type?: string;
	readonly product?: string | undefined;
	readonly quantity?: string;
	readonly unitPrice?: string | undefined;
	readonly extendedPrice?: string | undefined;
	readonly currency?: string;
	readonly duration?: readonly [PeriodLength['type'], string];
	readonly percent?: string;
	readonly off?: string;
}

/** A line of amounts of an order; `product: undefined` names none. */
export function detailOf(figures: DetailFigures): OrderDetail {
	const product = 'product' in figures ? figures.product : 'p1';
	const { unitPrice, extendedPrice, currency, duration, percent, off } = figures;
	return {
		type: figures.type ?? 'recurring',
		description: figures.type ?? 'recurring',
		quantity: decimal(figures.quantity ?? '1'),
		...(product === undefined ? {} : { productId: product as ProductId }),
		...(unitPrice === undefined ? {} : { unitPrice: money(unitPrice, currency) }),
		...(extendedPrice === undefined ? {} : { extendedPrice: money(extendedPrice, currency) }),
		...(duration ? { duration: { type: duration[0], duration: decimal(duration[1]) } } : {}),
		...(percent === undefined ? {} : { discount: { type: 'percent', value: decimal(percent) } }),
		...(off === undefined ? {} : { discount: { type: 'fixed', amount: decimal(off) } }),
	};
}

export interface SubscriptionFigures {
	readonly id?: string;
	readonly customer?: string;
	readonly quantity?: string;
	readonly products?: readonly { readonly id: string; readonly quantity: string; readonly mpn?: string }[];
	readonly unitPrice?: string | undefined;
	readonly unitCost?: string;
	readonly currency?: string;
	readonly costCurrency?: string;
	readonly billingModel?: BillingModel;
	readonly billingPeriod?: PeriodLength;
	readonly subscriptionPeriod?: PeriodLength;
	readonly expiresOn?: string;
	/** Ends of its terms that were seen before. */
	readonly earlierExpirations?: readonly string[];
	readonly status?: Subscription['status'];
}

/** A subscription billed monthly whose own boundary is the first of the month, at 18.00 and 14.40. */
export function subscriptionOf(figures: SubscriptionFigures = {}): Subscription {
	const products = figures.products ?? [{ id: 'p1', quantity: figures.quantity ?? '10' }];
	const price = 'unitPrice' in figures ? figures.unitPrice : '18.00';
	return {
		id: (figures.id ?? 's1') as SubscriptionId,
		name: `Subscription ${figures.id ?? 's1'}`,
		customerId: (figures.customer ?? 'c1') as CustomerId,
		status: figures.status ?? 'active',
		createdOn: day('2026-01-01'),
		expirationOn: day(figures.expiresOn ?? '2027-01-01'),
		billingModel: figures.billingModel ?? 'chargeBeforeBillingPeriod',
		billingPeriod: figures.billingPeriod ?? month,
		subscriptionPeriod: figures.subscriptionPeriod ?? year,
		products: products.map((product) => ({
			productId: product.id as ProductId,
			name: `Mail ${product.id}`,
			...(product.mpn === undefined ? {} : { mpn: product.mpn }),
			quantity: decimal(product.quantity),
			unitCost: money(figures.unitCost ?? '14.40', figures.costCurrency),
			...(price === undefined ? {} : { unitPrice: money(price, figures.currency) }),
		})),
	};
}

export interface TaskFigures {
	readonly kind?: TaskKind;
	readonly id?: string;
	readonly on?: string;
	/** The quantity that the order names. */
	readonly quantity?: string | undefined;
	readonly details?: readonly OrderDetail[];
	readonly products?: Order['products'];
	readonly subscription?: SubscriptionFigures;
	readonly answers?: Answers;
	readonly isFirst?: boolean;
	readonly isOlderThanConnection?: boolean;
	readonly processAutomatically?: boolean;
}

/** A task with its order; an `initial` one has a snapshot instead. */
export function taskOf(figures: TaskFigures): SyncTask {
	const kind = figures.kind ?? 'change';
	const id = figures.id ?? 'o1';
	const at = instant(`${figures.on ?? '2026-10-16'}T10:00:00Z`);
	const subscription = subscriptionOf(figures.subscription);
	const products = figures.products ?? [
		{
			productId: 'p1' as ProductId,
			name: 'Mail p1',
			...(figures.quantity === undefined ? {} : { quantity: decimal(figures.quantity) }),
		},
	];
	const order: Order = {
		id: id as OrderId,
		orderNumber: id.toUpperCase(),
		type: kind,
		customerId: subscription.customerId,
		createdAt: at,
		provisionedAt: at,
		status: 'completed',
		subscriptionId: subscription.id,
		billingModel: subscription.billingModel,
		details: figures.details ?? [],
		products,
	};
	return {
		id: (kind === 'initial' ? `initial-${subscription.id}` : `order-${id}`) as TaskId,
		connectionId,
		kind,
		customerId: subscription.customerId,
		subscriptionIds: [subscription.id],
		state: 'open',
		createdAt: at,
		effectiveAt: at,
		firstSeenOn: day(figures.on ?? '2026-10-16'),
		isFirst: figures.isFirst ?? kind === 'initial',
		isOlderThanConnection: figures.isOlderThanConnection ?? kind === 'initial',
		processAutomatically: figures.processAutomatically ?? true,
		answers: figures.answers ?? {},
		updatedAt: at,
		...(kind === 'initial'
			? { snapshot: subscription }
			: { order, orderId: order.id, orderNumber: order.orderNumber, orderType: kind }),
	};
}

export const settings: PlanSettings = {
	priceSource: 'marketplace',
	proration: 'autotask',
	costSource: 'subscription',
	convertCost: false,
	changeQuantity: 'total',
	syncRefunds: false,
	invoiceDescription: 'productAndPeriod',
	whenNoContract: 'ask',
	timeZone: 'Europe/London',
	expirationIs: 'dayAfter',
};

export interface FactFigures {
	readonly settings?: Partial<PlanSettings>;
	readonly contracts?: readonly Contract[];
	readonly tasks: readonly SyncTask[];
	readonly subscriptions?: readonly SubscriptionFigures[];
	readonly companyCurrency?: string;
	readonly billToCurrency?: string;
	readonly isCompanyActive?: boolean;
	readonly isMapped?: boolean;
	readonly mappedProducts?: readonly string[];
	readonly unmappedCharges?: boolean;
	/** Services of products that have one of their own, and its list price. */
	readonly services?: Readonly<Record<string, { readonly id: number; readonly listPrice: string }>>;
	readonly customerAutomatic?: boolean;
	readonly unfinishedOrder?: boolean;
	readonly listPrice?: string;
	readonly listCost?: string;
	readonly exchangeRate?: string;
	readonly catalogueCost?: string;
	readonly hidesCosts?: boolean;
	/** Contracts that have the service already. */
	readonly contractsWithService?: readonly Contract[];
}

function servicesOf(figures: FactFigures, periodType: PeriodType | undefined): Service {
	return {
		id: serviceId,
		name: 'Mail',
		isActive: true,
		unitPrice: decimal(figures.listPrice ?? '18.00'),
		unitCost: decimal(figures.listCost ?? '14.40'),
		...(periodType ? { periodType } : {}),
	};
}

/** Facts around one company, one service and one product; everything mapped unless told otherwise. */
export function factsOf(figures: FactFigures): PlanningFacts {
	const contracts = figures.contracts ?? [contractOf()];
	const seen = (figures.subscriptions ?? [{}]).map((one) => ({
		...subscriptionOf(one),
		seenAt: instant('2027-12-31T00:00:00Z'),
		earlierExpirations: (one.earlierExpirations ?? []).map(day),
	}));
	const company: Company = { id: companyId, name: 'Northwind', isActive: figures.isCompanyActive ?? true };
	const mappedProducts = figures.mappedProducts ?? ['p1', 'p2'];
	return {
		connectionId,
		now: instant('2026-10-17T08:00:00Z'),
		settings: { ...settings, ...figures.settings },
		company: (id) => (id === companyId ? company : undefined),
		currencyOfCompany: (id) =>
			(id === companyId ? undefined : figures.billToCurrency) ?? figures.companyCurrency ?? 'GBP',
		internalCurrency: 'GBP',
		hidesCosts: figures.hidesCosts === true,
		exchangeRate: (currency) => (currency === 'EUR' ? figures.exchangeRate : undefined),
		contracts: () => contracts,
		contractsWith: () => figures.contractsWithService ?? [],
		service: (id) => {
			const own = Object.values(figures.services ?? {}).find((service) => service.id === id);
			if (!own && id !== serviceId) return undefined;
			return { ...servicesOf({ ...figures, ...own }, contracts[0]?.periodType), id };
		},
		contract: (id) => {
			const found = contracts.find((one) => one.id === id);
			return found?.periodType ? { ...found, periodType: found.periodType } : undefined;
		},
		customerMapping: () =>
			figures.isMapped === false ? undefined : { companyId, processAutomatically: figures.customerAutomatic ?? true },
		productMapping: (product) =>
			mappedProducts.includes(product)
				? { serviceId: (figures.services?.[product]?.id ?? serviceId) as ServiceId, serviceName: 'Mail' }
				: undefined,
		chargeTarget: () => (figures.unmappedCharges ? undefined : { kind: 'billingCode', id: 40 as BillingCodeId }),
		subscription: (id) => seen.find((one) => one.id === id),
		subscriptionsOfCustomer: () => seen.filter((one) => one.status === 'active'),
		chainOf: (id) => figures.tasks.filter((task) => task.subscriptionIds.includes(id)),
		hasUnfinishedOrder: () => figures.unfinishedOrder ?? false,
		hasOrderUnderWay: () => figures.unfinishedOrder ?? false,
		catalogueCost: () => (figures.catalogueCost === undefined ? undefined : money(figures.catalogueCost)),
		keys: {
			charge: (task, kind, product, nth) => `${task.id}/${kind}/${product ?? ''}/${nth ?? 0}`,
			line: (subscription, product, service, nth = 0) =>
				`${subscription}/${product}/${service}${nth === 0 ? '' : `/${nth}`}`,
			isLineOf: (key, subscription, product, service) => key === `${subscription}/${product}/${service}`,
			contract: (of) => ({
				key: `${of.companyId}/${of.periodType}/${of.currency}/${of.startsOn}`,
				id: -Number(of.startsOn.replaceAll('-', '')) as ContractId,
			}),
		},
		digest: (value) => JSON.stringify(value),
		readFrom: day('2026-01-01'),
	};
}

export function ledgerOf(lines: readonly LedgerLine[] = [], links: readonly LedgerLink[] = []): Ledger {
	return { lines, links, assigned: new Map(links.map((link) => [link.subscriptionId, contractId])) };
}

export interface Scenario {
	readonly contract?: ContractFigures;
	readonly lines?: readonly LineFigures[];
	readonly links?: readonly LinkFigures[];
	readonly task: TaskFigures;
	readonly facts?: Omit<FactFigures, 'tasks'>;
	/** What the subscription holds now; default: the task's own figures. */
	readonly holds?: string;
}

/** Plans one task in a small world. */
export function planned({ contract, lines, links, task: of, facts, holds }: Scenario): PlanOutcome {
	const task = taskOf(of);
	const contracts = facts?.contracts ?? [contractOf(contract)];
	const quantity = holds ?? of.quantity ?? of.subscription?.quantity ?? '10';
	const own = { ...of.subscription, quantity };
	const others = (facts?.subscriptions ?? []).filter((one) => (one.id ?? 's1') !== (own.id ?? 's1'));
	return planTask(
		task,
		factsOf({ ...facts, contracts, tasks: [task], subscriptions: [own, ...others] }),
		ledgerOf(
			(lines ?? []).map((line) => lineOf(line, contractOf(contract))),
			(links ?? []).map(linkOf),
		),
	);
}

/** The plan, or an error that says why there is none. */
export function planOf(scenario: Scenario): ContractPlan {
	const outcome = planned(scenario);
	if (outcome.kind === 'attention') throw new Error(`${outcome.reason}: ${outcome.message}`);
	return outcome.plan;
}

/** Why the task stops; `planned` where it does not. */
export function reasonOf(scenario: Scenario): string {
	const outcome = planned(scenario);
	return outcome.kind === 'planned' ? 'planned' : outcome.reason;
}

/** `+3 @ 2026-11-01` for each write of a plan, with the price it carries. */
export function writesOf(plan: ContractPlan): readonly string[] {
	return plan.changes.flatMap((change) =>
		change.adjustments.map(
			(write) =>
				`${write.unitDelta >= 0 ? '+' : ''}${write.unitDelta} @ ${write.on}${write.price === undefined ? '' : ` at ${write.price}`}${write.cost === undefined ? '' : ` cost ${write.cost}`}`,
		),
	);
}

/** `proration 27.87 cost 22.30 @ 2026-10-16` for each charge of a plan. */
export function chargesOf(plan: ContractPlan): readonly string[] {
	return plan.charges.map(
		(charge) =>
			`${charge.kind} ${charge.amount}${charge.cost === undefined ? '' : ` cost ${charge.cost}`} @ ${charge.on}`,
	);
}
