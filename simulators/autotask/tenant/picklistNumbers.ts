import { shuffled, usualPicklists } from './picklists';
import type { Tenant } from './tenant';

/** Puts the integers of chargeType and useType where the switch says. */
export function applyPicklistNumbers(tenant: Tenant): void {
	const usual = usualPicklists();
	for (const list of ['ContractCharges.chargeType', 'BillingCodes.useType']) {
		const values = usual.get(list) ?? [];
		tenant.setPicklist(list, tenant.switches.picklistNumbers === 'shuffled' ? shuffled(values) : values);
	}
}
