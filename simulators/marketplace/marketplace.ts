import type { SimulatorClock } from '../clock';
import { dayIn } from './billingDays';
import type { Customer, MarketplaceRecords, Order, Product, Subscription } from './records';
import { firstPositions, movedSwitches, type MarketplaceSwitches } from './switches';

/** What one installation of the platform is set to. */
export interface MarketplaceSettings {
	/** Path before all calls, such as /marketplace. */
	readonly basePath: string;
	/** Code of the marketplace, sent when a token is asked for. */
	readonly marketplace: string;
	readonly username: string;
	readonly password: string;
	readonly subscriptionKey: string;
	readonly realm: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** The platform's time zone. */
	readonly zone: string;
	/** Payment currency of sales that name none. */
	readonly currency: string;
	/** Fixes the pseudo-random order of lists. */
	readonly seed: number;
}

/** What a subscription becomes once its order has completed. */
export type Effect = (subscription: Subscription) => Subscription;

/** An effect with the subscription that it is on. */
export interface PlacedEffect {
	readonly subscriptionId: string;
	readonly effect: Effect;
}

/** The state of one simulated marketplace. */
export class Marketplace {
	readonly customers = new Map<string, Customer>();
	readonly products = new Map<string, Product>();
	readonly subscriptions = new Map<string, Subscription>();
	readonly orders = new Map<string, Order>();
	/** Ids of service plans, by the name that products carry. */
	readonly plans = new Map<string, number>();
	/** Effects of orders that have not completed, by order id. */
	readonly effects = new Map<string, readonly PlacedEffect[]>();
	switches: MarketplaceSwitches = firstPositions();
	settings: MarketplaceSettings;
	private lastId = 1_000_000;
	private lastNumber = 0;

	constructor(
		settings: MarketplaceSettings,
		readonly clock: SimulatorClock,
	) {
		this.settings = settings;
	}

	/** The present day in the platform's zone. */
	today(): string {
		return dayIn(this.settings.zone, this.clock.now().toISOString());
	}

	/** A new id, free in all collections. */
	newId(): string {
		do this.lastId += 1;
		while ([this.orders, this.subscriptions, this.customers].some((kind) => kind.has(String(this.lastId))));
		return String(this.lastId);
	}

	/** A new order number, such as SO000012. */
	newOrderNumber(prefix: string): string {
		this.lastNumber += 1;
		return `${prefix}${String(this.lastNumber).padStart(6, '0')}`;
	}

	/** Inserts records, or replaces those with an equal id. */
	put(records: Partial<MarketplaceRecords>): void {
		for (const customer of records.customers ?? []) this.customers.set(customer.id, customer);
		for (const product of records.products ?? []) {
			this.products.set(product.id, product);
			if (!this.plans.has(product.serviceName)) this.plans.set(product.serviceName, 10_001 + this.plans.size);
		}
		for (const subscription of records.subscriptions ?? []) this.subscriptions.set(subscription.id, subscription);
		for (const order of records.orders ?? []) {
			this.orders.set(order.id, order);
			this.lastNumber = Math.max(this.lastNumber, Number(/\d+$/.exec(order.orderNumber)?.[0] ?? 0));
		}
	}

	/** Removes one record of any kind; says whether it was there. */
	remove(id: string): boolean {
		const kinds = [this.customers, this.products, this.subscriptions, this.orders];
		return kinds.map((kind) => kind.delete(id)).includes(true);
	}

	/** Moves some switches. */
	move(moves: Readonly<Record<string, unknown>>): void {
		this.switches = movedSwitches(this.switches, moves);
	}

	/** Forgets all records and puts the switches back. */
	reset(): void {
		for (const kind of [this.customers, this.products, this.subscriptions, this.orders, this.effects]) kind.clear();
		this.plans.clear();
		this.switches = firstPositions();
		this.lastId = 1_000_000;
		this.lastNumber = 0;
	}

	/** Remembers all records, switches and settings; the function puts them back, as often as it is called. */
	keep(): () => void {
		const kept = [
			keptMap(this.customers),
			keptMap(this.products),
			keptMap(this.subscriptions),
			keptMap(this.orders),
			keptMap(this.effects),
		];
		const { switches, settings, lastId, lastNumber } = this;
		return () => {
			for (const putBack of kept) putBack();
			Object.assign(this, { switches, settings, lastId, lastNumber });
		};
	}

	/** All records, by id. */
	records(): MarketplaceRecords {
		const sorted = <T extends { id: string }>(kind: Map<string, T>): readonly T[] =>
			[...kind.values()].sort((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));
		return {
			customers: sorted(this.customers),
			products: sorted(this.products),
			subscriptions: sorted(this.subscriptions),
			orders: sorted(this.orders),
		};
	}

	/** @throws RangeError where there is no such subscription. */
	subscription(id: string): Subscription {
		return found(this.subscriptions.get(id), `subscription ${id}`);
	}

	/** @throws RangeError where there is no such product. */
	product(id: string): Product {
		return found(this.products.get(id), `product ${id}`);
	}

	/** @throws RangeError where there is no such order. */
	order(id: string): Order {
		return found(this.orders.get(id), `order ${id}`);
	}
}

/** Its values are never changed, only replaced. */
function keptMap<Value>(held: Map<string, Value>): () => void {
	const kept = new Map(held);
	return () => {
		held.clear();
		for (const [id, value] of kept) held.set(id, value);
	};
}

function found<T>(value: T | undefined, name: string): T {
	if (value === undefined) throw new RangeError(`there is no ${name}`);
	return value;
}
