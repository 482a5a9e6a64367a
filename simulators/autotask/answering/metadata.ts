import { jsonAnswer, type Answer } from '../../http';
import type { Entity, EntityField } from '../tenant/entities';
import { refusePath } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { shownFields } from '../tenant/views';

/** Answers {Entity}/entityInformation and what lies under it; `part` is empty, `fields` or `userDefinedFields`. */
export function answerMetadata(tenant: Tenant, entity: Entity, part: string): Answer {
	const own = tenant.userDefinedFields.get(entity.name) ?? [];
	switch (part.toLowerCase()) {
		case '':
			return jsonAnswer(200, { info: information(entity, own.length > 0) });
		case 'fields': {
			const shown = shownFields(tenant, entity);
			const fields = entity.fields.filter((field) => shown.has(field.name));
			return jsonAnswer(200, { fields: fields.map((field) => fieldInformation(tenant, entity, field)) });
		}
		case 'userdefinedfields':
			return jsonAnswer(200, {
				fields: own.map((field) => ({
					label: field.name,
					type: 'string',
					...field,
					picklistValues: null,
					defaultValue: null,
				})),
			});
		default:
			return refusePath();
	}
}

function information(entity: Entity, hasUserDefinedFields: boolean): Record<string, unknown> {
	const access = (can: boolean): number => (can ? 1 : 0);
	return {
		name: entity.name,
		canCreate: entity.canCreate,
		canDelete: entity.canDelete,
		canQuery: entity.canQuery,
		canUpdate: entity.canUpdate,
		userAccessForCreate: access(entity.canCreate),
		userAccessForDelete: access(entity.canDelete),
		userAccessForQuery: access(entity.canQuery),
		userAccessForUpdate: access(entity.canUpdate),
		hasUserDefinedFields,
		supportsWebhookCallouts: entity.name === 'Companies' || entity.name === 'Contacts',
	};
}

function fieldInformation(tenant: Tenant, entity: Entity, field: EntityField): Record<string, unknown> {
	const values = tenant.picklist(`${entity.name}.${field.name}`);
	return {
		name: field.name,
		dataType: field.type,
		length: field.maxLength ?? 0,
		isRequired: field.isRequired,
		isReadOnly: field.isReadOnly,
		isQueryable: entity.canQuery,
		isReference: field.reference !== null,
		referenceEntityType: field.reference ?? '',
		isPickList: field.picklist !== null,
		picklistValues:
			field.picklist === null
				? null
				: values.map((one, index) => ({
						value: String(one.value),
						label: one.label,
						isDefaultValue: one.isDefaultValue,
						sortOrder: index + 1,
						parentValue: '',
						isActive: one.isActive,
						isSystem: true,
					})),
		picklistParentValueField: '',
		isSupportedWebhookField: false,
	};
}
