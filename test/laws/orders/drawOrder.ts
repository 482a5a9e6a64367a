import fc from 'fast-check';
import { omit } from 'lodash';
import type { PlanSettings } from '../../../src/domain/settings';
import type { ChangeAct, MarketplaceAct, SaleAct } from '../../../simulators/marketplace/actKinds';
import type { MarketplaceSwitches } from '../../../simulators/marketplace/switches';

/** What an act is of, less what the market knows of the subscription. */
type Drawn<Of> = Of extends MarketplaceAct ? Omit<Of, 'subscriptionId' | 'customerId' | 'at' | 'productId'> : never;

type ActDrawn = Drawn<
	Exclude<MarketplaceAct, { readonly kind: 'bundle' | 'changes' | 'cancellations' | 'settle' | 'move' }>
>;

/** How a platform writes its orders down. */
interface Form {
	readonly switches: Pick<
		MarketplaceSwitches,
		'amounts' | 'lineIds' | 'changeQuantity' | 'subscriptionFields' | 'expirationIs' | 'dates'
	>;
	/** Lines say nothing of the time that they are for. */
	readonly hasNoDurations: boolean;
	/** Nothing is charged through the marketplace: orders have no lines. */
	readonly hasNoLines: boolean;
	/** Lines name their product by part number alone. */
	readonly hasPartNumbersOnly: boolean;
	/** What is given back is written as an amount above zero. */
	readonly refundsAre: 'below zero' | 'above zero';
	/** A discount by its amount alone. */
	readonly discountsAre: 'percent' | 'amount';
}

/** A subscription, what happens to it, and how that is written down and read. */
export interface DrawnOrder {
	readonly periods: 'monthly' | 'yearly';
	/** How the subscription was sold. */
	readonly sold: Pick<SaleAct, 'quantity' | 'alignedTo' | 'billedOn' | 'firstTermMonths' | 'fee'> & {
		readonly price: string;
	};
	/** Months and days before the act. */
	readonly soldBefore: { readonly months: number; readonly days: number };
	readonly on: string;
	readonly act: ActDrawn;
	readonly form: Form;
	readonly settings: Pick<
		PlanSettings,
		'priceSource' | 'proration' | 'changeQuantity' | 'syncRefunds' | 'expirationIs'
	>;
}

const prices = fc.constantFrom('18.00', '4.35', '7.99', '21.40');

const newFee = fc.constantFrom('5.00', '5.50');

const quantity = fc.integer({ min: 0, max: 15 });

const amounts: fc.Arbitrary<NonNullable<ChangeAct['amounts']>> = fc.constantFrom(
	'fragment',
	'fragment',
	'refundAndRecharge',
	'wholePeriod',
	'wholePeriodForDays',
	'nextTerm',
	'free',
	'none',
);

/** Where it is said at all. */
function maybe<Name extends string, Value>(
	name: Name,
	value: fc.Arbitrary<Value>,
): fc.Arbitrary<Readonly<Partial<Record<Name, Value>>>> {
	return fc
		.option(value, { nil: undefined, freq: 2 })
		.map((one) => (one === undefined ? {} : { [name]: one })) as never;
}

function joined<First extends object, Second extends object>(
	first: fc.Arbitrary<First>,
	second: fc.Arbitrary<Second>,
): fc.Arbitrary<First & Second> {
	return fc.tuple(first, second).map(([one, other]) => ({ ...one, ...other }));
}

const sale: fc.Arbitrary<ActDrawn> = joined(
	fc.record({ kind: fc.constant('sale' as const), quantity: fc.integer({ min: 1, max: 15 }), price: prices }),
	joined(
		joined(maybe('alignedTo', fc.constantFrom(1, 15, 28)), maybe('setup', fc.constant('50.00'))),
		joined(
			maybe('discountPercent', fc.constantFrom('10', '7.5', '33')),
			joined(
				joined(maybe('firstTermMonths', fc.constantFrom(5, 16, 24)), maybe('isFirstFree', fc.constant(true as const))),
				maybe('fee', fc.constant('5.00')),
			),
		),
	),
);

const change: fc.Arbitrary<ActDrawn> = joined(
	fc.record({ kind: fc.constant('change' as const), quantity }),
	joined(maybe('price', prices), maybe('amounts', amounts)),
);

const renewal: fc.Arbitrary<ActDrawn> = joined(
	fc.record({ kind: fc.constant('renewal' as const) }),
	joined(joined(maybe('quantity', fc.integer({ min: 1, max: 15 })), maybe('price', prices)), maybe('fee', newFee)),
);

const cancellation: fc.Arbitrary<ActDrawn> = joined(
	fc.record({ kind: fc.constant('cancellation' as const), refund: fc.boolean() }),
	joined(maybe('fee', fc.constant('25.00')), maybe('setupRefund', fc.constant('50.00'))),
);

const correction: fc.Arbitrary<ActDrawn> = fc.record({
	kind: fc.constant('correction' as const),
	amount: fc.constantFrom('5.00', '-5.00', '18.00', '-36.00'),
	type: fc.constantFrom('adjustment', 'recurring', 'recurringRefund'),
	names: fc.constantFrom('products' as const, 'nothing' as const),
});

