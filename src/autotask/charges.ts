import { chunk } from 'lodash';
import { z } from 'zod';
import type { ContractCharge } from '../domain/contract/charge';
import type { ChargeId, ContractId } from '../domain/ids';
import { times } from '../domain/money';
import { given } from '../http/shape';
import type { ChargesPort, ChargeToWrite } from '../ports/autotask/charges';
import type { WriteAnswer } from '../ports/autotask/writeAnswer';
import type { SendOptions } from '../ports/sending';
import type { TakeUnreadPart } from '../ports/unread';
import { chargeFields, chargeRow, chargeShape } from './chargeRows';
import type { Condition } from './conditions';
import { type Body, createChild } from './create';
import { id, name } from './fields';
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

/** What cannot be read of a row is left out of it. */
function left<Value>(shape: z.ZodType<Value, z.ZodTypeDef, unknown>) {
	return shape.optional().catch(undefined);
}

/** A charge with a requested key: that it is there is what counts, whatever else can be read of it. */
function keyedRow(texts: readonly string[]) {
	const wanted = texts.map((text) => text.toUpperCase());
	const isAsked = (key: string) => key.startsWith(anyStore) && wanted.some((text) => key.toUpperCase().includes(text));
	const { contractID, unitPrice, unitQuantity, datePurchased } = chargeShape;
	return z
		.object({
			internalPurchaseOrderNumber: name.refine(isAsked, 'a requested key'),
			id: left(id),
			contractID: left(contractID),
			unitPrice: left(unitPrice),
			unitQuantity: left(unitQuantity),
			datePurchased: left(datePurchased),
		})
		.transform((row) => ({
			key: row.internalPurchaseOrderNumber,
			...given('id', row.id as ChargeId | undefined),
			...given('contractId', row.contractID as ContractId | undefined),
			...given('amount', row.unitPrice && row.unitQuantity && times(row.unitPrice, row.unitQuantity)),
			...given('purchasedOn', row.datePurchased),
		}));
}

const anyStore = 'MA-';
const textsAtATime = 100;

export async function chargesOfStores(
	tenant: Tenant,
	contracts: readonly ContractId[],
	texts: readonly string[],
	unread: TakeUnreadPart<ContractId>,
): Promise<Awaited<ReturnType<ChargesPort['chargesOfStores']>>> {
	const field = 'internalPurchaseOrderNumber';
	const found = await Promise.all(
		chunk(texts, textsAtATime).map(async (some) => {
			const items = some.map((value): Condition => ({ op: 'contains', field, value }));
			const where: Condition[] = [
				{ op: 'beginsWith', field, value: anyStore },
				{ op: 'or', items },
			];
			const query = { entity: 'ContractCharges', fields: chargeFields, where, row: keyedRow(some) };
			return await rowsIn(tenant, query, 'contractID', contracts, unread);
		}),
	);
	return found.flat();
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
