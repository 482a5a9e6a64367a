import type { PeriodType } from '../../domain/billingPeriod';
import type { ChargeKind, ChargeTarget } from '../../domain/contract/charge';
import type { CompanyId, ConnectionId, CustomerId, Instant, ProductId, ServiceId } from '../../domain/ids';

export interface CustomerMapping {
	readonly connectionId: ConnectionId;
	readonly customerId: CustomerId;
	readonly customerName: string;
	readonly companyId: CompanyId;
	readonly companyName: string;
	/** By external id, or by a person. */
	readonly mappedBy: 'externalId' | 'person';
	readonly processAutomatically: boolean;
	readonly mappedAt: Instant;
}

export interface ProductMapping {
	readonly connectionId: ConnectionId;
	readonly productId: ProductId;
	readonly productName: string;
	readonly periodType: PeriodType;
	readonly serviceId: ServiceId;
	readonly serviceName: string;
	readonly mappedBy: 'externalId' | 'person';
	readonly mappedAt: Instant;
}

/** `productId` absent: the connection's default for the kind. Source: rule M2. */
export interface ChargeMapping {
	readonly connectionId: ConnectionId;
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly target: ChargeTarget;
	readonly targetName: string;
	readonly mappedAt: Instant;
}

export interface MappingStore {
	customerMappings(connectionId: ConnectionId, ids?: readonly CustomerId[]): Promise<readonly CustomerMapping[]>;
	/** Replaces the customer's mapping. */
	saveCustomerMapping(mapping: CustomerMapping): Promise<void>;
	/** The same of many, all or none. */
	saveCustomerMappings(mappings: readonly CustomerMapping[]): Promise<void>;
	removeCustomerMapping(connectionId: ConnectionId, id: CustomerId): Promise<void>;
	productMappings(connectionId: ConnectionId, ids?: readonly ProductId[]): Promise<readonly ProductMapping[]>;
	/** Replaces the product's mapping for that period type. */
	saveProductMapping(mapping: ProductMapping): Promise<void>;
	/** The same of many, all or none. */
	saveProductMappings(mappings: readonly ProductMapping[]): Promise<void>;
	removeProductMapping(connectionId: ConnectionId, id: ProductId, periodType?: PeriodType): Promise<void>;
	chargeMappings(connectionId: ConnectionId): Promise<readonly ChargeMapping[]>;
	saveChargeMapping(mapping: ChargeMapping): Promise<void>;
	removeChargeMapping(connectionId: ConnectionId, kind: ChargeKind, productId?: ProductId): Promise<void>;
}
