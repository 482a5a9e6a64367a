import fc from 'fast-check';
import { dayNumber, dayText, monthsAfter, periodAt, type DayNumber, type PeriodMonths } from '../oracle/days';
import type { BatchSettings } from './settings';
import { baseCost, basePrice, firstTermEnd, type OrderKind, type Timeline, type TimelineOrder } from './timeline';

type DrawnKind = Exclude<OrderKind, 'sale' | 'renewal'>;

interface Drawn {
	readonly gap: number;
	readonly kind: DrawnKind;
	readonly quantity: number;
	readonly step: number;
	readonly costStep: number;
	readonly isRefunded: boolean;
	readonly time: number;
}

interface DrawnEnd {
	/** Days after the end of the term on which the order comes. */
	readonly offset: number;
	readonly kind: 'renewal' | 'cancellation';
	readonly quantity: number | undefined;
	readonly step: number;
	readonly costStep: number;
	readonly time: number;
}

interface DrawnSubscription {
	readonly first: number;
	readonly quantity: number;
	readonly setup: number;
	readonly isAligned: boolean;
	readonly time: number;
	readonly later: readonly Drawn[];
	/** What happens at the end of the first term, and after it. */
	readonly end: DrawnEnd | undefined;
	readonly after: readonly Drawn[];
}

/** Which kinds are drawn, and how often: a kind that the planner learns is added here and in `actOf`. */
const kinds: fc.Arbitrary<DrawnKind> = fc.oneof(
	{ weight: 12, arbitrary: fc.constant('quantity' as const) },
	{ weight: 4, arbitrary: fc.constant('price' as const) },
	{ weight: 3, arbitrary: fc.constant('quantityAndPrice' as const) },
	{ weight: 2, arbitrary: fc.constant('usage' as const) },
	{ weight: 2, arbitrary: fc.constant('listPrice' as const) },
	{ weight: 2, arbitrary: fc.constant('cancellation' as const) },
	{ weight: 1, arbitrary: fc.constant('unclear' as const) },
);

const quantities = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 50, max: 400 }) },
);

/** Mostly none, so that a small timeline has none. */
const steps = fc.constantFrom(0, 1, 2, 3, -1, -2);
const costSteps = fc.constantFrom(0, 0, 0, 1, -1);
const slots = fc.integer({ min: 0, max: 2 });

