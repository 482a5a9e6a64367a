import { z } from 'zod';
import type { ContractCharge } from '../domain/contract/charge';
import type { ChargeId, ContractId } from '../domain/ids';
import { times } from '../domain/money';
import { decimalShape } from '../http/shape';
import { day, id, name, optionalId, truth } from './fields';

export const chargeFields = [
	'id',
	'contractID',
	'internalPurchaseOrderNumber',
	'unitPrice',
	'unitQuantity',
	'datePurchased',
] as const;

export const chargeShape = {
	id,
	contractID: id,
	internalPurchaseOrderNumber: name,
	unitPrice: decimalShape,
	unitQuantity: decimalShape,
	datePurchased: day,
} as const;

export const chargeRow = z.object(chargeShape).transform((row): ContractCharge => ({
	id: row.id as ChargeId,
	contractId: row.contractID as ContractId,
	key: row.internalPurchaseOrderNumber,
	amount: times(row.unitPrice, row.unitQuantity),
	purchasedOn: row.datePurchased,
}));

export const productFields = ['id', 'name', 'isActive'] as const;

export const productRow = z.object({ id, name, isActive: truth });

export const billingCodeFields = ['id', 'name', 'isActive', 'useType'] as const;

export const billingCodeRow = z.object({ id, name, isActive: truth, useType: optionalId });
