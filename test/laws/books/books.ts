import { isEqual } from 'lodash';
import type { BillingPeriod } from '../../../src/domain/billingPeriod';
import { type CalendarDate, earliest, plusDays } from '../../../src/domain/calendarDate';
import { type Decimal, zero } from '../../../src/domain/money';
import { follow } from '../../../src/domain/owed/follow';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import type { Ordered } from '../../../src/domain/owed/ordered';
import { asideCharges } from '../../../src/domain/writes/asideCharges';
import { changesTo, type Limits } from '../../../src/domain/writes/changesTo';
import { heldAmountOn } from '../../../src/domain/writes/held';
import type { BilledStay } from '../../../src/domain/writes/meant';
import { missedCharges, type PeriodAmount } from '../../../src/domain/writes/missed';
import { monthsAfter } from '../../oracle/days';
import { usageDay } from '../../oracle/effects';
import type { OracleContract, OracleOrder, OracleSubscription, OracleTerms } from '../../oracle/orders';
import { edited, heldOn, meantOn, newLine, writtenTo, type PaperLine } from './lines';
import { dayOf, knownAfter, ofCents, orderedOf, periodOf, type Known } from './orders';
import type { Event, HandEdit } from './paper';
import { staysAfter, type PaperStay } from './stays';

const contractMonths = 72;

/** A subscription's product, as it is stored between its orders. */
export interface Product {
	readonly known: Known;
	readonly stays: readonly PaperStay[];
	/** What its orders asked, oldest first. */
	readonly orders: readonly Ordered[];
}

/** What is charged or credited beside the lines. */
export interface Charge {
	readonly on: CalendarDate;
	readonly price: Decimal;
	readonly cost: Decimal;
	/** Setup, fee or usage. */
	readonly isOnce?: true;
}

/** How the contract's lines are kept. */
export interface Ways {
	readonly contract: OracleContract;
	readonly terms: OracleTerms;
	/** Whether products of one price are on one line. */
	readonly isShared: boolean;
	/** Whether Autotask refuses a second change of a line on one day. */
	readonly isRefused: boolean;
}

/** State as the store keeps it. */
function stored(owed: Owed): Owed {
	return JSON.parse(JSON.stringify(owed)) as Owed;
}

/** The books of one contract: its products, its lines in Autotask as plain data, and what is charged. */
export class Books {
	readonly products: Product[];
	readonly lines: PaperLine[] = [];
	readonly charges: Charge[] = [];
	/** What went wrong underway. */
	readonly faults: string[] = [];
	private readonly periodOf: (day: CalendarDate) => BillingPeriod;
	private readonly lastDay: CalendarDate;

	constructor(readonly ways: Ways) {
		const { contract } = ways;
		this.periodOf = periodOf(contract);
		this.lastDay = dayOf(monthsAfter(contract.start, contractMonths) - 1);
		const known = { owed: nothingOwed, quantity: 0, price: 0 };
		this.products = contract.subscriptions.map(() => ({ known, stays: [], orders: [] }));
	}

	/** The stays of a line. */
	staysOn(line: number, products: readonly Product[] = this.products): readonly BilledStay[] {
		return products.flatMap(({ known, stays }) =>
			stays.flatMap(({ line: own, ...days }) => (own === line ? [{ owed: known.owed, ...days }] : [])),
		);
	}

	/** Plans one order on what the orders before it left. */
	plan(event: Event): void {
		const { nth, order } = event;
		const [product, subscription] = [this.products[nth], this.ways.contract.subscriptions[nth]];
		if (!product || !subscription) throw new RangeError(`no product ${nth}`);
		this.chargeOnce(subscription, order);
		const before: Product = { ...product, known: { ...product.known, owed: stored(product.known.owed) } };
		const ordered = orderedOf(this.ways.terms, before.known, event);
		const owed = ordered && follow(before.known.owed, ordered);
		const known = knownAfter(before.known, order, owed);
		if (!ordered) {
			this.products[nth] = { ...before, known };
			return;
		}
		const stays = this.staysAfter(nth, before, known.owed);
		this.follow(nth, before, { known, stays, orders: [...before.orders, ordered] });
	}

