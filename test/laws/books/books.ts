import { partition } from 'lodash';
import { NotPlannable } from '../../../src/domain/notPlannable';
import { nothingOwed } from '../../../src/domain/owed/owed';
import type { DayNumber } from '../../oracle/days';
import { type Charge, keyed, once, SentCharges } from './charges';
import { editedBy } from './hands';
import { ledgerLine, type PaperLine } from './lines';
import { dayOf, ofCents } from './orders';
import { type Event, placeOf, tasksOf } from './events';
import type { HandEdit } from './paper';
import { type Desk, plan } from './planning';
import type { Product } from './products';
import type { Ways } from './ways';
import { belowZero, recorded, unplanned, writtenTo } from './writing';

/** A run that is killed: how many writes it has sent, and whether other orders join those that it has carried over. */
interface Killed {
	readonly after: number;
	readonly isJoined: boolean;
}

/** The books of one contract: its products, its lines in Autotask as plain data, and what is charged. */
export class Books implements Desk {
	readonly products: Product[];
	readonly lines: PaperLine[] = [];
	/** Those of tasks that count. */
	readonly charges: Charge[] = [];
	readonly chosen: Desk['chosen'] = new Map();
	/** What went wrong underway. */
	readonly faults: string[] = [];
	/** Orders that a person has to enter. */
	readonly refused = new Set<string>();
	/** Of each product the first of them, by its place. */
	private readonly stopped = new Map<number, string>();
	private readonly sent = new SentCharges();

	/** `sides`: those of each billing period, `sideOf`: which of them bills each product. */
	constructor(
		readonly sides: readonly [Ways, ...Ways[]],
		private readonly sideOf: readonly number[],
	) {
		this.products = sideOf.map(() => ({ owed: nothingOwed, stays: [], orders: [] }));
	}

	readonly waysOf = (nth: number): Ways => this.sides[this.sideOf[nth] ?? 0] ?? this.sides[0];

	/**
	 * Plans one order, of each of its products, on what the orders before it left; one that a person has to enter stops the later
	 * ones of its products.
	 */
	private planTask(events: readonly Event[]): void {
		const isStopped = ({ nth, order, id, isSuccession, ...event }: Event) =>
			this.refused.has(id) ||
			(placeOf({ ...event, id }) > (this.stopped.get(nth) ?? '~') && order.kind !== 'usage' && !isSuccession);
		const [products, lines, charged] = [[...this.products], [...this.lines], this.charges.length];
		try {
			if (events.some(isStopped)) return this.refuse(events);
			events.forEach((event) => this.plan(event));
		} catch (error) {
			if (!(error instanceof NotPlannable)) throw error;
			this.products.splice(0, products.length, ...products);
			this.lines.splice(0, this.lines.length, ...lines);
			this.charges.length = charged;
			this.refuse(events);
		}
	}

	/** A list price that is refused holds back nothing. Source: rule T9. */
	private refuse(events: readonly Event[]): void {
		for (const event of events) {
			this.refused.add(event.id);
			if (event.order.kind === 'listPrice' && !event.isSuccession) continue;
			const first = this.stopped.get(event.nth) ?? '~';
			if (placeOf(event) < first) this.stopped.set(event.nth, placeOf(event));
		}
	}

	/** What a run that is not recorded has refused it refuses again where it is planned again: later ones stop none of before. */
	private refuseOnly(refused: readonly string[], stopped: readonly (readonly [number, string])[]): void {
		this.refused.clear();
		this.stopped.clear();
		refused.forEach((id) => this.refused.add(id));
		stopped.forEach(([nth, place]) => this.stopped.set(nth, place));
	}

	private plan(event: Event): void {
		const { nth, order, task } = event;
		const day = order.kind === 'usage' ? event.own.start - 1 : order.on;
		const own = [...once(dayOf(day), ofCents(order.once)), ...plan(this, event)];
		const all = keyed(task, nth, own);
		this.charges.push(...all.map((charge) => this.sent.asSent(charge)));
	}

	/**
	 * Carries orders over in one run, which is planned again where Autotask refuses a day. One that is killed sends no more than
	 * so many writes, and records none; where Autotask refuses days, nothing is charged for them before others join it, which make
	 * other amounts of that.
	 */
	run(events: readonly Event[], seen: () => void, killed?: Killed): void {
		for (;;) {
			const [products, charged] = [[...this.products], this.charges.length];
			const owners = this.lines.map((line) => line.owners);
			const [refused, stopped] = [[...this.refused], [...this.stopped]];
			for (const task of tasksOf(events)) {
				this.planTask(task);
				seen();
			}
			const [own, ids] = [this.charges.slice(charged), events.map(({ id }) => id).join()];
			this.faults.push(...this.sent.replanned(ids, own));
			const isTaken = this.write(own, killed);
			if (!isTaken) this.sent.forgetPlan();
			const isDone = isTaken && killed === undefined;
			for (const [at, line] of this.lines.entries()) {
				this.lines[at] = isDone ? recorded(line) : unplanned({ ...line, owners: owners[at] ?? line.owners });
			}
			if (isDone) return this.record(charged);
			this.products.splice(0, products.length, ...products);
			this.charges.length = charged;
			this.refuseOnly(refused, stopped);
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
			if (ledgerLine(line).taken?.has(refusedOn))
				throw new Error(`a second change of a line on ${refusedOn}, a day known to be taken`);
			this.lines[at] = { ...written, refused: new Set([...line.refused, refusedOn]) };
			isTaken = false;
		}
		if (isTaken && !(isJoined && this.sides[0].isRefused)) this.sent.send(ofWrites, left);
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
		const ways = this.sides.find(({ contracts }) => contracts.some(({ id }) => id === line?.contract.id));
		if (line && ways) this.lines[at] = editedBy(line, edit, { ...ways, day });
	}
}