const laterOrder: fc.Arbitrary<Drawn> = fc.record({
	gap: fc.oneof(
		{ weight: 1, arbitrary: fc.constant(0) },
		{ weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
		{ weight: 3, arbitrary: fc.integer({ min: 13, max: 70 }) },
	),
	kind: kinds,
	quantity: quantities,
	step: steps,
	costStep: costSteps,
	isRefunded: fc.boolean(),
	time: slots,
});

const endOfTerm: fc.Arbitrary<DrawnEnd> = fc.record({
	offset: fc.constantFrom(0, 0, -1, -3, 2),
	kind: fc.constantFrom('renewal' as const, 'renewal' as const, 'renewal' as const, 'cancellation' as const),
	quantity: fc.option(quantities, { nil: undefined }),
	step: steps,
	costStep: costSteps,
	time: slots,
});

const drawnSubscription: fc.Arbitrary<DrawnSubscription> = fc.record({
	first: fc.integer({ min: 0, max: 70 }),
	quantity: quantities,
	setup: fc.constantFrom(0, 0, 5000),
	isAligned: fc.boolean(),
	time: slots,
	later: fc.array(laterOrder, { maxLength: 5 }),
	end: fc.option(endOfTerm, { nil: undefined }),
	after: fc.array(laterOrder, { maxLength: 2 }),
});

const times = ['00:05', '09:00', '23:45'];
const anchors = ['01', '15', '29', '30', '31'];
const longMonths = ['01', '03', '05', '07', '08', '10', '12'];

function timeOf(slot: number, nth: number): string {
	const [hour = '', minute = ''] = (times[slot] ?? '09:00').split(':');
	return `${hour}:${String(Number(minute) + nth).padStart(2, '0')}`;
}

interface Line {
	readonly months: PeriodMonths;
	readonly isShared: boolean;
	/** Which subscription of the contract this is: on lines of their own no two begin with a price in common. */
	readonly nth: number;
	readonly alignedTo: number | undefined;
}

/** Builds the orders of a subscription one after another. */
class Story {
	readonly orders: TimelineOrder[] = [];
	private readonly termEnd: DayNumber;
	private slot: number;

	constructor(
		private readonly line: Line,
		drawn: DrawnSubscription,
		private readonly soldOn: DayNumber,
	) {
		this.termEnd = firstTermEnd(soldOn, line.alignedTo);
		this.slot = drawn.time;
		this.orders.push({
			kind: 'sale',
			day: dayText(soldOn),
			time: timeOf(drawn.time, 0),
			quantity: drawn.quantity,
			price: basePrice[line.months] + (line.isShared ? 0 : line.nth * 4000),
			cost: baseCost[line.months],
			once: drawn.setup,
		});
	}

	get last(): TimelineOrder {
		const last = this.orders.at(-1);
		if (!last) throw new RangeError('a story begins with a sale');
		return last;
	}

	get hasEnded(): boolean {
		return this.last.kind === 'cancellation';
	}

	private add(day: DayNumber, what: Partial<TimelineOrder> & Pick<TimelineOrder, 'kind'>): void {
		const { quantity, price, cost } = this.last;
		const time = timeOf(this.slot, this.orders.length);
		this.orders.push({
			quantity,
			price,
			...(cost === undefined ? {} : { cost }),
			once: 0,
			...what,
			day: dayText(day),
			time,
		});
	}

	/** A quantity that differs from the one before. */
	private other(quantity: number): number {
		return quantity === this.last.quantity ? quantity + 1 : quantity;
	}

	private repriced(step: number, costStep: number): Pick<TimelineOrder, 'price' | 'cost'> {
		const { price, cost = 0 } = this.last;
		return { price: price + 100 * step, cost: cost + (this.line.isShared ? 0 : 10 * costStep) };
	}

	/** The kind as it can be: usage is of a period that has ended, and nobody cancels in the last days of a term. */
	private kindOf(wanted: DrawnKind, day: DayNumber): DrawnKind {
		const ended = periodAt(day, this.termEnd, this.line.months).start - 1;
		if (wanted === 'usage' && ended < this.soldOn) return 'quantity';
		const isNearEnd = day > monthsAfter(this.termEnd, -2) && day <= monthsAfter(this.termEnd, 1);
		return wanted === 'cancellation' && isNearEnd ? 'quantity' : wanted;
	}

	/** `isLast`: no order after it that a fall's price could be read from. */
	tell(one: Drawn, day: DayNumber, isLast: boolean): void {
		this.slot = one.gap === 0 ? this.slot : one.time;
		const kind = this.kindOf(one.kind, day);
		const before = this.last.quantity;
		const quantity = this.other(one.quantity);
		switch (kind) {
			case 'quantity':
				return this.add(day, {
					kind,
					quantity,
					isRefunded: one.isRefunded && quantity < before && day !== this.termEnd,
				});
			case 'price':
				return this.add(day, { kind, ...this.repriced(one.step, one.costStep) });
			case 'quantityAndPrice':
				return this.add(day, {
					kind,
					quantity: quantity < before && !isLast ? before + one.quantity : quantity,
					...this.repriced(one.step === 0 ? 1 : one.step, one.costStep),
				});
			case 'listPrice':
				return this.add(day, { kind, ...this.repriced(one.step, 0) });
			case 'usage':
				return this.add(day, { kind, once: 37 * one.quantity });
			case 'cancellation':
				return this.add(day, { kind, quantity: 0, once: 100 * Math.max(0, one.step), isRefunded: one.isRefunded });
			case 'unclear':
				return this.add(day, { kind });
		}
	}

	/** The term ends: it is renewed, or the subscription is cancelled on that very day. */
	endTerm({ kind, offset, quantity, step, costStep, time }: DrawnEnd): DayNumber {
		this.slot = time;
		if (kind === 'cancellation') this.add(this.termEnd, { kind, quantity: 0 });
		else
			this.add(this.termEnd + offset, {
				kind,
				...(quantity === undefined ? {} : { quantity }),
				...this.repriced(step, costStep),
			});
		return this.termEnd + Math.max(0, offset);
	}

	isBeforeEnd(day: DayNumber): boolean {
		return day < this.termEnd - 4;
	}
}

function ordersOf(drawn: DrawnSubscription, firstDay: DayNumber, line: Line): readonly TimelineOrder[] {
	const story = new Story(line, drawn, firstDay + drawn.first);
	let day = firstDay + drawn.first;
	const tellAll = (some: readonly Drawn[], isEnd: boolean): void => {
		for (const [at, one] of some.entries()) {
			if (story.hasEnded || (drawn.end && !isEnd && !story.isBeforeEnd(day + one.gap))) return;
			day += one.gap;
			story.tell(one, day, isEnd && at === some.length - 1);
		}
	};
	tellAll(drawn.later, drawn.end === undefined);
	if (!drawn.end || story.hasEnded) return story.orders;
	day = story.endTerm(drawn.end);
	tellAll(drawn.after, true);
	return story.orders;
}

/** Subscriptions that are sold on one day by one order. */
function soldTogether(drawn: readonly DrawnSubscription[]): readonly DrawnSubscription[] {
	const [sale] = drawn;
	return drawn.map((one) => (sale ? { ...one, first: sale.first, time: sale.time, isAligned: sale.isAligned } : one));
}

/** When another contract takes over, so many periods after the first ones; on the day of the month of this one. */
function succession(
	{ months, start, anchor }: Pick<Timeline, 'months' | 'start'> & { readonly anchor: string },
	firstDay: string,
	after: number | undefined,
): Pick<Timeline, 'succeededOn'> {
	if (after === undefined) return {};
	const { next } = periodAt(dayNumber(firstDay), dayNumber(start), months);
	const on = dayText(monthsAfter(next, months * Math.floor(after / months)));
	return on.endsWith(`-${anchor}`) ? { succeededOn: on } : {};
}

/**
 * Timelines whose first orders come in the weeks after the given day. What is posted on a line is told by its one
 * subscription, so lines are not shared then.
 */
export function timelines(
	firstDay: string,
	{ isPosted, isEdited }: Pick<BatchSettings, 'isPosted' | 'isEdited'>,
): fc.Arbitrary<Timeline> {
	const year = Number(firstDay.slice(0, 4));
	return fc
		.record({
			months: fc.constantFrom<PeriodMonths[]>(1, 1, 1, 3, 6, 12),
			anchor: fc.constantFrom(...anchors),
			month: fc.constantFrom(...longMonths),
			isShared: isPosted ? fc.constant(false) : fc.boolean(),
			drawn: fc.array(drawnSubscription, { minLength: 1, maxLength: 3 }),
			arrival: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 27, maxLength: 27 }),
			isBundle: fc.constantFrom(false, false, false, true),
			succeededAfter: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.integer({ min: 0, max: 12 })),
		})
		.map(({ months, anchor, month, drawn, arrival, succeededAfter, ...more }) => {
			const isBundle = more.isBundle && drawn.length > 1;
			const isShared = more.isShared && !isBundle;
			const start = `${year - 1}-${month}-${anchor}`;
			const sales = isBundle ? soldTogether(drawn) : drawn;
			const subscriptions = sales.map((one, nth) => {
				const alignedTo = one.isAligned && Number(anchor) <= 28 ? Number(anchor) : undefined;
				const orders = ordersOf(one, dayNumber(firstDay), { months, isShared, nth, alignedTo });
				return { ...(alignedTo === undefined ? {} : { alignedTo }), orders };
			});
			const isUnclear = subscriptions.some(({ orders }) => orders.some(({ kind }) => kind === 'unclear'));
			return {
				months,
				start,
				isShared,
				...(isBundle ? { isBundle: true as const } : {}),
				...(isEdited || isUnclear ? {} : succession({ months, start, anchor }, firstDay, succeededAfter)),
				arrival,
				subscriptions,
			};
		});
}
