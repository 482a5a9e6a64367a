/** A primitive that carries its meaning, so that the numbers of the two systems cannot be swapped. */
export type Branded<T, Name extends string> = T & { readonly __brand: Name };

export type CustomerId = Branded<string, 'CustomerId'>;
export type OrderId = Branded<string, 'OrderId'>;
export type SubscriptionId = Branded<string, 'SubscriptionId'>;
export type ProductId = Branded<string, 'ProductId'>;

export type CompanyId = Branded<number, 'CompanyId'>;
export type ContractId = Branded<number, 'ContractId'>;
export type ContractServiceId = Branded<number, 'ContractServiceId'>;
export type ServiceId = Branded<number, 'ServiceId'>;
export type ChargeId = Branded<number, 'ChargeId'>;
export type CurrencyId = Branded<number, 'CurrencyId'>;
export type ContactId = Branded<number, 'ContactId'>;
export type CountryId = Branded<number, 'CountryId'>;
export type BillingCodeId = Branded<number, 'BillingCodeId'>;
/** A product of Autotask's own catalogue; only charges use it. */
export type AutotaskProductId = Branded<number, 'AutotaskProductId'>;

/** `order-<order id>` or `initial-<subscription id>`; unique within a connection. */
export type TaskId = Branded<string, 'TaskId'>;

/** Autotask database (`ci` of the zone answer) x marketplace account, written `<ci>/<account>`. */
export type ConnectionId = Branded<string, 'ConnectionId'>;
/** The `ci` of Autotask's zone answer: leases and other units are kept per database. */
export type DatabaseId = Branded<number, 'DatabaseId'>;

/** A point in time as ISO 8601 in UTC with milliseconds and `Z`; compares as text. */
export type Instant = Branded<string, 'Instant'>;
