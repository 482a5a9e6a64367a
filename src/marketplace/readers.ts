import { uniq } from 'lodash';
import { z } from 'zod';
import type { PeriodLength } from '../domain/billingPeriod';
import { type CalendarDate, calendarDate, instant, localDay } from '../domain/calendarDate';
import type { CustomerId, Instant, OrderId, ProductId, SubscriptionId } from '../domain/ids';
import { type Money, zero } from '../domain/money';
import type {
	BillingModel,
	CatalogueProduct,
	Customer,
	MoveTarget,
	Order,
	OrderDetail,
	OrderProduct,
	OrderRow,
	OrderStatus,
	ServicePlan,
	Subscription,
	SubscriptionProduct,
	SubscriptionRow,
	SubscriptionStatus,
} from '../domain/order/order';
import { checked, decimalShape } from '../http/shape';

const idShape = z.union([z.string().trim().min(1), z.number().int()]).transform(String);
const text = z.string().nullish();
const optionalId = z.union([z.string(), z.number().int()]).nullish();

/** A key with its value, or nothing where the value is empty. */
function given<Key extends string, Value>(key: Key, value: Value | null | undefined): { readonly [K in Key]?: Value } {
	return (value === null || value === undefined || value === '' ? {} : { [key]: value }) as {
		readonly [K in Key]?: Value;
	};
}

function idOf(value: string | number | null | undefined): string | undefined {
	const written = String(value ?? '').trim();
	return written === '' ? undefined : written;
}

/** One of the words, else the word that stands for all others. */
function wordOf<Word extends string>(words: readonly Word[], other: Word): z.ZodType<Word, z.ZodTypeDef, unknown> {
	return z.unknown().transform((value) => words.find((word) => word === value) ?? other);
}

const billingModel = wordOf<BillingModel>(
	['chargeBeforeBillingPeriod', 'chargeAfterBillingPeriod', 'chargeBeforeSubscriptionPeriod', 'chargeExternalRating'],
	'unknown',
);
const subscriptionStatus = wordOf<SubscriptionStatus>(
	['pending', 'active', 'hold', 'terminated', 'removed'],
	'unknown',
);
const periodWord = wordOf<PeriodLength['type']>(['day', 'month', 'year', 'statement_day'], 'unknown');
const statuses = [
	'submitted',
	'processing',
	'error',
	'completed',
	'cancelled',
] as const satisfies readonly OrderStatus[];

const money = z
	.object({ currency: z.string().min(1), amount: decimalShape })
	.transform((value): Money => ({ currency: value.currency, amount: value.amount }));
const period = z
	.object({ type: periodWord, duration: z.number() })
	.transform((value): PeriodLength => ({ type: value.type, duration: value.duration }));

/** What the readers read dates with: the zone of dates that carry no offset. */
export interface MarketplaceReaders {
	readonly orderRow: z.ZodType<OrderRow, z.ZodTypeDef, unknown>;
	readonly order: z.ZodType<Omit<Order, 'correlationId'>, z.ZodTypeDef, unknown>;
	readonly subscriptionRow: z.ZodType<SubscriptionRow, z.ZodTypeDef, unknown>;
	readonly subscription: z.ZodType<Omit<Subscription, 'correlationId'>, z.ZodTypeDef, unknown>;
}

const detailShape = z
	.object({
		type: z.string(),
		productId: optionalId,
		mpn: text,
		description: text,
		quantity: decimalShape.nullish(),
		duration: z.object({ type: periodWord, duration: decimalShape }).nullish(),
		unitPrice: money.nullish(),
		extendedPrice: money.nullish(),
		discount: z
			.object({
				type: wordOf<'percent' | 'fixed' | 'unknown'>(['percent', 'fixed'], 'unknown'),
				value: decimalShape.nullish(),
				amount: decimalShape.nullish(),
			})
			.nullish(),
	})
	.transform((row): OrderDetail => ({
		type: row.type,
		description: row.description ?? '',
		quantity: row.quantity ?? zero,
		...given('productId', idOf(row.productId) as ProductId | undefined),
		...given('mpn', row.mpn),
		...given('duration', row.duration),
		...given('unitPrice', row.unitPrice),
		...given('extendedPrice', row.extendedPrice),
		...given(
			'discount',
			row.discount && {
				type: row.discount.type,
				...given('value', row.discount.value),
				...given('amount', row.discount.amount),
			},
		),
	}));

