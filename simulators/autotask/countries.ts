import type { Entity, EntityField } from './entities';

function field(name: string, type: EntityField['type'], maxLength: number | null): EntityField {
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
export const countriesEntity: Entity = {
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
		field('countryCode', 'string', 2),
		field('displayName', 'string', 100),
		field('id', 'long', null),
		field('isActive', 'boolean', null),
	],
};

/** Ids of some countries in a seeded tenant. */
export const countryIds = { GB: 237, DE: 82, NL: 151, US: 238 } as const;

/** Their rows. */
export const usualCountries = [
	{ id: countryIds.GB, countryCode: 'GB', displayName: 'United Kingdom', isActive: true },
	{ id: countryIds.DE, countryCode: 'DE', displayName: 'Germany', isActive: true },
	{ id: countryIds.NL, countryCode: 'NL', displayName: 'Netherlands', isActive: true },
	{ id: countryIds.US, countryCode: 'US', displayName: 'United States', isActive: true },
];
