import { partition } from 'lodash';
import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import { contractPeriod } from '../../../src/domain/contract/lineState';
import { changesOfLine } from '../../../src/domain/writes/lineBooks';
import { keepingPricesOfOthers } from '../../../src/domain/writes/pricesOfOthers';
import { follow } from '../../../src/domain/owed/follow';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import { asideCharges } from '../../../src/domain/writes/asideCharges';
import { changesTo } from '../../../src/domain/writes/changesTo';
import type { BilledStay } from '../../../src/domain/writes/meant';
import type { PeriodAmount } from '../../../src/domain/writes/missed';
import type { DayNumber } from '../../oracle/days';
import { usageDay } from '../../oracle/effects';
import { type Charge, chargesFor, keyed, once, SentCharges } from './charges';
import { editedBy, priced } from './hands';
import { ledgerLine, lineHeld, meantOn, newLine, type PaperLine, rateOn } from './lines';
import { contractOnPaper, dayOf, ofCents, orderedOf } from './orders';
import type { Event } from './events';
import type { HandEdit } from './paper';
import { limitsOf, linePrices, moveOf, type Product, ratesFrom, stored } from './products';
import { staysAfter, type PaperStay } from './stays';
import type { Ways } from './ways';
import { belowZero, recorded, unplanned, writtenTo } from './writing';

/** A run that is killed: how many writes it has sent, and whether other orders join those that it has carried over. */
interface Killed {
	readonly after: number;
	readonly isJoined: boolean;
}

/** The books of one contract: its products, its lines in Autotask as plain data, and what is charged. */
export class Books {
	readonly products: Product[];
	readonly lines: PaperLine[] = [];
	/** Those of tasks that count. */
	readonly charges: Charge[] = [];
	/** What went wrong underway. */
	readonly faults: string[] = [];
	private readonly sent = new SentCharges();
	private readonly contract: FittingContract;

	constructor(readonly ways: Ways) {
		this.contract = contractOnPaper(ways.contract);
		this.products = ways.contract.subscriptions.map(() => ({ owed: nothingOwed, stays: [], orders: [] }));
	}

	/** The stays of a line. */
	staysOn(line: number, products: readonly Product[] = this.products): readonly BilledStay[] {
		return products.flatMap(({ owed, stays }) =>
			stays.flatMap(({ line: own, ...days }) => (own === line ? [{ owed, ...days }] : [])),
		);
	}

	/** Plans one order on what the orders before it left. */
	private plan(event: Event): void {
		const { nth, order, id } = event;
		const [product, subscription] = [this.products[nth], this.ways.contract.subscriptions[nth]];
		if (!product || !subscription) throw new RangeError(`no product ${nth}`);
		const { kind, on } = order;
		const day = kind === 'usage' ? usageDay(on, subscription, this.ways.contract.months) : on;
		const before: Product = { ...product, owed: stored(product.owed) };
		const home = this.lineOf(before);
		const onLine = home && rateOn(home, dayOf(event.effect.on));
		const ordered = orderedOf(this.ways.terms, before.owed, event, onLine);
		const owed = ordered ? follow(before.owed, ordered) : before.owed;
		const stays = ordered ? this.staysAfter(nth, before, owed) : before.stays;
		const orders = ordered ? [...before.orders, ordered] : before.orders;
		const charges = ordered ? this.follow(nth, before, { owed, stays, orders }) : [];
		this.products[nth] = { owed, stays, orders };
		const planned = keyed(id, [...once(dayOf(day), ofCents(order.once)), ...charges]);
		this.charges.push(...planned.map((charge) => this.sent.asSent(charge)));
	}

	private staysAfter(nth: number, { owed, stays }: Product, after: Owed): readonly PaperStay[] {
		const others = this.products
			.filter((_, at) => at !== nth && this.ways.services[at] === this.ways.services[nth])
			.map((other) => ({ owed: other.owed, stays: other.stays }));
		const key = `${nth}/${stays.length}`;
		const made = this.lines.findIndex((line) => line.key === key);
		const newAt = made < 0 ? this.lines.length : made;
		const next = staysAfter({ owed, stays }, after, {
			others,
			isShared: this.ways.isShared,
			newLine: newAt,
		});
		if (made < 0 && next.some(({ line }) => line === newAt)) this.lines.push(newLine(key, this.ways));
		return next;
	}

