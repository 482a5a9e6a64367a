import { sortBy } from 'lodash';
import { z } from 'zod';
import type { Service, ServiceTraits } from '../domain/contract/service';
import type { BillingCodeId, ServiceId } from '../domain/ids';
import type { ServiceToCreate } from '../ports/autotask/services';
import { decimalShape, optional } from '../http/shape';
import type { SendOptions } from '../ports/sending';
import { billingCodeFields, billingCodeRow } from './chargeRows';
import { type Body, createEntity } from './create';
import { longest, withinLength } from './lengths';
import type { TakeUnreadPart } from '../ports/unread';
import { active, type Condition, everyId } from './conditions';
import { id } from './fields';
import { allRows, firstRows, type Query, rowsIn } from './query';
import { serviceFields, serviceRow } from './serviceRows';
import type { Tenant } from './tenant';

async function serviceQuery(tenant: Tenant, where: readonly Condition[]): Promise<Query<Service>> {
	const row = serviceRow(await tenant.picklists.periodTypes('Services'));
	return { entity: 'Services', fields: serviceFields, where, row };
}

export async function servicesById(
	tenant: Tenant,
	ids: readonly ServiceId[],
	unread?: TakeUnreadPart<ServiceId>,
): Promise<readonly Service[]> {
	return ids.length === 0 ? [] : await rowsIn(tenant, await serviceQuery(tenant, []), 'id', ids, unread);
}

/** Active ones. */
export async function servicesByExternalId(
	tenant: Tenant,
	externalIds: readonly string[],
	unread?: TakeUnreadPart<string>,
): Promise<readonly Service[]> {
	return externalIds.length === 0
		? []
		: await rowsIn(tenant, await serviceQuery(tenant, [active]), 'externalID', externalIds, unread);
}

/** Active ones, at most 500; asks nothing where nothing is asked for. */
export async function servicesLike(
	tenant: Tenant,
	{ externalIds, skus, words }: ServiceTraits,
): Promise<readonly Service[]> {
	const items: Condition[] = [
		...externalIds.map((value): Condition => ({ op: 'eq', field: 'externalID', value })),
		...skus.map((value): Condition => ({ op: 'eq', field: 'sku', value })),
		...words.map((value): Condition => ({ op: 'contains', field: 'name', value })),
	];
	if (items.length === 0) return [];
	return await firstRows(tenant, await serviceQuery(tenant, [{ op: 'or', items }, active]), 500);
}

/** Active ones whose name contains the text. */
export async function searchServices(tenant: Tenant, text: string, limit: number): Promise<readonly Service[]> {
	const named: Condition = { op: 'contains', field: 'name', value: text };
	return await firstRows(tenant, await serviceQuery(tenant, [named, active]), limit);
}

/** Active ones that a service may have, by name. */
export async function serviceBillingCodes(
	tenant: Tenant,
): Promise<readonly { readonly id: BillingCodeId; readonly name: string }[]> {
	const useType = await tenant.picklists.serviceUseType();
	const where: Condition[] = [{ op: 'eq', field: 'useType', value: useType }, active];
	const query = { entity: 'BillingCodes', fields: billingCodeFields, where, row: billingCodeRow };
	const codes = await allRows(tenant, query, () => undefined);
	return sortBy(codes, 'name').map(({ id, name }) => ({ id: id as BillingCodeId, name }));
}

/** The costs of the first 500 rows of an entity, null where none is shown. */
async function costsOf(tenant: Tenant, entity: string, field: string): Promise<readonly unknown[]> {
	const row = z.object({ id, [field]: optional(decimalShape) }).transform((read) => read[field] ?? null);
	return await firstRows(tenant, { entity, fields: ['id', field], where: [everyId], row }, 500);
}

/** Looks at services, and at unit rows where those show no cost: a catalogue may hold none. */
export async function hidesCosts(tenant: Tenant): Promise<boolean> {
	const services = await costsOf(tenant, 'Services', 'unitCost');
	const isShown = (cost: unknown) => cost !== null;
	if (services.some(isShown)) return false;
	const all = [...services, ...(await costsOf(tenant, 'ContractServiceUnits', 'cost'))];
	return all.length > 0 && !all.some(isShown);
}

/** Errors as `createChild`. */
export async function createService(
	tenant: Tenant,
	service: ServiceToCreate,
	options: SendOptions,
): Promise<ServiceId> {
	const body = serviceBody(service, await tenant.picklists.servicePeriod(service.periodType));
	return (await createEntity(tenant, 'Services', body, options)) as ServiceId;
}

/** A service of the catalogue. */
function serviceBody(service: ServiceToCreate, periodType: number): Body {
	return {
		name: service.name.slice(0, longest.name),
		periodType,
		unitPrice: Number(service.unitPrice),
		billingCodeID: service.billingCodeId,
		externalID: withinLength(service.externalId, longest.key, 'The external id of a service'),
		isActive: true,
		...(service.unitCost !== undefined && { unitCost: Number(service.unitCost) }),
		...(service.sku !== undefined && { sku: service.sku.slice(0, longest.key) }),
	};
}
