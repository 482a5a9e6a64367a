import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One field of an entity, as the API's own metadata describes it. */
export interface EntityField {
	readonly name: string;
	readonly type: 'integer' | 'long' | 'decimal' | 'string' | 'boolean' | 'datetime' | 'unknown';
	readonly isRequired: boolean;
	/** Immutable once written; computed where it is also neither required nor conditional. */
	readonly isReadOnly: boolean;
	readonly maxLength: number | null;
	/** Value to label; `true` where the values are the tenant's own. */
	readonly picklist: Readonly<Record<string, string>> | true | null;
	readonly reference: string | null;
	readonly conditional?: string;
}

/** An entity of the API. */
export interface Entity {
	readonly name: string;
	readonly parent: string | null;
	readonly childPath: string | null;
	readonly canCreate: boolean;
	readonly canUpdate: boolean;
	readonly canQuery: boolean;
	readonly canDelete: boolean;
	readonly createVia: string | null;
	readonly rootMethods: readonly string[];
	readonly childMethods: readonly string[];
	readonly fields: readonly EntityField[];
}

const file = join(__dirname, '..', '..', 'data', 'autotask-entities.json');
const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Omit<Entity, 'name'>>;
const services = new Set(['ZoneInformation', 'ThresholdInformation']);

/** Where the ids of an entity begin; at 1 where nothing is said. */
export const firstIds: Readonly<Record<string, number>> = {
	Companies: 1000,
	Contracts: 20000,
	ContractServices: 300000,
	ContractServiceUnits: 4000000,
	ContractServiceAdjustments: 500000,
	ContractCharges: 60000,
	ContractNotes: 70000,
	Services: 800,
	BillingCodes: 29680000,
	BillingItems: 9000000,
	Products: 1100,
	Currencies: 1,
};

function countryField(name: string, type: EntityField['type'], maxLength: number | null): EntityField {
	return {
		name,
		type,
		isRequired: false,
		isReadOnly: name === 'id' || name === 'countryCode',
		maxLength,
		picklist: null,
		reference: null,
	};
}

/** The entity Countries as Autotask's documents describe it, as far as it is asked for. Its answers are not proven against a tenant. */
const countriesEntity: Entity = {
	name: 'Countries',
	parent: null,
	childPath: null,
	canCreate: false,
	canUpdate: true,
	canQuery: true,
	canDelete: false,
	createVia: null,
	rootMethods: ['GET', 'PATCH', 'PUT'],
	childMethods: [],
	fields: [
		countryField('countryCode', 'string', 2),
		countryField('displayName', 'string', 100),
		countryField('id', 'long', null),
		countryField('isActive', 'boolean', null),
	],
};

/** All entities, in the order of the data file, and the one that it lacks. */
export const entities: readonly Entity[] = [
	...Object.entries(table)
		.filter(([name]) => !services.has(name))
		.map(([name, entity]) => ({ ...entity, name })),
	countriesEntity,
];

const byName = new Map(entities.map((entity) => [entity.name.toLowerCase(), entity]));
const fieldsByEntity = new Map(
	entities.map((entity) => [entity.name, new Map(entity.fields.map((field) => [field.name, field]))]),
);
const children = new Map(
	entities.flatMap((entity) => {
		if (entity.parent === null || entity.childPath === null) return [];
		const segment = entity.childPath.split('/').pop() ?? '';
		return [[`${entity.parent}/${segment}`.toLowerCase(), entity] as const];
	}),
);

/** The entity of that name in a URL, ignoring case. */
export function entityNamed(name: string): Entity | undefined {
	return byName.get(name.toLowerCase());
}

/** The entity behind a child path, such as Services under Contracts. */
export function childEntity(parent: Entity, segment: string): Entity | undefined {
	return children.get(`${parent.name}/${segment}`.toLowerCase());
}

/** The field of that exact name. */
export function entityField(entity: Entity, name: string): EntityField | undefined {
	return fieldsByEntity.get(entity.name)?.get(name);
}

/** The field in an entity's parent that a child path fixes, such as contractID. */
export function parentField(entity: Entity): string {
	const singular: Record<string, string> = { Contracts: 'contractID', Companies: 'companyID' };
	const known = singular[entity.parent ?? ''];
	if (known !== undefined) return known;
	return entity.fields.find((field) => field.reference === entity.parent)?.name ?? 'parentID';
}

/** The entity of that name; a name that the metadata does not have is a bug. */
export function entityOf(name: string): Entity {
	const entity = entityNamed(name);
	if (entity === undefined) throw new RangeError(`the metadata has no ${name}`);
	return entity;
}
