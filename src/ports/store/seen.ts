import type { PeriodType } from '../../domain/billingPeriod';
import type { ConnectionId, CustomerId, Instant, ProductId } from '../../domain/ids';
import type { Money } from '../../domain/money';
import type { Customer } from '../../domain/order/order';
import type { CustomerMapping, ProductMapping } from './mappings';

/** Which customers a page of the list shows. */
export interface CustomerSearch {
	/** Part of name, id or external id, in any case. */
	readonly search?: string;
	readonly onlyUnmapped?: boolean;
	readonly offset: number;
	readonly limit: number;
}

/** Which products a page of the list shows. */
export interface ProductSearch {
	/** Part of name, id or part number, in any case. */
	readonly search?: string;
	/** Those whose period Autotask does not have need no mapping. */
	readonly onlyUnmapped?: boolean;
	readonly offset: number;
	readonly limit: number;
}

export interface ProductPage {
	readonly rows: readonly {
		readonly productId: ProductId;
		readonly name: string;
		readonly mpn?: string;
		/** Absent where Autotask has no such period. */
		readonly periodType?: PeriodType;
		/** How it is billed, in words; empty where the marketplace states none. */
		readonly length: string;
		readonly planId?: string;
		readonly planName?: string;
		readonly mapping?: ProductMapping;
		/** For one unit and one period, as a subscription was last seen to have it. */
		readonly price?: Money;
		readonly cost?: Money;
	}[];
	/** Of all pages. */
	readonly total: number;
}

export interface CustomerPage {
	readonly rows: readonly {
		readonly customer: Customer;
		readonly seenAt: Instant;
		readonly mapping?: CustomerMapping;
		/** Tasks at `customer not mapped`. */
		readonly waitingTasks: number;
	}[];
	/** Of all pages. */
	readonly total: number;
}

/** How many things can be mapped, and how many of them are. */
export interface MappedCount {
	readonly mapped: number;
	readonly total: number;
}

export interface SeenStore {
	/** Keeps the newest sight of each. */
	saveCustomers(connectionId: ConnectionId, customers: readonly Customer[], seenAt: Instant): Promise<void>;
	/** Customers that were seen, by name. */
	customerPage(connectionId: ConnectionId, search: CustomerSearch): Promise<CustomerPage>;

	/** Products of the subscriptions that were seen, by service plan and name. */
	productPage(connectionId: ConnectionId, search: ProductSearch): Promise<ProductPage>;
	/** `periodType` is empty for a period that Autotask does not have. */
	product(
		connectionId: ConnectionId,
		id: ProductId,
		periodType: PeriodType | '',
	): Promise<ProductPage['rows'][number] | undefined>;
	/** Of the customers and products that were seen. */
	countMapped(connectionId: ConnectionId): Promise<{ readonly customers: MappedCount; readonly products: MappedCount }>;
	saveServicePlans(
		connectionId: ConnectionId,
		plans: readonly { readonly id: string; readonly name: string }[],
	): Promise<void>;
	/** External ids of the customers that were seen. */
	seenExternalIds(connectionId: ConnectionId): Promise<ReadonlySet<string>>;
	/** Ids of the customers that were seen under one of these names, in any case. */
	customersNamed(connectionId: ConnectionId, names: readonly string[]): Promise<ReadonlyMap<string, CustomerId>>;
}
