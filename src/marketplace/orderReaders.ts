import { z } from 'zod';
import type { CustomerId, OrderId, ProductId, SubscriptionId } from '../domain/ids';
import { zero } from '../domain/money';
import type { Order, OrderDetail, OrderRow, OrderStatus } from '../domain/order/order';
import { decimalShape, given } from '../http/shape';
import type { DateReaders } from './dates';
import { billingModel, idOf, idShape, money, optionalId, periodWord, text, wordOf } from './fields';
import { orderProductShape } from './orderProducts';

export interface OrderReaders {
	/** An order as a list shows it. */
	readonly orderRow: z.ZodType<OrderRow, z.ZodTypeDef, unknown>;
	readonly order: z.ZodType<Omit<Order, 'correlationId'>, z.ZodTypeDef, unknown>;
}

const statuses = [
	'submitted',
	'processing',
	'error',
	'completed',
	'cancelled',
] as const satisfies readonly OrderStatus[];

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

/** What lists and details of orders have in common. */
function headIn({ time }: DateReaders) {
	return {
		id: idShape,
		orderNumber: text,
		type: text,
		customerId: idShape,
		creationDate: time,
		provisioningDate: time.nullish(),
	};
}

type Head = z.output<z.ZodObject<ReturnType<typeof headIn>>>;

function rowOf(row: Head, status: OrderStatus): OrderRow {
	return {
		id: row.id as OrderId,
		orderNumber: row.orderNumber || row.id,
		type: row.type || 'unknown',
		customerId: row.customerId as CustomerId,
		createdAt: row.creationDate,
		status,
		...given('provisionedAt', row.provisioningDate),
	};
}

export function orderReaders(dates: DateReaders): OrderReaders {
	const head = headIn(dates);
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
	};
}
