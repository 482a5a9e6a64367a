import { always } from '../domain/unitTimeline';
import type { KeyedWrite } from '../ports/autotask/autotask';
import { chargeFields, chargeRow } from './chargeRows';
import { contractServiceFields, contractServiceRow } from './contractRows';
import { allRows, type Condition } from './query';
import type { Tenant } from './tenant';

/** Charges, then lines, whose key begins so and whose id is above the newest known one of their kind. */
export async function writesUnder(
	tenant: Tenant,
	keyPrefix: string,
	newest: { readonly charge: number; readonly contractService: number },
): Promise<readonly KeyedWrite[]> {
	const after = (id: number, field: string): readonly Condition[] => [
		{ op: 'gt', field: 'id', value: id },
		{ op: 'beginsWith', field, value: keyPrefix },
	];
	const charges = await allRows(tenant, {
		entity: 'ContractCharges',
		fields: chargeFields,
		where: after(newest.charge, 'internalPurchaseOrderNumber'),
		row: chargeRow,
	});
	const lines = await allRows(tenant, {
		entity: 'ContractServices',
		fields: contractServiceFields,
		where: after(newest.contractService, 'internalDescription'),
		row: contractServiceRow,
	});
	return [
		...charges.map((one) => ({ ...one, kind: 'charge' as const, on: one.purchasedOn })),
		...lines.flatMap(({ id, contractId, internalDescription: key }) =>
			key === undefined ? [] : [{ kind: 'contractService' as const, id, contractId, key, on: always }],
		),
	];
}
