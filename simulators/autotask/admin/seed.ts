import { isJsonObject, type Json, type JsonObject } from '../../http';
import { toDay, toInstant } from '../tenant/calendar';
import { entityOf, entityField, type Entity } from '../tenant/entities';
import type { Tenant, UserDefinedField } from '../tenant/tenant';
import { insertLine } from '../writes/contractServiceWrites';

/**
 * Rows by entity name, with or without ids. Picklist fields take the integer or the label.
 * A row of ContractServices also takes what the line holds: `units`, `unitPrice`, `unitCost`, `since`
 * (default: no units, the catalogue's price and cost, the contract's start).
 */
export type Seed = Readonly<Record<string, readonly JsonObject[]>>;

/** The ids given to the rows of a seed, in its order. */
export type SeededIds = Record<string, number[]>;

const order = [
	'Countries',
	'Currencies',
	'Companies',
	'Contacts',
	'BillingCodes',
	'Products',
	'Services',
	'Contracts',
	'ContractServices',
];
const lineFields = ['units', 'unitPrice', 'unitCost', 'since'];

/**
 * Puts rows into the tenant without any rule but that entities, fields and labels exist.
 *
 * @throws RangeError naming what does not exist.
 */
export function seedTenant(tenant: Tenant, seed: Seed): SeededIds {
	const names = Object.keys(seed).sort((a, b) => rank(a) - rank(b));
	const ids: SeededIds = {};
	for (const name of names) ids[name] = (seed[name] ?? []).map((row) => seedRow(tenant, entityOf(name), row));
	return ids;
}

/** Declares user-defined fields of an entity. */
export function seedUserDefinedFields(tenant: Tenant, entity: string, fields: readonly UserDefinedField[]): void {
	tenant.userDefinedFields.set(entityOf(entity).name, [...fields]);
}

function rank(name: string): number {
	const index = order.indexOf(name);
	return index === -1 ? order.length : index;
}

function seedRow(tenant: Tenant, entity: Entity, given: JsonObject): number {
	const row: JsonObject = {};
	for (const [name, value] of Object.entries(given)) {
		const isLineField = entity.name === 'ContractServices' && lineFields.includes(name);
		if (!isLineField) row[name] = seedValue(tenant, entity, name, value);
	}
	if (entity.name !== 'ContractServices') return tenant.insert(entity, { ...defaults(entity), ...row });
	return seedLine(tenant, row, given);
}

function seedLine(tenant: Tenant, row: JsonObject, given: JsonObject): number {
	const id = insertLine(tenant, row, Number(given.units ?? 0));
	const line = tenant.lines.get(id);
	if (line === undefined) throw new RangeError(`no line ${id}`);
	const since = typeof given.since === 'string' ? toDay(given.since) : line.since;
	if (since === undefined) throw new RangeError(`ContractServices.since is not a date: ${String(given.since)}`);
	tenant.lines.set(id, {
		...line,
		since,
		unitPrice: Number(given.unitPrice ?? line.unitPrice),
		unitCost: Number(given.unitCost ?? line.unitCost),
	});
	tenant.changed(id);
	return id;
}

function seedValue(tenant: Tenant, entity: Entity, name: string, value: Json): Json {
	if (name === 'userDefinedFields') return value;
	const field = entityField(entity, name);
	if (field === undefined) throw new RangeError(`${entity.name} has no field ${name}`);
	if (field.picklist !== null && typeof value === 'string') {
		const number = tenant.valueOf(`${entity.name}.${name}`, value);
		if (number === undefined) throw new RangeError(`${entity.name}.${name} has no value labelled ${value}`);
		return number;
	}
	if (field.type === 'datetime' && typeof value === 'string') {
		const day = toDay(value);
		if (day === undefined) throw new RangeError(`${entity.name}.${name} is not a date: ${value}`);
		return /T(?!00:00:00)/.test(value) ? value : toInstant(day);
	}
	if (isJsonObject(value)) throw new RangeError(`${entity.name}.${name} is not a plain value`);
	return value;
}

function defaults(entity: Entity): JsonObject {
	return entityField(entity, 'isActive') === undefined ? {} : { isActive: true };
}
