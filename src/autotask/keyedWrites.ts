import { z } from 'zod';
import type { ContractCharge } from '../domain/contract/charge';
import type { ChargeId, ContractId } from '../domain/ids';
import type { Decimal } from '../domain/money';
import { always } from '../domain/unitTimeline';
import type { KeyedWrite } from '../ports/autotask/autotask';
import { chargeFields, chargeRow } from './chargeRows';
import { contractServiceFields, contractServiceRow } from './contractRows';
import { id, name } from './fields';
import type { Condition } from './conditions';
import { allRows } from './query';
import type { Tenant } from './tenant';

/** A charge of which no more than the key can be read: that it is there is what counts. */
const bareChargeRow = z
	.object({ id, contractID: id, internalPurchaseOrderNumber: name })
	.transform(
		(row): Pick<ContractCharge, 'id' | 'contractId' | 'key' | 'purchasedOn'> & { readonly amount?: Decimal } => ({
			id: row.id as ChargeId,
			contractId: row.contractID as ContractId,
			key: row.internalPurchaseOrderNumber,
			purchasedOn: always,
		}),
	);

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
		row: z.union([chargeRow, bareChargeRow]),
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
