import { entities, type EntityField } from './entities';

/** One value of a picklist; `value` is the tenant's own integer. */
export interface PicklistValue {
	readonly value: number;
	readonly label: string;
	readonly isActive: boolean;
	readonly isDefaultValue: boolean;
}

/** Picklists by `Entity.field`. */
export type Picklists = Map<string, readonly PicklistValue[]>;

const usual: Readonly<Record<string, Readonly<Record<number, string>>>> = {
	'Contracts.contractType': {
		1: 'Time & Materials',
		3: 'Fixed Price',
		4: 'Block Hours',
		6: 'Retainer',
		7: 'Recurring Service',
		8: 'Per Ticket',
	},
	'Contracts.status': { 0: 'Inactive', 1: 'Active' },
	'Contracts.timeReportingRequiresStartAndStopTimes': { 0: 'No', 1: 'Yes' },
	'Contracts.billingPreference': { 1: 'Immediately', 2: 'Reconcile', 3: 'On Timesheet Approval' },
	'ContractCharges.chargeType': { 1: 'Operational', 2: 'Capitalized' },
	'ContractCharges.status': { 1: 'Pending', 6: 'Delivered/Shipped Full' },
	'BillingCodes.useType': {
		1: 'General Allocation Code',
		2: 'Internal Allocation Code',
		3: 'Expense Category',
		4: 'Material Cost Code',
		5: 'Recurring Service Contract Code',
		6: 'Milestone Code',
	},
	'BillingCodes.billingCodeType': { 0: 'Normal', 1: 'System', 2: 'Non-Billable' },
	'BillingItems.billingItemType': { 2: 'Charge', 7: 'Recurring Service' },
	'BillingItems.subType': { 4: 'Contract Charge', 11: 'Contract Service', 12: 'Contract Service Adjustment' },
	'Companies.companyType': {
		1: 'Customer',
		2: 'Lead',
		3: 'Prospect',
		4: 'Dead',
		6: 'Cancelation',
		7: 'Vendor',
		8: 'Partner',
	},
	'Currencies.displaySymbol': { 1: 'Symbol', 2: 'Code' },
};

/** The picklists of a tenant with the usual integers. */
export function usualPicklists(): Picklists {
	const lists: Picklists = new Map();
	for (const entity of entities) {
		for (const field of entity.fields) {
			const values = usual[`${entity.name}.${field.name}`] ?? listedValues(field);
			if (values !== undefined) lists.set(`${entity.name}.${field.name}`, numbered(values));
		}
	}
	return lists;
}

/** The same labels under other integers: reversed and moved, so that no old integer means what it meant. */
export function shuffled(values: readonly PicklistValue[]): PicklistValue[] {
	const numbers = values.map((one) => one.value + 30).reverse();
	return values.map((one, index) => ({ ...one, value: numbers[index] ?? one.value }));
}

/** The labels of a list that have integers of their own. */
export function numbered(values: Readonly<Record<number, string>>): PicklistValue[] {
	return Object.entries(values).map(([value, label], index) => ({
		value: Number(value),
		label,
		isActive: true,
		isDefaultValue: index === 0,
	}));
}

function listedValues(field: EntityField): Readonly<Record<number, string>> | undefined {
	if (field.picklist === null) return undefined;
	return field.picklist === true ? { 1: 'Standard' } : field.picklist;
}
