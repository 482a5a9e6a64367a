import type { ContractCharge } from '../domain/contract/charge';
import type { ChargeId } from '../domain/ids';
import type { ChargeToWrite } from '../ports/autotask/charges';
import type { WriteAnswer } from '../ports/autotask/writeAnswer';
import type { SendOptions } from '../ports/sending';
import type { TakeUnreadPart } from '../ports/unread';
import { chargeFields, chargeRow } from './chargeRows';
import { type Body, createChild } from './create';
import { longest, withinLength } from './lengths';
import { rowsIn } from './query';
import type { Tenant } from './tenant';

export async function chargesByKey(
	tenant: Tenant,
	keys: readonly string[],
	unread?: TakeUnreadPart<string>,
): Promise<readonly ContractCharge[]> {
	const query = { entity: 'ContractCharges', fields: chargeFields, where: [], row: chargeRow };
	return await rowsIn(tenant, query, 'internalPurchaseOrderNumber', keys, unread);
}

/** Errors as `createChild`. */
export async function createCharge(
	tenant: Tenant,
	charge: ChargeToWrite,
	options: SendOptions,
): Promise<WriteAnswer<ChargeId>> {
	const body = chargeBody(charge, await tenant.picklists.chargeType());
	const child = { contractId: charge.contractId, name: 'Charges', entity: 'ContractCharges' };
	return { id: (await createChild(tenant, child, body, options)) as ChargeId };
}

/** A charge of quantity 1 with the amount as its price. Source: rule Q14. */
function chargeBody(charge: ChargeToWrite, chargeType: number): Body {
	return {
		contractID: charge.contractId,
		name: charge.name.slice(0, longest.name),
		description: charge.description.slice(0, longest.description),
		datePurchased: charge.purchasedOn,
		chargeType,
		unitQuantity: 1,
		unitPrice: Number(charge.amount),
		...(charge.cost !== undefined && { unitCost: Number(charge.cost) }),
		isBillableToCompany: true,
		internalPurchaseOrderNumber: withinLength(charge.key, longest.key, 'The key of a charge'),
		...(charge.target.kind === 'billingCode' ? { billingCodeID: charge.target.id } : { productID: charge.target.id }),
	};
}