const orderProductRaw = z.object({
	id: idShape,
	mpn: text,
	name: text,
	quantity: decimalShape.nullish(),
	billingPeriod: period.nullish(),
	subscriptionPeriod: period.nullish(),
	subscriptionId: optionalId,
	targetSubscriptionId: optionalId,
	newMPN: text,
	newId: optionalId,
	newProductId: optionalId,
	newSubscription: z.object({ id: optionalId, type: text }).nullish(),
	type: text,
});

/** Where a product of an order goes; nothing where all of it names the product itself. Source: rule Q11. */
function movesTo(row: z.output<typeof orderProductRaw>): MoveTarget | undefined {
	const isOther = (value: string | undefined, own: string | undefined): value is string =>
		value !== undefined && value !== own;
	const productId = [idOf(row.newId), idOf(row.newProductId)].find((id) => isOther(id, row.id));
	const mpn = idOf(row.newMPN);
	const newMpn = isOther(mpn, idOf(row.mpn)) ? mpn : undefined;
	const own = idOf(row.subscriptionId);
	const made = idOf(row.newSubscription?.id);
	const subscriptionId = [idOf(row.targetSubscriptionId), made].find((id) => isOther(id, own));
	const isUnnamed = Boolean(row.newSubscription) && made === undefined && subscriptionId === undefined;
	const named = [
		productId === undefined ? '' : `product ${productId}`,
		productId === undefined && newMpn !== undefined ? `part number ${newMpn}` : '',
		subscriptionId === undefined ? '' : `subscription ${subscriptionId}`,
		isUnnamed ? 'a new subscription' : '',
	].filter((words) => words !== '');
	if (named.length === 0) return undefined;
	return {
		...given('productId', productId as ProductId | undefined),
		...given('mpn', newMpn),
		...given('subscriptionId', subscriptionId as SubscriptionId | undefined),
		...(isUnnamed ? { isUnnamed: true as const } : {}),
		named: named.join(' of '),
	};
}

const orderProductShape = orderProductRaw.transform((row): OrderProduct => ({
	productId: row.id as ProductId,
	name: row.name ?? '',
	...given('mpn', row.mpn),
	...given('quantity', row.quantity),
	...given('billingPeriod', row.billingPeriod),
	...given('subscriptionPeriod', row.subscriptionPeriod),
	...given('subscriptionId', idOf(row.subscriptionId) as SubscriptionId | undefined),
	...given('placement', row.type),
	...given('movesTo', movesTo(row)),
}));

const subscriptionProductShape = z
	.object({
		id: idShape,
		mpn: text,
		name: text,
		quantity: decimalShape,
		unitPrice: money.nullish(),
		unitCost: money.nullish(),
	})
	.transform((row): SubscriptionProduct => ({
		productId: row.id as ProductId,
		name: row.name ?? '',
		quantity: row.quantity,
		...given('mpn', row.mpn),
		...given('unitPrice', row.unitPrice),
		...given('unitCost', row.unitCost),
	}));

function domainsOf(addresses: readonly (string | null | undefined)[]): readonly string[] | undefined {
	const domains = uniq(addresses.map((address) => address?.split('@')[1]?.trim().toLowerCase() ?? ''));
	const known = domains.filter((domain) => domain.includes('.'));
	return known.length === 0 ? undefined : known;
}

export const customerShape = z
	.object({
		id: idShape,
		externalId: text,
		name: text,
		taxRegId: text,
		contactPersons: z.array(z.object({ email: text })).nullish(),
	})
	.transform((row): Customer => ({
		id: row.id as CustomerId,
		name: row.name ?? '',
		...given('externalId', row.externalId),
		...given('taxId', row.taxRegId),
		...given('domains', domainsOf((row.contactPersons ?? []).map((person) => person.email))),
	}));

