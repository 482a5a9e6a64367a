import { z } from 'zod';
import type { CustomerId, ProductId, SubscriptionId } from '../domain/ids';
import type { Subscription, SubscriptionProduct, SubscriptionRow, SubscriptionStatus } from '../domain/order/order';
import { decimalShape, fittingFields, given, optional } from '../http/shape';
import type { DateReaders } from './dates';
import { billingModel, idShape, money, optionalId, period, text, wordOf } from './fields';

export interface SubscriptionReaders {
	/** A subscription as a list shows it. */
	readonly subscriptionRow: z.ZodType<SubscriptionRow, z.ZodTypeDef, unknown>;
	/** What can be read of a row that cannot. */
	readonly knownOfRow: (row: unknown) => Partial<SubscriptionRow>;
	readonly subscription: z.ZodType<Omit<Subscription, 'correlationId'>, z.ZodTypeDef, unknown>;
}

const subscriptionStatus = wordOf<SubscriptionStatus>(
	['pending', 'active', 'hold', 'terminated', 'removed'],
	'unknown',
);

const subscriptionProductShape = z
	.object({
		id: idShape,
		mpn: text,
		name: text,
		quantity: decimalShape,
		unitPrice: optional(money),
		unitCost: optional(money),
	})
	.transform((row): SubscriptionProduct => ({
		productId: row.id as ProductId,
		name: row.name ?? '',
		quantity: row.quantity,
		...given('mpn', row.mpn),
		...given('unitPrice', row.unitPrice),
		...given('unitCost', row.unitCost),
	}));

/** What lists and details of subscriptions have in common. */
function headIn({ day, meantDay }: DateReaders) {
	return {
		id: idShape,
		name: text,
		customerId: idShape,
		status: subscriptionStatus,
		creationDate: day,
		renewalDate: meantDay,
		lastModifiedDate: meantDay,
		expirationDate: meantDay,
		billingModel,
		billingPeriod: period,
		subscriptionPeriod: period,
	};
}

type Head = z.output<z.ZodObject<ReturnType<typeof headIn>>>;

function rowOf(row: Head): SubscriptionRow {
	return {
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
	};
}

export function subscriptionReaders(dates: DateReaders): SubscriptionReaders {
	const head = headIn(dates);
	return {
		knownOfRow: (row) => {
			const { id, name, customerId, status, creationDate } = fittingFields(head, row);
			return {
				...given('id', id as SubscriptionId | undefined),
				...given('name', name),
				...given('customerId', customerId as CustomerId | undefined),
				...given('status', status),
				...given('createdOn', creationDate),
			};
		},
		subscriptionRow: z.object(head).transform(rowOf),
		subscription: z
			.object({ ...head, planId: optionalId, products: optional(z.array(subscriptionProductShape)) })
			.transform((row) => ({
				...rowOf(row),
				products: row.products ?? [],
				...given('planId', row.planId),
			})),
	};
}
