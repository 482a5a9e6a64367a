import { type BillingPeriod, periodHolding, type PeriodType } from '../../src/domain/billingPeriod';
import { calendarDate, type CalendarDate } from '../../src/domain/calendarDate';
import { amountOn } from '../../src/domain/amountTimeline';
import { type Decimal, decimal, negate, plus, times, zero } from '../../src/domain/money';
import { follow } from '../../src/domain/owed/follow';
import { nothingOwed, type Owed, seatsPaidOn } from '../../src/domain/owed/owed';
import type { Ordered } from '../../src/domain/owed/ordered';
import { unitsOn } from '../../src/domain/unitTimeline';
import { asideCharges } from '../../src/domain/writes/asideCharges';
import { changesTo } from '../../src/domain/writes/changesTo';
import { type Held, heldAmountOn, type LineWrite, withWrites } from '../../src/domain/writes/held';
import { meantOf, type Stay } from '../../src/domain/writes/meant';
import { missedCharges, type PeriodAmount } from '../../src/domain/writes/missed';
import { dayNumber, dayText, monthsAfter, periodAt } from '../oracle/days';
import { effectOf } from '../oracle/effects';
import type { OracleContract, OracleOrder, OracleSubscription, OracleTerms } from '../oracle/orders';
import { type BatchSettings, instantIn, lastDay, runInstants } from './settings';
import { forOracle, termsOf, type Timeline } from './timeline';

const periodTypes: Readonly<Record<Timeline['months'], PeriodType>> = {
	1: 'monthly',
	3: 'quarterly',
	6: 'semiAnnual',
	12: 'yearly',
};

function cents(amount: number): Decimal {
	return decimal((amount / 100).toFixed(2));
}

function dayOf(number: number): CalendarDate {
	return calendarDate(dayText(number));
}

/** units x cents x n / d in whole cents, halves away from zero. */
function ownRest(units: number, price: number, on: number, subscription: OracleSubscription, months: Timeline['months']) {
	const own = periodAt(on, subscription.boundary, months);
	const days = own.next - own.start;
	return Math.floor((2 * units * price * (own.next - on) + days) / (2 * days));
}

interface Product {
	readonly subscription: OracleSubscription;
	owed: Owed;
	stays: { line: number; from?: CalendarDate; until?: CalendarDate }[];
	quantity: number;
	price: number;
}

interface Line {
	base: Held;
	written: LineWrite[];
	planned: LineWrite[];
	taken: Set<CalendarDate>;
}

interface Charge {
	readonly on: CalendarDate;
	readonly price: Decimal;
	readonly cost: Decimal;
}

/** What one period of the contract is billed and owed, exactly. */
export interface PeriodBill {
	readonly period: BillingPeriod;
	readonly price: number;
	readonly cost: number;
	readonly roundings: number;
}

/** The books of one contract, its lines in Autotask as plain data, and what is charged. */
export class Books {
	readonly products: Product[];
	readonly lines: Line[] = [];
	readonly charges: Charge[] = [];
	readonly faults: string[] = [];
	private readonly onces: Charge[] = [];
	/** Changes planned by a second look at the same orders. */
	private readonly type: PeriodType;
	private readonly anchor: CalendarDate;
	private readonly last: CalendarDate;

	constructor(
		private readonly timeline: Timeline,
		private readonly contract: OracleContract,
		private readonly terms: OracleTerms,
		/** Whether Autotask refuses a second change of a line on one day. */
		private readonly isRefused: boolean,
	) {
		this.type = periodTypes[timeline.months];
		this.anchor = calendarDate(timeline.start);
		this.last = dayOf(monthsAfter(dayNumber(timeline.start), 72) - 1);
		this.products = contract.subscriptions.map((subscription) => ({
			subscription,
			owed: nothingOwed,
			stays: [],
			quantity: 0,
			price: 0,
		}));
	}

	private readonly periodOf = (day: CalendarDate): BillingPeriod => periodHolding(day, this.anchor, this.type);

	private held(line: Line): Held {
		return withWrites(withWrites(line.base, line.written), line.planned);
	}

	private newLine(): number {
		const { servicePrice, serviceCost } = this.terms;
		const amount = (value: number) => [{ from: this.anchor, amount: cents(value) }];
		const base = { units: [], price: amount(servicePrice), cost: amount(serviceCost) };
		this.lines.push({ base, written: [], planned: [], taken: new Set() });
		return this.lines.length - 1;
	}

