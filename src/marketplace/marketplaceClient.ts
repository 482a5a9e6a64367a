import { omit, uniq } from 'lodash';
import type { z } from 'zod';
import type { CustomerId, Instant, OrderId, ProductId, SubscriptionId } from '../domain/ids';
import type { NewCustomer } from '../domain/mapping/newCustomer';
import type {
	CatalogueProduct,
	Customer,
	Order,
	OrderRow,
	OrderStatus,
	ServicePlan,
	Subscription,
	SubscriptionRow,
} from '../domain/order/order';
import { type Ask, type AskOptions, createAsk } from '../http/ask';
import { type Asked, failedRequest } from '../http/classify';
import { isApiError, isNamed, MalformedResponseError, RefusedError, UnprovenError } from '../http/errors';
import type { Response } from '../http/send';
import { readShape } from '../http/shape';
import type { MarketplacePort } from '../ports/marketplace';
import type { SendOptions } from '../ports/sending';
import type { TakeUnread, UnreadRow } from '../ports/unread';
import { catalogueProductShape, knownOfNamed, servicePlanShape } from './catalogueShapes';
import { customerBody, withoutSecret } from './customerBody';
import { createdCustomerShape, customerShape } from './customerShape';
import { dateReaders } from './dates';
import { type OrderReaders, orderReaders } from './orderReaders';
import { rowsOf } from './paging';
import { type SubscriptionReaders, subscriptionReaders } from './subscriptionReaders';

export interface MarketplaceClientOptions extends Omit<AskOptions, 'system'> {
	/** The zone of dates that carry no offset. */
	readonly timeZone: string;
}

/** The Reseller Marketplace's interface, as far as the sync needs it. The port says what each method promises. */
export class MarketplaceClient implements MarketplacePort {
	private readonly ask: Ask;
	private readonly orderReaders: OrderReaders;
	private readonly subscriptionReaders: SubscriptionReaders;

	constructor(options: MarketplaceClientOptions) {
		this.ask = createAsk({ ...options, system: 'Reseller Marketplace' });
		const dates = dateReaders(options.timeZone);
		this.orderReaders = orderReaders(dates);
		this.subscriptionReaders = subscriptionReaders(dates);
	}

	orders(
		window: { readonly from: Instant; readonly to: Instant },
		filter: { readonly status?: OrderStatus } = {},
		unread?: TakeUnread<OrderRow>,
	): AsyncIterable<OrderRow> {
		const query = { creationTimeFrom: window.from, creationTimeTo: window.to, ...filter };
		const { orderRow: row, knownOfRow: knownOf } = this.orderReaders;
		return rowsOf(this.ask, { path: '/orders', query, row, knownOf, unread });
	}

	async order(id: OrderId): Promise<Order | undefined> {
		return await this.one(`/orders/${encodeURIComponent(id)}`, this.orderReaders.order, id);
	}

	subscriptions(unread?: TakeUnread<SubscriptionRow>): AsyncIterable<SubscriptionRow> {
		const { subscriptionRow: row, knownOfRow: knownOf } = this.subscriptionReaders;
		return rowsOf(this.ask, { path: '/subscriptions', query: {}, row, knownOf, unread });
	}

	async subscription(id: SubscriptionId): Promise<Subscription | undefined> {
		return await this.one(`/subscriptions/${encodeURIComponent(id)}`, this.subscriptionReaders.subscription, id);
	}

	async customer(id: CustomerId): Promise<Customer | undefined> {
		const found = await this.one(`/customers/${encodeURIComponent(id)}`, customerShape, id);
		return found && omit(found, 'correlationId');
	}

	servicePlans(unread?: TakeUnread<ServicePlan>): AsyncIterable<ServicePlan> {
		const listing = { path: '/plans', query: {}, row: servicePlanShape, knownOf: knownOfNamed, unread };
		return rowsOf<ServicePlan>(this.ask, listing);
	}

	customers(unread?: TakeUnread<Customer>): AsyncIterable<Customer> {
		const listing = { path: '/customers', query: {}, row: customerShape, knownOf: knownOfNamed<CustomerId>, unread };
		return rowsOf<Customer>(this.ask, listing);
	}

	async customersByExternalId(externalId: string): Promise<readonly Customer[]> {
		const query = { externalId };
		const listing = { path: '/customers', query, row: customerShape, knownOf: knownOfNamed<CustomerId> };
		const found: Customer[] = [];
		for await (const one of rowsOf<Customer>(this.ask, { ...listing, unread: undefined }))
			if (one.externalId === externalId) found.push(one);
		return found;
	}

	async createCustomer(customer: NewCustomer, options: SendOptions = {}): Promise<CustomerId> {
		const request = { method: 'POST', path: '/customers' } as const;
		try {
			const response = await this.ask({ purpose: 'write', ...request, body: customerBody(customer), ...options });
			const answer = createdCustomerShape.safeParse(response.body);
			if (answer.success) return answer.data.id;
			const asked: Asked = { system: 'Reseller Marketplace', purpose: 'write', request, nowMillis: 0 };
			throw new UnprovenError(failedRequest(asked, response), 'its answer named no id');
		} catch (error) {
			const password = customer.admin.access?.password;
			if (password === undefined || !isNamed(error, 'RefusedError')) throw error;
			const { system, status, correlationId, reasons } = error as RefusedError;
			throw new RefusedError(
				{
					system,
					...request,
					...(status !== undefined && { status }),
					...(correlationId !== undefined && { correlationId }),
				},
				reasons.map((reason) => withoutSecret(reason, password)),
			);
		}
	}

	async catalogue(
		mpns: readonly string[],
		unread?: TakeUnread<CatalogueProduct>,
	): Promise<readonly CatalogueProduct[]> {
		const found: CatalogueProduct[] = [];
		for (const mpn of uniq(mpns)) {
			const listing = {
				path: '/products',
				query: { mpn },
				row: catalogueProductShape,
				knownOf: knownOfNamed<ProductId>,
				unread: unread && ((row: UnreadRow<CatalogueProduct>) => unread({ ...row, known: { ...row.known, mpn } })),
			};
			for await (const product of rowsOf<CatalogueProduct>(this.ask, listing))
				if (product.mpn === mpn) found.push(product);
		}
		return found;
	}

	private async one<Shape extends { readonly id: string }>(
		path: string,
		shape: z.ZodType<Shape, z.ZodTypeDef, unknown>,
		id: string,
	): Promise<(Shape & { readonly correlationId?: string }) | undefined> {
		const asked: Asked = {
			system: 'Reseller Marketplace',
			purpose: 'read',
			request: { method: 'GET', path },
			nowMillis: 0,
		};
		const response = await this.answered(asked);
		if (!response) return undefined;
		const read = readShape(shape, asked, response);
		const failed = failedRequest(asked, response);
		if (read.id !== id) throw new MalformedResponseError(failed, 'id', `the id ${id}`, 'another id');
		return { ...read, ...(failed.correlationId !== undefined && { correlationId: failed.correlationId }) };
	}

	/** Undefined for what the marketplace does not know. */
	private async answered(asked: Asked): Promise<Response | undefined> {
		try {
			return await this.ask({ purpose: 'read', ...asked.request });
		} catch (error) {
			if (isApiError(error) && error.status === 404) return undefined;
			throw error;
		}
	}
}
