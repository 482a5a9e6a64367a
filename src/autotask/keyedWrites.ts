import { z } from 'zod';
import type { ContractCharge } from '../domain/contract/charge';
import type { ChargeId, ContractId, ContractServiceId } from '../domain/ids';
import type { Decimal } from '../domain/money';
import { always } from '../domain/unitTimeline';
import type { KeyedWrite } from '../ports/autotask/autotask';
import { chargeFields, chargeRow } from './chargeRows';
import { contractServiceFields } from './contractRows';
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

/** Of a line the key counts alone, too. */
const bareLineRow = z.object({ id, contractID: id, internalDescription: name }).transform((row) => ({
	id: row.id as ContractServiceId,
	contractId: row.contractID as ContractId,
	key: row.internalDescription,
}));

/** What does not even tell its key lets its own contract wait, and nobody else: there it is found unreadable once more. */
function leaveOut(): void {}

/**
 * Charges, then lines, whose key begins so and whose id is above the newest known one of their kind. Those whose key cannot
 * be read are left out.
 */
export async function writesUnder(
	tenant: Tenant,
	keyPrefix: string,
	newest: { readonly charge: number; readonly contractService: number },
): Promise<readonly KeyedWrite[]> {
	const after = (id: number, field: string): readonly Condition[] => [
		{ op: 'gt', field: 'id', value: id },
		{ op: 'beginsWith', field, value: keyPrefix },
	];
	const chargesAfter = {
		entity: 'ContractCharges',
		fields: chargeFields,
		where: after(newest.charge, 'internalPurchaseOrderNumber'),
		row: z.union([chargeRow, bareChargeRow]),
	};
	const linesAfter = {
		entity: 'ContractServices',
		fields: contractServiceFields,
		where: after(newest.contractService, 'internalDescription'),
		row: bareLineRow,
	};
	const charges = await allRows(tenant, chargesAfter, leaveOut);
	const lines = await allRows(tenant, linesAfter, leaveOut);
	return [
		...charges.map((one) => ({ ...one, kind: 'charge' as const, on: one.purchasedOn })),
		...lines.map((one) => ({ ...one, kind: 'contractService' as const, on: always })),
	];
}