	private staysOn(line: number): readonly Stay[] {
		return this.products.flatMap(({ owed, stays }) =>
			stays
				.filter((stay) => stay.line === line)
				.map(({ from, until }) => ({
					owed,
					...(from === undefined ? {} : { from }),
					...(until === undefined ? {} : { until }),
				})),
		);
	}

	private ordered(product: Product, order: OracleOrder, id: string): Ordered | undefined {
		const { terms, contract, timeline } = this;
		const { subscription } = product;
		const effect = effectOf(contract, subscription, order);
		const on = dayOf(effect.on);
		const period = this.periodOf(on);
		const isMarket = terms.priceSource === 'marketplace';
		if (order.kind === 'listPrice' && (!isMarket || product.quantity === 0)) return undefined;
		const paid = seatsPaidOn(product.owed, on);
		const rise = order.quantity - product.quantity;
		const own = periodAt(effect.on, subscription.boundary, timeline.months);
		const statesRise = order.kind !== 'renewal' && own.next === effect.period.next && own.start < effect.on;
		const lost = Math.min(paid, product.quantity) - order.quantity;
		const rest = (units: number, price: number) => cents(ownRest(units, price, effect.on, subscription, timeline.months));
		const stated =
			rise > 0 && statesRise
				? rest(rise, order.price)
				: lost > 0 && order.isRefunded
					? negate(rest(lost, product.price))
					: undefined;
		return {
			id,
			kind: ({ sale: 'sales', change: 'change', renewal: 'renewal', cancellation: 'cancellation', listPrice: 'billing', usage: 'billing' } as const)[order.kind],
			on,
			period,
			isPosted: order.isPosted,
			risesOn: terms.proration === 'autotask' || on === period.start ? on : period.nextStart,
			fallsOn: dayOf(effect.fallsOn),
			quantity: order.quantity,
			before: product.quantity,
			increase: order.quantity - product.quantity,
			...(order.kind === 'listPrice' ? { keepsSeats: true as const } : {}),
			...(isMarket
				? { rate: { price: cents(order.price), ...(order.cost === undefined ? {} : { cost: cents(order.cost) }) } }
				: { lineRate: { price: cents(terms.servicePrice), cost: cents(terms.serviceCost) } }),
			isCredited: order.kind === 'cancellation' ? order.isRefunded : terms.syncRefunds,
			...(isMarket && stated !== undefined ? { stated } : {}),
		};
	}

	/** The line that the product goes to from the day on because its price leaves a line that others share; none else. */
	private leavesOn(product: Product, after: Owed, line: number): CalendarDate | undefined {
		const others = this.products.filter((other) => other !== product);
		const isShared = (day: CalendarDate) =>
			others.some(({ owed, stays }) =>
				stays.some(
					(stay) =>
						stay.line === line &&
						[day, ...owed.seats.map(({ from }) => from).filter((from) => from > day)].some(
							(from) => unitsOn(owed.seats, from) > 0 && (stay.from ?? from) <= from && from < (stay.until ?? '9999'),
						),
				),
			);
		const changed = after.price.find((step) => !product.owed.price.some((one) => one.from === step.from && one.amount === step.amount));
		return changed && isShared(changed.from) ? changed.from : undefined;
	}

