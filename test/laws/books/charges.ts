import { difference } from 'lodash';
import type { CalendarDate } from '../../../src/domain/calendarDate';
import { type Decimal, isNegative, isZero, zero } from '../../../src/domain/money';
import type { PeriodAmount } from '../../../src/domain/writes/missed';

/** What is charged or credited beside the lines. */
export interface Charge {
	/** By which Autotask's is found again: it is written once, whatever amount it would have by now. */
	readonly key: string;
	/** Of which product. */
	readonly nth: number;
	readonly on: CalendarDate;
	readonly price: Decimal;
	readonly cost: Decimal;
	/** Setup, fee or usage. */
	readonly isOnce?: true;
	/** Whether it goes after the changes of the lines. */
	readonly isOfWrite?: true;
}

/** As it is planned. */
export type Unkeyed = Omit<Charge, 'key' | 'nth'>;

/** Amounts of periods as charges. */
export function chargesFor(amounts: readonly PeriodAmount[], how: Pick<Charge, 'isOfWrite'> = {}): readonly Unkeyed[] {
	return amounts
		.filter(({ price, cost }) => !isZero(price) || !isZero(cost))
		.map(({ from, price, cost }) => ({ on: from, price, cost, ...how }));
}

function kindOf({ isOnce, price, cost }: Unkeyed): string {
	if (isOnce) return 'once';
	return isNegative(isZero(price) ? cost : price) ? 'credit' : 'proration';
}

/** The charges of a task with their keys: which of those of a kind each is. */
export function keyed(task: string, of: number, charges: readonly Unkeyed[]): readonly Charge[] {
	return charges.map((charge, at) => {
		const kind = kindOf(charge);
		const nth = charges.slice(0, at).filter((other) => kindOf(other) === kind).length;
		return { ...charge, key: `${task} of ${of} ${kind} ${nth}`, nth: of };
	});
}

/** What is charged once, on its day. */
export function once(on: CalendarDate, price: Decimal): readonly Unkeyed[] {
	return isZero(price) ? [] : [{ on, price, cost: zero, isOnce: true }];
}

/** What Autotask has been sent for tasks that are not recorded. */
export class SentCharges {
	private readonly byKey = new Map<string, Charge>();
	private planned: { readonly run: string; readonly charges: readonly string[] } | undefined;

	/** As it is in Autotask, where it is. */
	asSent(charge: Charge): Charge {
		return this.byKey.get(charge.key) ?? charge;
	}

	/** Charges that are others where a run is planned again for the same orders. */
	replanned(run: string, charges: readonly Charge[]): readonly string[] {
		const is = charges.map(({ key, price, cost }) => `${key}: ${price} cost ${cost}`);
		const was = this.planned?.run === run ? this.planned.charges : is;
		this.planned = { run, charges: is };
		const changed = [...difference(is, was), ...difference(was, is)];
		return changed.map((charge) => `charged otherwise when planned again: ${charge}`);
	}

	/** A day is refused, which makes another plan. */
	forgetPlan(): void {
		this.planned = undefined;
	}

	/** Sends charges that are not there yet; how many writes are left then. */
	send(charges: readonly Charge[], atMost: number): number {
		const sent = charges.filter(({ key }) => !this.byKey.has(key)).slice(0, atMost);
		for (const charge of sent) this.byKey.set(charge.key, charge);
		return atMost - sent.length;
	}

	/** The tasks of these charges are recorded; those that were sent and are not among them. */
	settle(charges: readonly Charge[]): readonly Charge[] {
		for (const { key } of charges) this.byKey.delete(key);
		const left = [...this.byKey.values()];
		this.byKey.clear();
		return left;
	}
}
