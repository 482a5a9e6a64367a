import type { PeriodType } from '../../domain/billingPeriod';
import type { Service, ServiceTraits } from '../../domain/contract/service';
import type { BillingCodeId, ServiceId } from '../../domain/ids';
import type { Decimal } from '../../domain/money';
import type { SendOptions } from '../sending';
import type { TakeUnreadPart } from '../unread';

/** A service of the catalogue; it may not be deleted again. */
export interface ServiceToCreate {
	readonly name: string;
	readonly periodType: PeriodType;
	readonly unitPrice: Decimal;
	readonly unitCost?: Decimal;
	readonly billingCodeId: BillingCodeId;
	readonly externalId: string;
	readonly sku?: string;
}

export interface ServicesPort {
	services(ids: readonly ServiceId[], unread?: TakeUnreadPart<ServiceId>): Promise<readonly Service[]>;
	/** Up to 500 active services that share something with what is asked for; one request. */
	servicesLike(asked: ServiceTraits): Promise<readonly Service[]>;
	/** Active billing codes that a service of a recurring contract may have, by name. */
	serviceBillingCodes(): Promise<readonly { readonly id: BillingCodeId; readonly name: string }[]>;
	/** The id of the new service. A lost answer is `UnprovenError`: look for its external id. */
	createService(service: ServiceToCreate, options?: SendOptions): Promise<ServiceId>;
	/** Active services with one of these external ids. */
	servicesByExternalId(externalIds: readonly string[], unread?: TakeUnreadPart<string>): Promise<readonly Service[]>;
	searchServices(text: string, limit: number): Promise<readonly Service[]>;
}