	/** Plans one order on the state that the orders before it leave. */
	plan(nth: number, order: OracleOrder, id: string): void {
		const product = this.products[nth];
		if (!product) throw new RangeError(`no product ${nth}`);
		if (order.once !== 0) this.once(product, order);
		const ordered = order.kind === 'usage' ? undefined : this.ordered(product, order, id);
		if (order.kind !== 'usage' && order.kind !== 'listPrice') [product.quantity, product.price] = [order.quantity, order.price];
		if (order.kind === 'listPrice') product.price = order.price;
		if (!ordered) return;
		const after = follow(product.owed, ordered);
		const home = product.stays.findLast((stay) => stay.until === undefined);
		let staysAfter = product.stays;
		if (!home) staysAfter = [{ line: this.timeline.isShared && this.lines.length > 0 ? this.joined(product, after) : this.newLine() }];
		else {
			const on = this.leavesOn(product, after, home.line);
			const changed = after.price.find((step) => !product.owed.price.some((one) => one.from === step.from && one.amount === step.amount))?.from;
			if (changed !== undefined && home.from !== undefined && changed < home.from) {
				const earlier = (stay: Product['stays'][number]) =>
					stay === home ? { ...stay, from: changed } : stay.until !== undefined && stay.until > changed ? { ...stay, until: changed } : stay;
				staysAfter = product.stays.map(earlier);
			} else if (on !== undefined) {
				const line = this.newLine();
				staysAfter = [...product.stays.map((stay) => (stay === home ? { ...stay, until: on } : stay)), { line, from: on }];
			}
		}
		const touched = [...new Set([...product.stays, ...staysAfter].map(({ line }) => line))];
		const before = touched.map((line) => ({ line, meant: meantOf(this.staysOn(line), 0), held: this.held(this.line(line)) }));
		const owedBefore = product.owed;
		product.owed = after;
		product.stays = staysAfter;
		const first = [ordered.on, ...after.price.map((s) => s.from), ...after.cost.map((s) => s.from)].filter((day) => day >= ordered.period.start).sort()[0] ?? ordered.on;
		for (const was of before) {
			const line = this.line(was.line);
			const meant = meantOf(this.staysOn(was.line), 0);
			const from = staysAfter.map((stay) => stay.from ?? ordered.on).concat(ordered.on).sort()[0] ?? ordered.on;
			const made = changesTo(meant, was.held, { unitsFrom: from < ordered.on ? from : ordered.on, ratesFrom: first, lastDay: this.last, taken: this.isRefused ? line.taken : new Set() });
			line.planned.push(...made);
			const again = changesTo(meant, this.held(line), { unitsFrom: from < ordered.on ? from : ordered.on, ratesFrom: first, lastDay: this.last, taken: this.isRefused ? line.taken : new Set() });
			if (again.length > 0) this.faults.push(`${id}: planned again ${JSON.stringify(again)}`);
			this.charge(missedCharges({ meant: was.meant, held: was.held }, { meant, held: this.held(line) }, { periodOf: this.periodOf, lastDay: this.last }));
		}
		const main = this.line(staysAfter.at(-1)?.line ?? 0);
		const held = this.held(main);
		const own = { linePrice: (day: CalendarDate) => heldAmountOn(held.price, day), lineCost: (day: CalendarDate) => heldAmountOn(held.cost, day) };
		this.charge(asideCharges({ owed: owedBefore, ...own }, { owed: after, ...own }, this.periodOf));
	}

	private joined(product: Product, after: Owed): number {
		const at = this.lines.findIndex((_, line) =>
			this.products.some((other) => other !== product && other.stays.some((stay) => stay.line === line && stay.until === undefined) && other.owed.price.at(-1)?.amount === after.price.at(-1)?.amount && other.owed.cost.at(-1)?.amount === after.cost.at(-1)?.amount && other.owed.price.length <= 1),
		);
		return at < 0 ? this.newLine() : at;
	}

	private line(at: number): Line {
		const line = this.lines[at];
		if (!line) throw new RangeError(`no line ${at}`);
		return line;
	}

	private once(product: Product, order: OracleOrder): void {
		const on = order.kind === 'usage' ? periodAt(order.on, product.subscription.boundary, this.timeline.months).start - 1 : order.on;
		this.charges.push({ on: dayOf(on), price: cents(order.once), cost: zero });
		this.onces.push({ on: dayOf(on), price: cents(order.once), cost: zero });
	}

	private charge(amounts: readonly PeriodAmount[]): void {
		for (const { from, price, cost } of amounts) this.charges.push({ on: from, price, cost });
	}

	/** What the run has planned is written: one change a line and day. */
	write(): void {
		for (const line of this.lines) {
			const days = [...new Set(line.planned.map(({ on }) => on))].sort();
			for (const on of days) {
				const own = line.planned.filter((one) => one.on === on);
				const unitDelta = own.reduce((sum, one) => sum + one.unitDelta, 0);
				const price = own.findLast((one) => one.price !== undefined)?.price;
				const cost = own.findLast((one) => one.cost !== undefined)?.cost;
				if (unitDelta === 0 && price === undefined && cost === undefined) continue;
				if (this.isRefused && line.taken.has(on)) this.faults.push(`a second change on ${on}`);
				line.written.push({ on, unitDelta, ...(price === undefined ? {} : { price }), ...(cost === undefined ? {} : { cost }) });
				line.taken.add(on);
			}
			line.planned = [];
			const low = Math.min(0, ...this.held(line).units.map(({ units }) => units));
			if (low < 0) this.faults.push(`a line holds ${low} units`);
		}
	}

