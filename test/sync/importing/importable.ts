import { countryIds } from '../../../simulators/autotask/tenant/countries';

/** A company of Autotask that has all that an import takes of a company. */
export function company(id: number, more: object = {}) {
	const address = { address1: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', countryID: countryIds.GB };
	const usual = { companyType: 'Customer', currencyID: 1, phone: '0113 496 0001', ownerResourceID: 1 };
	return { id, companyName: `Company ${id}`, companyNumber: `C-${id}`, ...usual, ...address, ...more };
}

/** A contact of the company that can administer it. */
export function contact(companyID: number, more: object = {}) {
	const email = { emailAddress: `ann@c${companyID}.example` };
	return { companyID, firstName: 'Ann', lastName: 'Lee', isActive: 1, ...email, ...more };
}