/** Stands for as many as the subscription has. */
export const allSeats = 0;

const line = fc.record({
	quantity: fc.constantFrom(1, 3, 2.5),
	unitPrice: fc.constantFrom('0.10', '4.00'),
	type: fc.constantFrom('overuse' as const, 'billRecord' as const),
	description: fc.constantFrom('Usage', 'Usage of September 2026', '2026-08-01 - 2026-08-31'),
});

const bill: fc.Arbitrary<ActDrawn> = joined(
	fc.record({
		kind: fc.constant('usage' as const),
		lines: fc.oneof(
			fc.array(line, { maxLength: 3 }),
			fc
				.tuple(prices, fc.constantFrom(1, 1, 1, 3))
				.map(([unitPrice, periods]) => [{ quantity: allSeats, unitPrice, type: 'recurring' as const, periods }]),
		),
	}),
	maybe('fee', newFee),
);

const unknown: fc.Arbitrary<ActDrawn> = joined(
	fc.record({ kind: fc.constant('unknown' as const), prefix: fc.constantFrom('RO', 'PO', 'BO', 'XX') }),
	maybe('amount', fc.constantFrom('0.00', '12.00')),
);

const migration: fc.Arbitrary<ActDrawn> = joined(
	fc.record({ kind: fc.constant('migration' as const), quantity: fc.integer({ min: 1, max: 15 }), price: prices }),
	maybe('charges', fc.boolean()),
);

const act: fc.Arbitrary<ActDrawn> = fc.oneof(
	{ weight: 3, arbitrary: sale },
	{ weight: 6, arbitrary: change },
	{ weight: 3, arbitrary: renewal },
	{ weight: 2, arbitrary: cancellation },
	{ weight: 2, arbitrary: correction },
	{ weight: 3, arbitrary: bill },
	{ weight: 1, arbitrary: unknown },
	{ weight: 1, arbitrary: migration },
);

const rarely = fc.constantFrom(false, false, false, false, true);

const form: fc.Arbitrary<Form> = fc.record({
	switches: fc.record({
		amounts: fc.constantFrom('twoDecimals' as const, 'shortest' as const),
		lineIds: fc.constantFrom('product' as const, 'product' as const, 'own' as const),
		changeQuantity: fc.constantFrom('total' as const, 'total' as const, 'difference' as const),
		subscriptionFields: fc.constantFrom('all' as const, 'all' as const, 'all' as const, 'old' as const),
		expirationIs: fc.constantFrom('dayAfter' as const, 'lastDay' as const),
		dates: fc.constantFrom('utc' as const, 'platformZone' as const, 'dayOnly' as const),
	}),
	hasNoDurations: rarely,
	hasNoLines: rarely,
	hasPartNumbersOnly: rarely,
	refundsAre: fc.constantFrom('below zero' as const, 'above zero' as const),
	discountsAre: fc.constantFrom('percent' as const, 'amount' as const),
});

/** The settings are those of somebody who knows the platform: its meaning of a Change's quantity, or automatic. */
export const orderDraws: fc.Arbitrary<DrawnOrder> = fc
	.record({
		periods: fc.constantFrom('monthly' as const, 'monthly' as const, 'yearly' as const),
		sold: joined(
			fc.record({ quantity: fc.integer({ min: 1, max: 15 }), price: prices }),
			joined(
				maybe('alignedTo', fc.constantFrom(1, 1, 15, 28)),
				joined(
					joined(maybe('billedOn', fc.constantFrom(1, 20)), maybe('firstTermMonths', fc.constantFrom(5, 16))),
					maybe('fee', fc.constant('5.00')),
				),
			),
		),
		soldBefore: fc.record({ months: fc.integer({ min: 0, max: 8 }), days: fc.integer({ min: 1, max: 30 }) }),
		on: fc.integer({ min: 1, max: 31 }).map((day) => `2026-10-${String(day).padStart(2, '0')}`),
		act,
		form,
		isAutomatic: fc.constantFrom(false, false, true),
		settings: fc.record({
			priceSource: fc.constantFrom('marketplace' as const, 'autotask' as const),
			proration: fc.constantFrom('autotask' as const, 'marketplace' as const),
			syncRefunds: fc.boolean(),
		}),
	})
	.map(({ isAutomatic, settings, ...drawn }) => {
		const { changeQuantity, expirationIs } = drawn.form.switches;
		const told = { changeQuantity: isAutomatic ? ('automatic' as const) : changeQuantity, expirationIs };
		return { ...drawn, act: actFor(drawn), sold: soldFor(drawn), settings: { ...settings, ...told } };
	});

/** A bill alone begins no fee. */
function actFor({ sold, act }: Pick<DrawnOrder, 'sold' | 'act'>): ActDrawn {
	return act.kind === 'usage' && sold.fee === undefined ? omit(act, 'fee') : act;
}

/** Of a single seat a recurring line of one can be its new price, or correct it: nobody can tell. */
function soldFor({ sold, act }: Pick<DrawnOrder, 'sold' | 'act'>): DrawnOrder['sold'] {
	return act.kind === 'correction' && sold.quantity === 1 ? { ...sold, quantity: 2 } : sold;
}