	private staysAfter(nth: number, { known, stays }: Product, after: Owed): readonly PaperStay[] {
		const others = this.products
			.filter((_, at) => at !== nth)
			.map((other) => ({ owed: other.known.owed, stays: other.stays }));
		const next = staysAfter({ owed: known.owed, stays }, after, {
			others,
			isShared: this.ways.isShared,
			newLine: this.lines.length,
		});
		const { contract, terms } = this.ways;
		if (next.some(({ line }) => line === this.lines.length))
			this.lines.push(newLine(dayOf(contract.start), terms.servicePrice, terms.serviceCost));
		return next;
	}

	/** Brings the lines of a product to what they are to hold, and charges what they can not take. */
	private follow(nth: number, before: Product, after: Product): void {
		const then = this.products.with(nth, before);
		this.products[nth] = after;
		const lines = new Set([...before.stays, ...after.stays].map(({ line }) => line));
		for (const line of lines) this.change(line, then, this.limitsOf(after));
		const main = this.lines[after.stays.at(-1)?.line ?? 0];
		if (!main) return;
		const held = heldOn(main);
		const own = {
			linePrice: (day: CalendarDate) => heldAmountOn(held.price, day),
			lineCost: (day: CalendarDate) => heldAmountOn(held.cost, day),
		};
		this.charge(asideCharges({ owed: before.known.owed, ...own }, { owed: after.known.owed, ...own }, this.periodOf));
	}

	/** From when an order changes units and rates: its day, or an earlier one on which a price or a stay of it begins. */
	private limitsOf({ known: { owed }, stays, orders }: Product): Omit<Limits, 'taken'> {
		const last = orders.at(-1);
		if (!last) throw new RangeError('no order');
		const joined = stays.flatMap(({ from }) => from ?? []);
		const rated = [...owed.price, ...owed.cost].map(({ from }) => from).filter((day) => day >= last.period.start);
		return {
			unitsFrom: earliest(last.on, ...joined),
			ratesFrom: earliest(last.on, ...rated, ...joined),
			lastDay: this.lastDay,
		};
	}

	private change(at: number, productsBefore: readonly Product[], window: Omit<Limits, 'taken'>): void {
		const line = this.lines[at];
		if (!line) throw new RangeError(`no line ${at}`);
		const limits = { ...window, taken: this.ways.isRefused ? line.changed : new Set<CalendarDate>() };
		const before = { meant: meantOn(line, this.staysOn(at, productsBefore)), held: heldOn(line) };
		const meant = meantOn(line, this.staysOn(at));
		const changes = changesTo(meant, before.held, limits);
		const after: PaperLine = { ...line, planned: [...line.planned, ...changes] };
		this.lines[at] = after;
		const held = heldOn(after);
		const again = changesTo(meant, held, limits);
		if (again.length > 0) this.faults.push(`planned again: ${JSON.stringify(again)}`);
		this.charge(missedCharges(before, { meant, held }, { periodOf: this.periodOf, lastDay: this.lastDay }));
	}

	private chargeOnce(subscription: OracleSubscription, { kind, on, once }: OracleOrder): void {
		if (once === 0) return;
		const day = kind === 'usage' ? usageDay(on, subscription, this.ways.contract.months) : on;
		this.charges.push({ on: dayOf(day), price: ofCents(once), cost: zero, isOnce: true });
	}

	private charge(amounts: readonly PeriodAmount[]): void {
		for (const { from, price, cost } of amounts) this.charges.push({ on: from, price, cost });
	}

	/** Writes what the run has planned. */
	write(): void {
		for (const [at, line] of this.lines.entries()) {
			const written = writtenTo(line, this.ways.isRefused);
			this.lines[at] = written.line;
			this.faults.push(...written.faults);
		}
	}

	/** Somebody puts units on a line, and leaves them there. */
	edit({ line, units, later }: HandEdit, on: number): void {
		const at = line % Math.max(1, this.lines.length);
		const own = this.lines[at];
		const first = this.ways.contract.start;
		if (own) this.lines[at] = edited(own, plusDays(dayOf(Math.max(on, first)), Math.max(later, first - on)), units);
	}

	/** Following all orders from the start comes to what going on from the stored state has come to. */
	replayed(): readonly string[] {
		return this.products.flatMap(({ known, orders }, nth) =>
			isEqual(stored(orders.reduce(follow, nothingOwed)), stored(known.owed))
				? []
				: [`the orders of ${nth + 1} from the start come to something else`],
		);
	}
}