	/** Brings the lines of a product to what they are to hold; what is charged that they can not take. */
	private follow(nth: number, before: Product, after: Product) {
		const then = this.products.with(nth, before);
		const home = this.lineOf(before) ?? this.lineOf(after);
		const was = home && linePrices(lineHeld(home).before);
		this.products[nth] = after;
		const lines = new Set([...before.stays, ...after.stays].map(({ line }) => line));
		const missed = [...lines].flatMap((line) => this.change(line, then, { before, after }));
		const main = this.lineOf(after);
		if (!main || !was) return [];
		const now = linePrices(lineHeld(main).now, { before: was, until: moveOf(before, after) });
		const asides = asideCharges({ owed: before.owed, ...was }, { owed: after.owed, ...now }, (day) =>
			contractPeriod(this.contract, day),
		);
		return [...chargesFor(asides), ...chargesFor(missed, { isOfWrite: true })];
	}

	/** The line that a product is on last. */
	private lineOf({ stays }: Product): PaperLine | undefined {
		return this.lines[stays.at(-1)?.line ?? -1];
	}

	private change(
		at: number,
		productsBefore: readonly Product[],
		of: { readonly before: Product; readonly after: Product },
	): readonly PeriodAmount[] {
		const line = this.lines[at];
		if (!line) throw new RangeError(`no line ${at}`);
		const [before, after] = [meantOn(line, this.staysOn(at, productsBefore)), meantOn(line, this.staysOn(at))];
		const [ledger, held, from] = [ledgerLine(line), lineHeld(line), ratesFrom(at, of)];
		const meant = keepingPricesOfOthers({ before, after }, ledger, held, from);
		const limits = limitsOf(ledger, at, of, this.contract);
		const changes = changesOfLine(held, { ...meant, besides: line.foreign }, limits, this.contract);
		const planned = [...line.planned, ...changes.adjustments];
		this.lines[at] = { ...priced(line, from), planned, isPlanned: true };
		const again = changesTo(meant.after, changes.after, limits);
		if (again.length > 0) this.faults.push(`planned again: ${JSON.stringify(again)}`);
		return changes.missed;
	}

	/**
	 * Carries orders over in one run, which is planned again where Autotask refuses a day. One that is killed sends no more than
	 * so many writes, and records none; where Autotask refuses days, nothing is charged for them before others join it, which make
	 * other amounts of that.
	 */
	run(events: readonly Event[], seen: () => void, killed?: Killed): void {
		for (;;) {
			const [products, charged] = [[...this.products], this.charges.length];
			const theirs = this.lines.map((line) => line.theirs);
			for (const event of events) {
				this.plan(event);
				seen();
			}
			const [own, ids] = [this.charges.slice(charged), events.map(({ id }) => id).join()];
			this.faults.push(...this.sent.replanned(ids, own));
			const isTaken = this.write(own, killed);
			if (!isTaken) this.sent.forgetPlan();
			const isDone = isTaken && killed === undefined;
			for (const [at, line] of this.lines.entries())
				this.lines[at] = isDone ? recorded(line) : unplanned({ ...line, theirs: theirs[at] ?? line.theirs });
			if (isDone) return this.record(charged);
			this.products.splice(0, products.length, ...products);
			this.charges.length = charged;
			if (killed) return;
		}
	}

	/** Sends what the run has planned; whether Autotask has taken all days. Source: rule T8. */
	private write(own: readonly Charge[], { after, isJoined }: Killed = { after: Infinity, isJoined: false }): boolean {
		const [ofWrites, others] = partition(own, ({ isOfWrite }) => isOfWrite);
		let left = this.sent.send(others, after);
		let isTaken = true;
		for (const [at, line] of this.lines.entries()) {
			const { line: written, sent, refusedOn } = writtenTo(line, left);
			left -= sent;
			this.lines[at] = written;
			if (refusedOn === undefined) continue;
			if (ledgerLine(line).taken?.has(refusedOn)) this.faults.push(`a second change of a line on ${refusedOn}`);
			this.lines[at] = { ...written, refused: new Set([...line.refused, refusedOn]) };
			isTaken = false;
		}
		if (isTaken && !(isJoined && this.ways.isRefused)) this.sent.send(ofWrites, left);
		return isTaken;
	}

	private record(charged: number): void {
		for (const charge of this.sent.settle(this.charges.slice(charged))) {
			this.charges.push(charge);
			this.faults.push(`charged for what no plan has: ${JSON.stringify(charge)}`);
		}
		this.faults.push(...this.lines.flatMap(belowZero));
	}

	/** Somebody does something to a line by hand. */
	edit(edit: HandEdit, day: DayNumber): void {
		const at = edit.line % Math.max(1, this.lines.length);
		const line = this.lines[at];
		if (line) this.lines[at] = editedBy(line, edit, { ...this.ways, day });
	}
}
