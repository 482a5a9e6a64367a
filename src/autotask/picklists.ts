import { z } from 'zod';
import type { PeriodType } from '../domain/billingPeriod';
import { valueOf } from '../domain/keyed';
import { MalformedResponseError } from '../http/errors';
import { readShape } from '../http/shape';
import type { MetadataCache } from './metadataCache';
import type { Querying } from './query';

export interface PicklistValue {
	readonly value: number;
	readonly label: string;
	readonly isDefault: boolean;
	readonly isActive: boolean;
}

const valueShape = z
	.object({
		value: z.union([z.string(), z.number()]),
		label: z.string(),
		isDefaultValue: z.boolean().nullish(),
		isActive: z.boolean().nullish(),
	})
	.transform((one): PicklistValue => ({
		value: Number(one.value),
		label: one.label,
		isDefault: one.isDefaultValue === true,
		isActive: one.isActive !== false,
	}));

const fieldsShape = z.object({
	fields: z.array(z.object({ name: z.string(), picklistValues: z.array(valueShape).nullish() })),
});

type Picklists = ReadonlyMap<string, readonly PicklistValue[]>;

/** Letters only and small: labels differ in hyphens and blanks between tenants. */
function plain(label: string): string {
	return label.toLowerCase().replace(/[^a-z]/g, '');
}

const periodLabels: Readonly<Record<string, PeriodType>> = {
	monthly: 'monthly',
	quarterly: 'quarterly',
	semiannual: 'semiAnnual',
	semiannually: 'semiAnnual',
	yearly: 'yearly',
	annual: 'yearly',
};

/** The tenant's own integers, found by label; each entity is asked for once and kept in the cache. */
export class AutotaskPicklists {
	constructor(
		private readonly querying: Querying,
		private readonly cache: MetadataCache,
	) {}

	/** `contractType` of recurring-service contracts. */
	async recurringService(): Promise<number> {
		return await this.valueOf('Contracts', 'contractType', ['Recurring Service']);
	}

	/** `status` of a contract in effect. */
	async activeContract(): Promise<number> {
		return await this.valueOf('Contracts', 'status', ['Active', 'In Effect', 'Active (In Effect)']);
	}

	/** `companyType` of customers. */
	async customerCompany(): Promise<number> {
		return await this.valueOf('Companies', 'companyType', ['Customer']);
	}

	/** Period types by the integers of the entity's field. */
	async periodTypes(entity: 'Contracts' | 'Services'): Promise<ReadonlyMap<number, PeriodType>> {
		const values = await this.values(entity, entity === 'Contracts' ? 'contractPeriodType' : 'periodType');
		return new Map(
			values.flatMap(({ value, label }) => {
				const type = valueOf(periodLabels, plain(label));
				return type === undefined ? [] : [[value, type] as const];
			}),
		);
	}

	/** `chargeType` of a new charge: the tenant's default, else its first active one. */
	async chargeType(): Promise<number> {
		const active = (await this.values('ContractCharges', 'chargeType')).filter((one) => one.isActive);
		const chosen = active.find((one) => one.isDefault) ?? active[0];
		if (chosen) return chosen.value;
		throw this.missing('ContractCharges', 'chargeType', 'an active value');
	}

	/** The `useType`s of material billing codes. */
	async materialUseTypes(): Promise<readonly number[]> {
		const values = await this.values('BillingCodes', 'useType');
		return values.filter((one) => plain(one.label).includes('material')).map((one) => one.value);
	}

	/** The `useType` of billing codes for services of recurring contracts. */
	async serviceUseType(): Promise<number> {
		return await this.valueOf('BillingCodes', 'useType', ['Recurring Service Contract Code', 'Recurring Service']);
	}

	/** The integer of a period type of services. */
	async servicePeriod(wanted: PeriodType): Promise<number> {
		const found = [...(await this.periodTypes('Services'))].find(([, type]) => type === wanted);
		if (found) return found[0];
		throw this.missing('Services', 'periodType', `a value for ${wanted}`);
	}

	private async valueOf(entity: string, field: string, labels: readonly string[]): Promise<number> {
		const wanted = labels.map(plain);
		const found = (await this.values(entity, field)).find((one) => wanted.includes(plain(one.label)));
		if (found) return found.value;
		throw this.missing(entity, field, `a value with the label ${labels[0]}`);
	}

	private async values(entity: string, field: string): Promise<readonly PicklistValue[]> {
		const lists = await this.cache.get(`picklists/${entity}`, async () => await this.load(entity));
		return lists.get(field) ?? [];
	}

	private async load(entity: string): Promise<Picklists> {
		const request = { method: 'GET', path: fieldsPath(entity) } as const;
		const response = await this.querying.ask({
			purpose: 'read',
			...request,
			within: this.querying.limits.read(entity),
		});
		const { fields } = readShape(fieldsShape, { system: 'Autotask', purpose: 'read', request }, response);
		return new Map(fields.map((one) => [one.name, one.picklistValues ?? []]));
	}

	private missing(entity: string, field: string, expected: string): MalformedResponseError {
		const request = { system: 'Autotask', method: 'GET', path: fieldsPath(entity) } as const;
		return new MalformedResponseError(request, `the picklist ${field}`, expected, 'none');
	}
}

function fieldsPath(entity: string): string {
	return `/V1.0/${entity}/entityInformation/fields`;
}
