/** Ids of some countries in a seeded tenant. */
export const countryIds = { GB: 237, DE: 82, NL: 151, US: 238 } as const;

/** Their rows. */
export const usualCountries = [
	{ id: countryIds.GB, countryCode: 'GB', displayName: 'United Kingdom', isActive: true },
	{ id: countryIds.DE, countryCode: 'DE', displayName: 'Germany', isActive: true },
	{ id: countryIds.NL, countryCode: 'NL', displayName: 'Netherlands', isActive: true },
	{ id: countryIds.US, countryCode: 'US', displayName: 'United States', isActive: true },
];