	/** What Autotask bills for each period, rows rounded as it does, and charges. */
	bills(until: number): readonly PeriodBill[] {
		const bills: PeriodBill[] = [];
		for (let period = this.periodOf(this.anchor); period.start <= dayText(until); period = this.periodOf(period.nextStart)) {
			const charges = this.charges.filter(({ on }) => period.start <= on && on < period.nextStart);
			const sum = (of: 'price' | 'cost') => charges.reduce<Decimal>((all, charge) => plus(all, charge[of]), zero);
			let [price, cost, roundings] = [sum('price'), sum('cost'), charges.length];
			for (const line of this.lines) {
				const held = this.held(line);
				const cuts = [period.start, ...line.written.map(({ on }) => on).filter((on) => period.start < on && on < period.nextStart)];
				const days = [...new Set(cuts)].sort();
				const size = dayNumber(period.nextStart) - dayNumber(period.start);
				for (const [at, day] of days.entries()) {
					const length = dayNumber(days[at + 1] ?? period.nextStart) - dayNumber(day);
					const units = unitsOn(held.units, day);
					const row = (amount: Decimal | undefined) =>
						decimal((Math.round((Number(times(amount ?? zero, units * length)) / size) * 10_000 + 1e-7) / 10_000).toFixed(4));
					price = plus(price, decimal((Math.round(Number(row(heldAmountOn(held.price, day))) * 100 + 1e-7) / 100).toFixed(2)));
					cost = plus(cost, decimal((Math.round(Number(row(heldAmountOn(held.cost, day))) * 100 + 1e-7) / 100).toFixed(2)));
				}
				if (days.length > 1) roundings += days.length;
			}
			bills.push({ period, price: Math.round(Number(price) * 100), cost: Math.round(Number(cost) * 100), roundings });
		}
		return bills;
	}

	/** What the fold says is owed of a period, in cents: exact but for asides, which are rounded once each. */
	owedIn(period: BillingPeriod, of: 'price' | 'cost'): number {
		const size = dayNumber(period.nextStart) - dayNumber(period.start);
		const once = this.onces.filter(({ on }) => period.start <= on && on < period.nextStart).map((one) => Number(one[of]) * 100);
		const usual = of === 'price' ? this.terms.servicePrice : this.terms.serviceCost;
		const products = this.products.map(({ owed }) => {
			let over = 0;
			for (let day = dayNumber(period.start); day < dayNumber(period.nextStart); day += 1) {
				const on = dayOf(day);
				over += unitsOn(owed.seats, on) * (Number(amountOn(owed[of], on) ?? usual / 100) * 100);
			}
			return over / size;
		});
		const own = { linePrice: () => cents(this.terms.servicePrice), lineCost: () => cents(this.terms.serviceCost) };
		const asides = this.products.flatMap(({ owed }) =>
			asideCharges({ owed: { ...owed, asides: [] }, ...own }, { owed, ...own }, this.periodOf)
				.filter((one) => one.period.start === period.start)
				.map((one) => Number(one[of]) * 100),
		);
		return [...once, ...products, ...asides].reduce((sum, one) => sum + one, 0);
	}
}

/** Follows a timeline on paper, run by run. */
export function runOnPaper(timeline: Timeline, settings: BatchSettings): Books {
	const contract = forOracle(timeline, settings, []);
	const books = new Books(timeline, contract, termsOf(timeline, settings), settings.sameDate === 'refused');
	const runs = settings.arrival === 'severalRuns' ? runInstants(settings) : runInstants(settings).slice(-1);
	const orders = timeline.subscriptions
		.flatMap(({ orders: all }, nth) =>
			all.map((order) => ({ nth, order, at: instantIn(settings.zone, order.day, order.time) })),
		)
		.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.nth - b.nth));
	const next = contract.subscriptions.map(() => 0);
	let run = 0;
	for (const { nth, order, at } of orders) {
		if (order.kind === 'unclear') continue;
		while (runs[run] !== undefined && at > (runs[run] ?? '')) {
			books.write();
			run += 1;
		}
		const own = contract.subscriptions[nth]?.orders[next[nth] ?? 0];
		if (!own || own.on !== dayNumber(order.day)) continue;
		next[nth] = (next[nth] ?? 0) + 1;
		books.plan(nth, own, `s${nth}o${next[nth]}`);
		if (settings.arrival === 'mixed') books.write();
	}
	books.write();
	return books;
}

export { lastDay };
