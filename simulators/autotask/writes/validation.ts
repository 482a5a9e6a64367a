import type { JsonObject, Json } from '../../http';
import { toDay, toInstant } from '../tenant/calendar';
import { decimal, rounded } from '../tenant/decimals';
import { entityField, type Entity, type EntityField } from '../tenant/entities';
import { refuse } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';

/** Fields of a create call: checked, dates as stored, decimals at four places. Refuses with all texts at once. */
export function checkedCreation(tenant: Tenant, entity: Entity, body: JsonObject): JsonObject {
	const fields = checkedFields(tenant, entity, body, (field) => isComputed(field));
	const missing = entity.fields
		.filter((field) => field.isRequired && field.name !== 'id' && (body[field.name] ?? null) === null)
		.map((field) => `Missing Required Field: ${field.name};`);
	if (missing.length > 0) refuse(...missing);
	return fields;
}

/** Fields of an update call, `id` excluded; an immutable field may be sent with the value it has. */
export function checkedUpdate(tenant: Tenant, entity: Entity, body: JsonObject, current: JsonObject): JsonObject {
	const { id: _id, ...sent } = body;
	return checkedFields(tenant, entity, sent, (field, value) => field.isReadOnly && value !== current[field.name]);
}

function checkedFields(
	tenant: Tenant,
	entity: Entity,
	body: JsonObject,
	isRefused: (field: EntityField, value: Json) => boolean,
): JsonObject {
	const errors: string[] = [];
	const checked: JsonObject = {};
	for (const [name, value] of Object.entries(body)) {
		if (name === 'userDefinedFields') {
			checked[name] = value;
			continue;
		}
		const field = entityField(entity, name);
		if (field === undefined) {
			errors.push(`Could not find member '${name}' on object of type '${entity.name}'.`);
			continue;
		}
		if (name === 'id' && (value === 0 || value === null)) continue;
		const stored = storedValue(tenant, entity, field, value);
		if ('error' in stored) errors.push(stored.error);
		else if (isRefused(field, stored.value)) errors.push(`Field ${name} on ${entity.name} is read only.`);
		else checked[name] = stored.value;
	}
	if (errors.length > 0) refuse(...errors);
	return checked;
}

/** Computed by Autotask: read-only, and neither required nor to be sent under a condition. */
function isComputed(field: EntityField): boolean {
	return field.isReadOnly && !field.isRequired && field.conditional === undefined;
}

type Stored = { readonly value: Json } | { readonly error: string };

function storedValue(tenant: Tenant, entity: Entity, field: EntityField, value: Json): Stored {
	if (value === null) return { value };
	const typed = typedValue(field, value);
	if ('error' in typed) return typed;
	if (field.picklist !== null) {
		const known = tenant.picklist(`${entity.name}.${field.name}`).some((one) => one.value === value && one.isActive);
		if (!known) return { error: `Value ${String(value)} does not exist or is invalid for picklist ${field.name}.` };
	}
	if (field.reference !== null && tenant.table(field.reference).size > 0) {
		const exists = tenant.row(field.reference, value) !== undefined;
		if (!exists) return { error: `${field.reference} ${String(value)} referenced by ${field.name} does not exist.` };
	}
	return typed;
}

function typedValue(field: EntityField, value: Json): Stored {
	const wrong = { error: `Could not convert the value of ${field.name} to ${field.type}.` };
	switch (field.type) {
		case 'integer':
		case 'long':
			return Number.isSafeInteger(value) ? { value } : wrong;
		case 'decimal':
			return typeof value === 'number' ? { value: rounded(decimal(value), 4) } : wrong;
		case 'boolean':
			return typeof value === 'boolean' ? { value } : wrong;
		case 'datetime': {
			const day = typeof value === 'string' ? toDay(value) : undefined;
			return day === undefined ? wrong : { value: toInstant(day) };
		}
		case 'string': {
			if (typeof value !== 'string') return wrong;
			const tooLong = field.maxLength !== null && value.length > field.maxLength;
			return tooLong
				? { error: `String or binary data exceeds the maximum length of ${field.maxLength} for ${field.name}.` }
				: { value };
		}
		case 'unknown':
			return { value };
	}
}
