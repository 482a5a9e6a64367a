import type { JsonObject } from '../../http';
import { inInternalCurrency } from '../tenant/currency';
import { decimal, rounded } from '../tenant/decimals';
import { refuse } from '../tenant/refusal';
import type { Tenant } from '../tenant/tenant';
import { withoutCosts } from './contractServiceWrites';
import { checkedCreation, checkedUpdate } from './validation';
import type { WriteCall } from './writes';

/** POST Contracts/{id}/Charges. */
export function createCharge({ tenant, entity, body, parentId, resourceId }: WriteCall): number {
	const fields = withoutCosts(tenant, checkedCreation(tenant, entity, body));
	if (fields.contractID !== parentId) refuse('contractID does not match the parent of the collection.');
	const charge = completed(tenant, { isBillableToCompany: true, unitCost: 0, ...fields });
	return tenant.insert(entity, {
		...charge,
		isBilled: false,
		status: tenant.picklist('ContractCharges.status')[0]?.value ?? null,
		createDate: tenant.nowText(),
		creatorResourceID: resourceId,
	});
}

/** PATCH Contracts/{id}/Charges; only while the charge is not billed. */
export function updateCharge({ tenant, entity, body, parentId }: WriteCall): number {
	const current = unbilled(tenant, Number(parentId), body.id);
	const fields = withoutCosts(tenant, checkedUpdate(tenant, entity, body, current));
	Object.assign(current, completed(tenant, { ...current, ...fields }));
	return Number(current.id);
}

/** DELETE Contracts/{id}/Charges/{chargeId}; only while the charge is not billed. */
export function deleteCharge(tenant: Tenant, contractId: number, chargeId: number): number {
	unbilled(tenant, contractId, chargeId);
	tenant.table('ContractCharges').delete(chargeId);
	return chargeId;
}

function unbilled(tenant: Tenant, contractId: number, chargeId: unknown): JsonObject {
	const charge = tenant.row('ContractCharges', chargeId);
	if (charge === undefined || charge.contractID !== contractId) {
		refuse(`ContractCharge ${String(chargeId)} does not exist on contract ${contractId}.`);
	}
	if (charge.isBilled === true) refuse('The charge has been billed and can be neither changed nor deleted.');
	return charge;
}

/** Checks what a charge is billed as, and computes its amounts. */
function completed(tenant: Tenant, fields: JsonObject): JsonObject {
	const code = tenant.row('BillingCodes', fields.billingCodeID);
	const product = tenant.row('Products', fields.productID);
	if (code === undefined && product === undefined) refuse('Either billingCodeID or productID is required.');
	if (code !== undefined && tenant.labelOf('BillingCodes.useType', code.useType) !== 'Material Cost Code') {
		refuse('billingCodeID must reference a Material Cost Code.');
	}
	if (code?.isActive === false) refuse('billingCodeID references an inactive billing code.');
	const line = fields.contractServiceID ?? null;
	if (line !== null && tenant.row('ContractServices', line)?.contractID !== fields.contractID) {
		refuse('contractServiceID does not belong to the contract.');
	}
	const unitPrice = Number(fields.unitPrice ?? code?.unitPrice ?? product?.unitPrice ?? 0);
	if (unitPrice < 0 && tenant.switches.negativeCharges === 'refused') refuse('unitPrice must not be negative.');
	return { ...fields, ...amounts(tenant, fields, unitPrice) };
}

function amounts(tenant: Tenant, fields: JsonObject, price: number): JsonObject {
	const places = tenant.switches.chargeDecimals;
	const [unitQuantity, unitPrice, unitCost] = [fields.unitQuantity, price, fields.unitCost].map((value) =>
		rounded(decimal(Number(value ?? 0)), places),
	) as [number, number, number];
	const contractId = Number(fields.contractID);
	const billableAmount = rounded(decimal(unitQuantity).times(unitPrice), 4);
	return {
		unitQuantity,
		unitPrice,
		unitCost,
		billableAmount,
		extendedCost: rounded(decimal(unitQuantity).times(unitCost), 4),
		internalCurrencyUnitPrice: inInternalCurrency(tenant, contractId, unitPrice),
		internalCurrencyBillableAmount: inInternalCurrency(tenant, contractId, billableAmount),
	};
}