/** What a new customer is answered with, as far as it proves anything. */
export const createdCustomerShape = z.object({ id: idShape.transform((id) => id as CustomerId) });

export const servicePlanShape = z
	.object({ id: idShape, name: text })
	.transform((row): ServicePlan => ({ id: row.id, name: row.name ?? '' }));

export const catalogueProductShape = z
	.object({
		id: idShape,
		mpn: text,
		name: text,
		costs: z.array(z.object({ type: text, currency: z.string(), amount: decimalShape })).nullish(),
	})
	.transform((row): CatalogueProduct => ({
		id: row.id as ProductId,
		name: row.name ?? '',
		costs: (row.costs ?? []).map((one) => ({
			type: one.type ?? '',
			cost: { currency: one.currency, amount: one.amount },
		})),
		...given('mpn', row.mpn),
	}));

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/** The readers for a marketplace whose dates without an offset are in that zone. */
export function marketplaceReaders(timeZone: string): MarketplaceReaders {
	const time = z.string().transform(checked((value: string): Instant => instant(value, timeZone), 'a date-time'));
	const dayIn = (value: string): CalendarDate =>
		dayOnly.test(value) ? calendarDate(value) : localDay(instant(value, timeZone), timeZone);
	const day = z.string().transform(checked(dayIn, 'a date'));
	const head = {
		id: idShape,
		orderNumber: text,
		type: text,
		customerId: idShape,
		creationDate: time,
		provisioningDate: time.nullish(),
	};
	const rowOf = (row: z.output<z.ZodObject<typeof head>>, status: OrderStatus): OrderRow => ({
		id: row.id as OrderId,
		orderNumber: row.orderNumber || row.id,
		type: row.type || 'unknown',
		customerId: row.customerId as CustomerId,
		createdAt: row.creationDate,
		status,
		...given('provisionedAt', row.provisioningDate),
	});
	const subscriptionHead = {
		id: idShape,
		name: text,
		customerId: idShape,
		status: subscriptionStatus,
		creationDate: day,
		renewalDate: day.nullish(),
		lastModifiedDate: day.nullish(),
		expirationDate: day.nullish(),
		billingModel,
		billingPeriod: period.nullish(),
		subscriptionPeriod: period.nullish(),
	};
	const subscriptionOf = (row: z.output<z.ZodObject<typeof subscriptionHead>>): SubscriptionRow => ({
		id: row.id as SubscriptionId,
		name: row.name ?? '',
		customerId: row.customerId as CustomerId,
		status: row.status,
		createdOn: row.creationDate,
		billingModel: row.billingModel,
		...given('renewalOn', row.renewalDate),
		...given('lastModifiedOn', row.lastModifiedDate),
		...given('expirationOn', row.expirationDate),
		...given('billingPeriod', row.billingPeriod),
		...given('subscriptionPeriod', row.subscriptionPeriod),
	});
	return {
		// A status that the documents do not name is not finished: the order is asked for again, and then refused by its detail.
		orderRow: z.object({ ...head, status: wordOf(statuses, 'processing') }).transform((row) => rowOf(row, row.status)),
		order: z
			.object({
				...head,
				status: z.enum(statuses),
				subscriptionId: optionalId,
				targetSubscriptionId: optionalId,
				billingModel,
				details: z.array(detailShape).nullish(),
				products: z.array(orderProductShape).nullish(),
			})
			.transform((row) => ({
				...rowOf(row, row.status),
				billingModel: row.billingModel,
				details: row.details ?? [],
				products: row.products ?? [],
				...given('subscriptionId', idOf(row.subscriptionId) as SubscriptionId | undefined),
				...given('targetSubscriptionId', idOf(row.targetSubscriptionId) as SubscriptionId | undefined),
			})),
		subscriptionRow: z.object(subscriptionHead).transform(subscriptionOf),
		subscription: z
			.object({ ...subscriptionHead, planId: optionalId, products: z.array(subscriptionProductShape).nullish() })
			.transform((row) => ({
				...subscriptionOf(row),
				products: row.products ?? [],
				...given('planId', idOf(row.planId)),
			})),
	};
}
