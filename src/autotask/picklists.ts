import { z } from 'zod';
import type { PeriodType } from '../domain/billingPeriod';
import { valueOf } from '../domain/keyed';
import { MalformedResponseError } from '../http/errors';
import { readRows, readShape } from '../http/shape';
import { fieldOf } from './conditions';
import type { MetadataCache } from './metadataCache';
import type { Querying } from './query';

export interface PicklistValue {
	readonly value: number;
	readonly label: string;
	readonly isDefault: boolean;
	readonly isActive: boolean;
}

const numberShape = z
	.union([z.string().trim().min(1), z.number()])
	.transform(Number)
	.refine(Number.isSafeInteger, 'a whole number');

const valueShape = z
	.object({
		value: numberShape,
		label: z.string(),
		isDefaultValue: z.boolean().nullish(),
		isActive: z.boolean().nullish(),
	})
	.transform((one): PicklistValue => ({
		value: one.value,
		label: one.label,
		isDefault: one.isDefaultValue === true,
		isActive: one.isActive !== false,
	}));

const fieldsShape = z.object({ fields: z.array(z.unknown()) });

const fieldShape = z.object({ name: z.string(), picklistValues: z.array(z.unknown()).nullish() });

/** The values of one field that can be read, and what is wrong with the first one that cannot. */
interface Picklist {
	readonly values: readonly PicklistValue[];
	readonly unread?: MalformedResponseError;
}

type Picklists = ReadonlyMap<string, Picklist>;

type Answered = Parameters<typeof readRows>[3];

/** Each field and each value is read by itself: what nobody asks for stops nothing. */
function picklistsIn(fields: readonly unknown[], answered: Answered): Picklists {
	return new Map(
		readRows(fieldShape, fields, 'fields', answered).map((one, at): readonly [string, Picklist] => {
			if (one.kind === 'unread') return [String(fieldOf(one.value, 'name')), { values: [], unread: one.error }];
			const place = `fields[${at}].picklistValues`;
			const rows = readRows(valueShape, one.row.picklistValues ?? [], place, answered);
			const unread = rows.find((row) => row.kind === 'unread');
			const values = rows.flatMap((row) => (row.kind === 'read' ? [row.row] : []));
			return [one.row.name, { values, ...(unread && { unread: unread.error }) }];
		}),
	);
}

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
		const { values, unread } = await this.picklist(
			entity,
			entity === 'Contracts' ? 'contractPeriodType' : 'periodType',
		);
		// A period that is not known would look like one that fits nothing.
		if (unread) throw unread;
		return new Map(
			values.flatMap(({ value, label }) => {
				const type = valueOf(periodLabels, plain(label));
				return type === undefined ? [] : [[value, type] as const];
			}),
		);
	}

	/** `chargeType` of a new charge: the tenant's default, else its first active one. */
	async chargeType(): Promise<number> {
		const { values, unread } = await this.picklist('ContractCharges', 'chargeType');
		const active = values.filter((one) => one.isActive);
		const chosen = active.find((one) => one.isDefault) ?? active[0];
		if (chosen) return chosen.value;
		throw unread ?? this.missing('ContractCharges', 'chargeType', 'an active value');
	}

	/** The `useType`s of material billing codes. */
	async materialUseTypes(): Promise<readonly number[]> {
		const { values } = await this.picklist('BillingCodes', 'useType');
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
		const { values, unread } = await this.picklist(entity, field);
		const found = values.find((one) => wanted.includes(plain(one.label)));
		if (found) return found.value;
		throw unread ?? this.missing(entity, field, `a value with the label ${labels[0]}`);
	}

	private async picklist(entity: string, field: string): Promise<Picklist> {
		const lists = await this.cache.get(`picklists/${entity}`, async () => await this.load(entity));
		return lists.get(field) ?? { values: [] };
	}

	private async load(entity: string): Promise<Picklists> {
		const request = { method: 'GET', path: fieldsPath(entity) } as const;
		const response = await this.querying.ask({
			purpose: 'read',
			...request,
			within: this.querying.limits.read(entity),
		});
		const asked = { system: 'Autotask', purpose: 'read', request } as const;
		return picklistsIn(readShape(fieldsShape, asked, response).fields, { asked, response });
	}

	private missing(entity: string, field: string, expected: string): MalformedResponseError {
		const request = { system: 'Autotask', method: 'GET', path: fieldsPath(entity) } as const;
		return new MalformedResponseError(request, `the picklist ${field}`, expected, 'none');
	}
}

function fieldsPath(entity: string): string {
	return `/V1.0/${entity}/entityInformation/fields`;
}
