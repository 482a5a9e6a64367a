import type { CalendarDate } from '../../src/domain/calendarDate';
import type {
	BillingCodeId,
	CompanyId,
	ConnectionId,
	ContractId,
	ContractServiceId,
	CustomerId,
	DatabaseId,
	Instant,
	OrderId,
	ProductId,
	ServiceId,
	SubscriptionId,
	TaskId,
} from '../../src/domain/ids';
import { decimal } from '../../src/domain/money';
import type { Order, Subscription } from '../../src/domain/order/order';
import type { ContractPlan } from '../../src/domain/plan/plan';
import type { SyncTask } from '../../src/domain/task/task';
import type { Connection } from '../../src/ports/store/connections';
import type { JournalEntry } from '../../src/ports/store/journal';
import type { LinkedLine } from '../../src/ports/store/lines';
import type { ChargeMapping, CustomerMapping, ProductMapping } from '../../src/ports/store/mappings';

export const database = 12 as DatabaseId;
export const otherDatabase = 13 as DatabaseId;
export const here = '12/main' as ConnectionId;
export const elsewhere = '12/second' as ConnectionId;

export const contract = (id: number) => id as ContractId;
export const line = (id: number) => id as ContractServiceId;
export const subscriptionId = (id: string) => id as SubscriptionId;
export const taskId = (id: string) => id as TaskId;
export const orderId = (id: string) => id as OrderId;
export const customerId = (id: string) => id as CustomerId;
export const productId = (id: string) => id as ProductId;
export const day = (text: string) => text as CalendarDate;
/** A time of 16 October 2026, written `hh:mm`. */
export const at = (time: string) => `2026-10-16T${time}:00.000Z` as Instant;

export const connection: Connection = {
	id: here,
	databaseId: database,
	account: 'main',
	timeZone: 'Europe/Berlin',
	expirationIs: 'dayAfter',
	connectedAt: at('08:00'),
};

export function order(id: string): Order {
	return {
		id: orderId(id),
		orderNumber: `SO${id}`,
		type: 'sales',
		customerId: customerId('1000'),
		createdAt: at('08:00'),
		status: 'completed',
		billingModel: 'chargeBeforeBillingPeriod',
		details: [
			{
				type: 'recurring',
				description: 'Mailbox',
				quantity: decimal('3'),
				unitPrice: { currency: 'EUR', amount: decimal('12.3400') },
			},
		],
		products: [],
	};
}

/** An open task of one subscription. */
export function task(id: string, changes: Partial<SyncTask> = {}): SyncTask {
	return {
		id: taskId(id),
		connectionId: here,
		kind: 'sales',
		customerId: customerId('1000'),
		subscriptionIds: [subscriptionId(`S-${id}`)],
		state: 'open',
		createdAt: at('08:00'),
		effectiveAt: at('08:00'),
		firstSeenOn: day('2026-10-16'),
		isFirst: false,
		isOlderThanConnection: false,
		processAutomatically: false,
		answers: {},
		updatedAt: at('08:00'),
		...changes,
	};
}

export function subscription(id: string, changes: Partial<Subscription> = {}): Subscription {
	return {
		id: subscriptionId(id),
		name: 'Mailboxes',
		customerId: customerId('1000'),
		status: 'active',
		createdOn: day('2026-01-15'),
		billingModel: 'chargeBeforeBillingPeriod',
		products: [{ productId: productId('812'), name: 'Mailbox', quantity: decimal('3') }],
		...changes,
	};
}

