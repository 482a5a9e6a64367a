import type { CalendarDate } from '../domain/calendarDate';
import type { Contract, ContractService, UnitRow } from '../domain/contract/contract';
import type { ContractId } from '../domain/ids';
import {
	contractFields,
	contractRow,
	contractServiceFields,
	contractServiceRow,
	unitFields,
	unitRow,
} from './contractRows';
import type { TakeUnreadPart } from '../ports/unread';
import type { Condition, FilterValue } from './conditions';
import { rowsIn } from './query';
import type { Tenant } from './tenant';

/** Recurring-service contracts whose field is one of the values; no values ask nothing. */
export async function contractsBy<Value extends FilterValue>(
	tenant: Tenant,
	field: 'id' | 'companyID' | 'contractNumber',
	values: readonly Value[],
	unread?: TakeUnreadPart<Value>,
): Promise<readonly Contract[]> {
	if (values.length === 0) return [];
	const recurring = await tenant.picklists.recurringService();
	const meanings = {
		activeStatus: await tenant.picklists.activeContract(),
		periodTypes: await tenant.picklists.periodTypes('Contracts'),
	};
	const where: readonly Condition[] = [{ op: 'eq', field: 'contractType', value: recurring }];
	const query = { entity: 'Contracts', fields: contractFields, where, row: contractRow(meanings) };
	return await rowsIn(tenant, query, field, values, unread);
}

export async function contractServices(
	tenant: Tenant,
	contracts: readonly ContractId[],
	unread?: TakeUnreadPart<ContractId>,
): Promise<readonly ContractService[]> {
	const query = { entity: 'ContractServices', fields: contractServiceFields, where: [], row: contractServiceRow };
	return await rowsIn(tenant, query, 'contractID', contracts, unread);
}

/** Those that touch the days from `from` on, up to `before`, not included. */
export async function unitRows(
	tenant: Tenant,
	contracts: readonly ContractId[],
	window: { readonly from: CalendarDate; readonly before?: CalendarDate },
	unread?: TakeUnreadPart<ContractId>,
): Promise<readonly UnitRow[]> {
	const where: Condition[] = [{ op: 'gte', field: 'endDate', value: window.from }];
	if (window.before !== undefined) where.push({ op: 'lt', field: 'startDate', value: window.before });
	const query = { entity: 'ContractServiceUnits', fields: unitFields, where, row: unitRow };
	return await rowsIn(tenant, query, 'contractID', contracts, unread);
}
