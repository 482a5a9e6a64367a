import { type BillingPeriod, periodHolding } from '../../../src/domain/billingPeriod';
import { calendarDate, type CalendarDate } from '../../../src/domain/calendarDate';
import { decimal, plus, roundedAmount, times, over, total } from '../../../src/domain/money';
import { follow } from '../../../src/domain/owed/follow';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import type { Ordered } from '../../../src/domain/line/ordered';
import { amountOn, type OrderPlace, withoutRepeats } from '../../../src/domain/amountTimeline';
import { lengthOf, spansOf } from '../../../src/domain/spans';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { asideCharges, type ProductBooks } from '../../../src/domain/writes/asideCharges';

const day = calendarDate;
const grid = (on: CalendarDate): BillingPeriod => periodHolding(on, day('2026-01-01'), 'monthly');

interface Told {
	readonly kind?: Ordered['kind'];
	readonly on: string;
	readonly quantity: number;
	readonly price?: string;
	readonly credited?: boolean;
	readonly posted?: boolean;
	readonly stated?: string;
	readonly fallsOn?: string;
	/** The day on which so many seats come from another product. */
	readonly comes?: readonly [on: string, units: number];
}

type Proration = 'autotask' | 'marketplace';

function ordersOf(told: readonly Told[], proration: Proration): readonly Ordered[] {
	return told.map((one, nth): Ordered => {
		const on = day(one.on);
		const period = grid(on);
		const price = one.price ?? told.slice(0, nth).findLast((other) => other.price)?.price ?? '18';
		return {
			id: `o${nth}`,
			place: String(nth) as OrderPlace,
			kind: one.kind ?? (nth === 0 ? 'sales' : 'change'),
			on,
			period,
			isPosted: one.posted ?? false,
			risesOn: proration === 'autotask' || on === period.start ? on : period.nextStart,
			fallsOn: one.fallsOn === undefined ? period.nextStart : day(one.fallsOn),
			quantity: one.quantity,
			before: told[nth - 1]?.quantity ?? 0,
			increase: one.quantity - (told[nth - 1]?.quantity ?? 0),
			rate: { price: decimal(price) },
			isCredited: one.credited ?? false,
			...(one.kind === 'billing' ? { keepsSeats: true } : {}),
			...(one.comes ? { isMove: true, moved: { on: day(one.comes[0]), units: one.comes[1] } } : {}),
			...(one.stated === undefined ? {} : { stated: decimal(one.stated) }),
		};
	});
}

const books = (owed: Owed): ProductBooks => ({
	owed,
	linePrice: () => undefined,
	lineCost: () => undefined,
	lineDays: [],
});

/** What a month is billed in all: the line, exactly, and what the orders charge beside it. */
function billOf(told: readonly Told[], proration: Proration, month: string): string {
	let owed = nothingOwed;
	const charged = ordersOf(told, proration).flatMap((order) => {
		const after = follow(owed, order);
		const charges = asideCharges(books(owed), books(after), grid);
		owed = after;
		return charges.filter(({ period }) => period.start === month).map(({ price }) => price);
	});
	const period = grid(day(month));
	const cuts = [...owed.seats, ...owed.price].map(({ from }) => from);
	const line = total(
		spansOf({ from: period.start, until: period.nextStart }, cuts).map((span) =>
			times(times(amountOn(owed.price, span.from) ?? decimal('0'), unitsOn(owed.seats, span.from)), lengthOf(span)),
		),
	);
	return roundedAmount(plus(over(line, lengthOf({ from: period.start, until: period.nextStart })), total(charged)));
}

const ten: Told = { on: '2026-09-01', quantity: 10, price: '18' };