/** A task with every field set. */
export const fullTask: SyncTask = task('order-1', {
	orderId: orderId('1'),
	orderNumber: 'SO1',
	orderType: 'sales',
	subscriptionIds: [subscriptionId('S-9'), subscriptionId('S-2')],
	state: 'attention',
	attention: {
		reason: 'approval',
		message: 'Order SO1 waits for approval; approve it in Sync Tasks.',
		what: 'Order SO1 waits for approval',
	},
	waitsFor: taskId('order-0'),
	note: 'a note',
	isFirst: true,
	isOlderThanConnection: true,
	processAutomatically: true,
	answers: { ownUnits: 4, otherUnits: { units: 2, seenInForce: 6 }, contractId: contract(7), oneTimeLines: false },
	approval: { fingerprint: 'abc', by: 'Ada', at: at('09:00') },
	offeredUntil: at('10:00'),
	offers: 2,
	causeCheckedAt: at('09:30'),
	order: order('1'),
	snapshot: subscription('S-9'),
});

export const customerMapping: CustomerMapping = {
	connectionId: here,
	customerId: customerId('1000'),
	customerName: 'Alder Ltd',
	companyId: 501 as CompanyId,
	companyName: 'Alder',
	mappedBy: 'externalId',
	processAutomatically: true,
	mappedAt: at('08:00'),
};

export const productMapping: ProductMapping = {
	connectionId: here,
	productId: productId('812'),
	productName: 'Mailbox',
	periodType: 'monthly',
	serviceId: 31 as ServiceId,
	serviceName: 'Mailbox, monthly',
	mappedBy: 'person',
	mappedAt: at('08:00'),
};

export const chargeMapping: ChargeMapping = {
	connectionId: here,
	kind: 'setup',
	target: { kind: 'billingCode', id: 77 as BillingCodeId },
	targetName: 'Set-up',
	mappedAt: at('08:00'),
};

export const linkedLine: LinkedLine = {
	databaseId: database,
	connectionId: here,
	subscriptionId: subscriptionId('S-1'),
	productId: productId('812'),
	contractId: contract(7),
	contractServiceId: line(70),
	serviceId: 31 as ServiceId,
	units: [{ from: day('2026-10-16'), units: 3 }],
};

export const adjustment: Omit<JournalEntry, 'id' | 'state'> = {
	databaseId: database,
	connectionId: here,
	taskIds: [taskId('order-1'), taskId('order-2')],
	contractId: contract(7),
	kind: 'adjustment',
	contractServiceId: line(70),
	on: day('2026-10-16'),
	unitsBefore: 10,
	unitDelta: 3,
	unitsAfter: 13,
	priceBefore: decimal('12.3456'),
	intendedAt: at('08:00'),
};

export const creation: Omit<JournalEntry, 'id' | 'state'> = {
	databaseId: database,
	connectionId: here,
	taskIds: [taskId('order-1')],
	contractId: contract(7),
	kind: 'charge',
	key: 'abcd1234:order-1:setup',
	on: day('2026-10-16'),
	amount: decimal('207.87'),
	intendedAt: at('08:00'),
};

export function plan(id: string, fingerprint: string): ContractPlan {
	return {
		taskId: taskId(id),
		fingerprint,
		contractId: contract(7),
		contractName: 'Licences',
		companyId: 501 as CompanyId,
		currency: 'EUR',
		effectiveOn: day('2026-10-16'),
		plannedAt: at('08:00'),
		lines: [],
		totals: { once: decimal('207.87'), perPeriod: decimal('0.10') },
		changes: [],
		charges: [],
		predecessors: [],
		questions: [],
		approvalNeeded: [],
		foreign: {
			contract: {
				id: '20001',
				startsOn: day('2026-01-01'),
				endsOn: day('2027-12-31'),
				isActive: true,
				periodType: 'monthly',
			},
			lines: [],
			targets: '',
			meant: '',
			mapping: '',
			order: '',
			settings: '',
		},
		catalogueCosts: {},
		settings: {
			priceSource: 'autotask',
			proration: 'autotask',
			costSource: 'subscription',
			convertCost: false,
			changeQuantity: 'total',
			syncRefunds: false,
			invoiceDescription: 'productAndPeriod',
			whenNoContract: 'ask',
			timeZone: 'Europe/Berlin',
			expirationIs: 'dayAfter',
		},
	};
}
