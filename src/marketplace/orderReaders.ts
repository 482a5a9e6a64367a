import { z } from 'zod';
import type { CustomerId, OrderId, ProductId, SubscriptionId } from '../domain/ids';
import { zero } from '../domain/money';
import type { Order, OrderDetail, OrderProduct, OrderRow, OrderStatus } from '../domain/order/order';
import { isUnderWay } from '../domain/order/orderStatus';
import { decimalShape, fittingFields, given, optional, textShape } from '../http/shape';
import type { DateReaders } from './dates';
import { billingModel, idShape, longText, money, optionalId, periodWord, text, wordOf } from './fields';
import { orderProductShape } from './orderProducts';

export interface OrderReaders {
	/** An order as a list shows it. */
	readonly orderRow: z.ZodType<OrderRow, z.ZodTypeDef, unknown>;
	/** What can be read of a row that cannot. */
	readonly knownOfRow: (row: unknown) => Partial<OrderRow>;
	readonly order: z.ZodType<Omit<Order, 'correlationId'>, z.ZodTypeDef, unknown>;
}

const statuses = [
	'submitted',
	'processing',
	'error',
	'completed',
	'cancelled',
] as const satisfies readonly OrderStatus[];

/** The platform's own codes of an order that waits for its day. Source: rule Q8. */
const scheduledCodes: readonly string[] = ['WS', 'SCHEDULED'];

function statusOf(status: OrderStatus, code: string | undefined): OrderStatus {
	return isUnderWay(status) && code !== undefined && scheduledCodes.includes(code.trim().toUpperCase())
		? 'scheduled'
		: status;
}

const detailShape = z
	.object({
		type: textShape(100),
		productId: optionalId,
		mpn: text,
		description: longText,
		quantity: optional(decimalShape),
		duration: optional(z.object({ type: periodWord, duration: decimalShape })),
		unitPrice: optional(money),
		extendedPrice: optional(money),
		discount: optional(
			z.object({
				type: wordOf<'percent' | 'fixed' | 'unknown'>(['percent', 'fixed'], 'unknown'),
				value: optional(decimalShape),
				amount: optional(decimalShape),
			}),
		),
	})
	.transform((row): OrderDetail => ({
		type: row.type,
		description: row.description ?? '',
		quantity: row.quantity ?? zero,
		...given('productId', row.productId as ProductId | undefined),
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

/**
 * Lines may name a product by another id than the order's products do, or by none: then the part number tells which it is, where
 * only one has it. Source: rule Q8.
 */
function matchedDetails(details: readonly OrderDetail[], products: readonly OrderProduct[]): readonly OrderDetail[] {
	const ids = new Set(products.map(({ productId }) => productId));
	return details.map((detail) => {
		const isKnown = detail.productId !== undefined && ids.has(detail.productId);
		if (isKnown || !detail.mpn) return detail;
		const [match, ...others] = products.filter(({ mpn }) => mpn === detail.mpn);
		return match && others.length === 0 ? { ...detail, productId: match.productId } : detail;
	});
}

/** The store finds tasks by it: PostgreSQL takes no more than 2,700 bytes of what it finds rows by. */
const longestNumber = 200;

/** What lists and details of orders have in common. */
function headIn({ time }: DateReaders) {
	return {
		id: idShape,
		orderNumber: optional(textShape(longestNumber)),
		type: text,
		customerId: idShape,
		creationDate: time,
		provisioningDate: optional(time),
		statusCode: z.unknown().transform((code) => (typeof code === 'string' ? code : undefined)),
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
		status: statusOf(status, row.statusCode),
		...given('provisionedAt', row.provisioningDate),
	};
}

function knownOf(row: Partial<Head & { readonly status: OrderStatus }>): Partial<OrderRow> {
	return {
		...given('id', row.id as OrderId | undefined),
		...given('orderNumber', row.orderNumber),
		...given('type', row.type),
		...given('customerId', row.customerId as CustomerId | undefined),
		...given('createdAt', row.creationDate),
		...given('status', row.status),
	};
}

// A status that the documents do not name is not finished: the order is asked for again, and then refused by its detail.
const listedStatus = wordOf(statuses, 'processing');

export function orderReaders(dates: DateReaders): OrderReaders {
	const head = headIn(dates);
	return {
		knownOfRow: (row) => knownOf(fittingFields({ ...head, status: listedStatus }, row)),
		orderRow: z.object({ ...head, status: listedStatus }).transform((row) => rowOf(row, row.status)),
		order: z
			.object({
				...head,
				status: z.enum(statuses),
				subscriptionId: optionalId,
				targetSubscriptionId: optionalId,
				billingModel,
				total: optional(money),
				details: optional(z.array(detailShape)),
				products: optional(z.array(orderProductShape)),
			})
			.transform((row) => ({
				...rowOf(row, row.status),
				billingModel: row.billingModel,
				details: matchedDetails(row.details ?? [], row.products ?? []),
				products: row.products ?? [],
				...given('total', row.total),
				...given('subscriptionId', row.subscriptionId as SubscriptionId | undefined),
				...given('targetSubscriptionId', row.targetSubscriptionId as SubscriptionId | undefined),
			})),
	};
}