describe('what is owed of a product, order by order', () => {
	it.each([
		{
			rule: 'case 1: a rise is owed from its day',
			orders: [ten, { on: '2026-10-16', quantity: 13 }],
			oct: '207.87',
			nov: '234.00',
		},
		{
			rule: 'case 2: a fall is owed until the next boundary',
			orders: [ten, { on: '2026-10-11', quantity: 6 }],
			oct: '180.00',
			nov: '108.00',
		},
		{
			rule: 'case 2: a credited one from its day',
			orders: [ten, { on: '2026-10-11', quantity: 6, credited: true }],
			oct: '131.23',
			nov: '108.00',
		},
		{
			rule: 'case 3: a price of equal seats from the start of the period',
			orders: [ten, { on: '2026-10-16', quantity: 10, price: '20' }],
			oct: '200.00',
			nov: '200.00',
		},
		{
			rule: 'case 3: or from its end where it is posted',
			orders: [ten, { on: '2026-10-16', quantity: 10, price: '20', posted: true }],
			oct: '180.00',
			nov: '200.00',
		},
		{
			rule: 'case 16: a renewal dates its price on its day',
			orders: [ten, { kind: 'renewal' as const, on: '2026-10-15', quantity: 10, price: '20' }],
			oct: '190.97',
			nov: '200.00',
		},
		{
			rule: 'a later price of the whole period counts for a rise after its first day too',
			orders: [ten, { on: '2026-10-16', quantity: 13 }, { on: '2026-10-21', quantity: 13, price: '20' }],
			oct: '230.97',
			nov: '260.00',
		},
		{
			rule: 'a later price counts for a credit too',
			orders: [ten, { on: '2026-10-11', quantity: 6, credited: true }, { on: '2026-10-21', quantity: 6, price: '20' }],
			oct: '145.81',
			nov: '120.00',
		},
		{
			rule: 'seats that come back are charged again at the price of the line',
			orders: [
				ten,
				{ on: '2026-10-11', quantity: 6, credited: true },
				{ on: '2026-10-21', quantity: 6, price: '20' },
				{ on: '2026-10-25', quantity: 10, price: '20' },
			],
			oct: '163.87',
			nov: '200.00',
		},
		{
			rule: 'a cancellation without a refund is owed until the next boundary',
			orders: [ten, { kind: 'cancellation' as const, on: '2026-10-11', quantity: 0 }],
			oct: '180.00',
			nov: '0.00',
		},
		{
			rule: 'case 5: a refund is what the order states',
			orders: [
				{ on: '2026-10-01', quantity: 10, price: '18' },
				{ kind: 'cancellation' as const, on: '2026-10-05', quantity: 0, credited: true, stated: '-156.77' },
			],
			oct: '23.23',
			nov: '0.00',
		},
		{
			rule: 'case 6: a sale is owed from its day',
			orders: [{ on: '2026-10-20', quantity: 10, price: '18' }],
			oct: '69.68',
			nov: '180.00',
		},
	])('$rule', ({ orders, oct, nov }) => {
		for (const proration of ['autotask', 'marketplace'] as const) {
			expect([proration, billOf(orders, proration, '2026-10-01')]).toEqual([proration, oct]);
			expect([proration, billOf(orders, proration, '2026-11-01')]).toEqual([proration, nov]);
		}
	});

	it.each([
		{
			rule: 'case 18: Autotask prorates: the whole line has the new price from the rise',
			proration: 'autotask' as const,
			oct: '221.29',
		},
		{
			rule: 'B2: the marketplace prorates: the rest of the period is at the new price for what rises alone',
			proration: 'marketplace' as const,
			oct: '210.97',
		},
	])('$rule', ({ proration, oct }) => {
		const orders = [ten, { on: '2026-10-16', quantity: 13, price: '20' }];
		expect(billOf(orders, proration, '2026-10-01')).toBe(oct);
		expect(billOf(orders, proration, '2026-11-01')).toBe('260.00');
	});

	it('keeps what the order states for a fragment, and adds what a later price makes of it', () => {
		const rise = { on: '2026-10-16', quantity: 13, stated: '27.90' };
		expect(billOf([ten, rise], 'marketplace', '2026-10-01')).toBe('207.90');
		const later = { on: '2026-10-21', quantity: 13, price: '20' };
		expect(billOf([ten, rise, later], 'marketplace', '2026-10-01')).toBe('231.00');
	});

	it.each([
		{
			rule: 'a refund takes a fragment at its own price, whatever the line costs later: 210.00 + 50.32 - 10.32',
			then: { on: '2026-10-21', quantity: 12, price: '21' },
			oct: '250.00',
		},
		{
			rule: 'seats that rise again over a refunded fragment are at the price of their own order: 180.00 + 50.32 - 10.32 + 4.26',
			then: { on: '2026-10-26', quantity: 13, price: '22' },
			oct: '224.26',
		},
		{
			rule: 'seats that fall below a refunded fragment are of the line: 220.00 - 2 x 20.00 x 6/31 - 1 x 18.00 x 6/31',
			then: { on: '2026-10-26', quantity: 9, credited: true },
			oct: '208.78',
		},
	])('$rule', ({ then, oct }) => {
		const rise = { on: '2026-10-06', quantity: 13, price: '20', stated: '50.32' };
		const refund = { on: '2026-10-16', quantity: 12, credited: true, stated: '-10.32' };
		expect(billOf([ten, rise, refund, then], 'marketplace', '2026-10-01')).toBe(oct);
	});

	it.each([
		{ rule: 'whose amount the order states', stated: '-41.29' },
		{ rule: 'at the price of the line', stated: undefined },
	])('a Billing order that is followed late makes of a later credit, $rule, what it does in its turn', ({ stated }) => {
		const billing = { kind: 'billing' as const, on: '2026-10-06', quantity: 10, price: '20' };
		const fall = { on: '2026-10-16', quantity: 6, credited: true, ...(stated === undefined ? {} : { stated }) };
		const [sale, listed, last] = ordersOf([ten, billing, fall], 'marketplace');
		if (!sale || !listed || !last) throw new RangeError('three orders');
		const inTurn = [sale, listed, last].reduce(follow, nothingOwed);
		const late = [sale, last, listed].reduce(follow, nothingOwed);
		expect({ ...late, price: withoutRepeats(late.price) }).toEqual({ ...inTurn, price: withoutRepeats(inTurn.price) });
	});

	const nineteen = { kind: 'billing' as const, on: '2026-10-15', quantity: 10, price: '19' };
	const renewal = { kind: 'renewal' as const, on: '2026-10-15', quantity: 10, price: '18' };
	it.each([
		{
			rule: 'its price is that of a later rise',
			orders: [ten, renewal, nineteen, { on: '2026-10-15', quantity: 12, price: '19' }],
		},
		{
			rule: 'a fragment that follows is at its price',
			orders: [ten, nineteen, { on: '2026-10-20', quantity: 12, price: '19' }],
		},
		{
			rule: 'a fragment that follows goes back to the price before',
			orders: [ten, nineteen, { on: '2026-10-20', quantity: 12 }],
		},
		{
			rule: 'and a later price counts for a fragment',
			orders: [
				ten,
				nineteen,
				{ on: '2026-10-20', quantity: 12, price: '19' },
				{ on: '2026-10-25', quantity: 12, price: '21' },
			],
		},
		{
			rule: 'a credit and a price follow',
			orders: [
				ten,
				nineteen,
				{ on: '2026-10-16', quantity: 6, credited: true, stated: '-39.23' },
				{ on: '2026-10-21', quantity: 6, price: '16' },
			],
		},
		{
			rule: 'an equal quantity at the price before follows a renewal',
			orders: [
				ten,
				{ ...renewal, on: '2026-10-10', price: '20' },
				nineteen,
				{ on: '2026-10-21', quantity: 10, price: '20' },
			],
		},
	])('a Billing order that waited comes to what it does in its turn where $rule', ({ orders }) => {
		for (const proration of ['autotask', 'marketplace'] as const) {
			const all = ordersOf(orders, proration);
			const [late] = all.filter(({ kind }) => kind === 'billing');
			const others = all.filter((order) => order !== late);
			const waiting = late?.place === undefined ? [] : [late.place];
			const ahead = others.reduce((owed, order) => follow(owed, { ...order, waiting }), nothingOwed);
			expect(late && follow(ahead, late)).toEqual(all.reduce(follow, nothingOwed));
		}
	});

	it('seats of an order that is followed after a later one stay where a Billing order waits', () => {
		const orders = [ten, nineteen, { on: '2026-10-18', quantity: 12 }, { on: '2026-10-21', quantity: 11 }];
		for (const proration of ['autotask', 'marketplace'] as const) {
			const [sale, billing, rise, fall] = ordersOf(orders, proration);
			if (!sale || !billing?.place || !rise || !fall) throw new RangeError('four orders');
			const waiting = [billing.place];
			const plain = [sale, fall, rise].reduce(follow, nothingOwed);
			const { ahead, ...owed } = [sale, fall, rise].reduce((so, one) => follow(so, { ...one, waiting }), nothingOwed);
			expect(owed).toEqual(plain);
			expect(follow({ ...owed, ...(ahead ? { ahead } : {}) }, billing)).toEqual(
				[sale, billing, fall, rise].reduce(follow, nothingOwed),
			);
		}
	});

	it('a credit stays as the order states it where units go on on another contract, which was proposed before', () => {
		const credited = { on: '2026-10-16', quantity: 6, credited: true, stated: '-37.16' };
		const [sale, succession, ...others] = ordersOf(
			[ten, { ...ten, on: '2026-10-01' }, credited, { on: '2026-10-21', quantity: 6, price: '16' }],
			'autotask',
		);
		if (!sale || !succession) throw new RangeError('four orders');
		const owed = [sale, ...others].reduce(follow, nothingOwed);
		// Else 4 x 2.00 x 16/31 = 4.13 would be taken back.
		expect(follow(owed, { ...succession, kind: 'initial', keepsSeats: true, takesAlong: true })).toEqual(owed);
	});

	it.each([
		{
			rule: 'an order that leaves as many brings none of them earlier',
			then: { quantity: 9 },
			oct: '90.00',
			nov: '162.00',
		},
		{ rule: 'and its price counts from the start', then: { quantity: 9, price: '20' }, oct: '100.00', nov: '180.00' },
		{ rule: 'a rise comes beside them', then: { quantity: 11 }, oct: '103.94', nov: '198.00' },
		{ rule: 'a fall takes them first', then: { quantity: 7 }, oct: '90.00', nov: '126.00' },
		{ rule: 'and others from the next boundary', then: { quantity: 3 }, oct: '90.00', nov: '54.00' },
		{ rule: 'and credits no others', then: { quantity: 3, credited: true }, oct: '76.06', nov: '54.00' },
	])('four seats that move here on 1 Nov are not here before: $rule', ({ then, oct, nov }) => {
		const five = { ...ten, quantity: 5 };
		const move = { on: '2026-10-10', quantity: 9, comes: ['2026-11-01', 4] as const };
		for (const proration of ['autotask', 'marketplace'] as const) {
			const orders = [five, move, { on: '2026-10-20', ...then }];
			expect([billOf(orders, proration, '2026-10-01'), billOf(orders, proration, '2026-11-01')]).toEqual([oct, nov]);
		}
	});

	it('the seats of a product whose first ones are still to come are at its price from their own day', () => {
		const move = { on: '2026-11-01', quantity: 4, price: '18' };
		const orders = [move, { on: '2026-10-20', quantity: 6 }, { on: '2026-10-20', quantity: 6, price: '20' }];
		for (const proration of ['autotask', 'marketplace'] as const)
			expect(billOf(orders, proration, '2026-10-01')).toBe('15.48');
	});
});
