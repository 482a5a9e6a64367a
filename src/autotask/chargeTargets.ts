import type { ChargeTarget } from '../domain/contract/charge';
import type { AutotaskProductId, BillingCodeId } from '../domain/ids';
import type { ChargesPort } from '../ports/autotask/charges';
import { billingCodeFields, billingCodeRow, productFields, productRow } from './chargeRows';
import { active, type Condition } from './conditions';
import { firstRows, type Query, rowsIn } from './query';
import type { Tenant } from './tenant';

/** Where it may not be used, a sentence says why. */
export async function checkChargeTarget(
	tenant: Tenant,
	target: ChargeTarget,
): ReturnType<ChargesPort['checkChargeTarget']> {
	return target.kind === 'billingCode'
		? await checkBillingCode(tenant, target.id)
		: await checkProduct(tenant, target.id);
}

/** The row with that id; without it, why there is none that can be used. */
async function targetIn<Row>(
	tenant: Tenant,
	query: Query<Row>,
	name: string,
	id: number,
): Promise<{ readonly row?: Row; readonly why: string }> {
	let why = `Autotask has no ${name}.`;
	const [row] = await rowsIn(tenant, query, 'id', [id], (unread) => {
		why = `The ${name} cannot be read: ${unread.why}.`;
	});
	return row === undefined ? { why } : { row, why };
}

async function checkBillingCode(tenant: Tenant, id: number): ReturnType<ChargesPort['checkChargeTarget']> {
	const query = { entity: 'BillingCodes', fields: billingCodeFields, where: [], row: billingCodeRow };
	const { row: code, why } = await targetIn(tenant, query, `billing code with the id ${id}`, id);
	if (!code) return { ok: false, why };
	if (!code.isActive) return { ok: false, why: `The billing code ${code.name} (${id}) is inactive in Autotask.` };
	const materials = await tenant.picklists.materialUseTypes();
	if (code.useType === null || code.useType === undefined || !materials.includes(code.useType)) {
		return {
			ok: false,
			why: `The billing code ${code.name} (${id}) is no material code; a charge takes a material code or a product.`,
		};
	}
	return { ok: true, name: code.name };
}

async function checkProduct(tenant: Tenant, id: number): ReturnType<ChargesPort['checkChargeTarget']> {
	const query = { entity: 'Products', fields: productFields, where: [], row: productRow };
	const { row: product, why } = await targetIn(tenant, query, `product with the id ${id}`, id);
	if (!product) return { ok: false, why };
	if (!product.isActive) return { ok: false, why: `The product ${product.name} (${id}) is inactive in Autotask.` };
	return { ok: true, name: product.name };
}

/** Active material billing codes, or products, whose name contains the text. */
export async function searchChargeTargets(
	tenant: Tenant,
	kind: ChargeTarget['kind'],
	text: string,
	limit: number,
): ReturnType<ChargesPort['searchChargeTargets']> {
	const where: readonly Condition[] = [{ op: 'contains', field: 'name', value: text }, active];
	return kind === 'product'
		? await productsWhere(tenant, where, limit)
		: await materialCodesWhere(tenant, where, limit);
}

async function productsWhere(
	tenant: Tenant,
	where: readonly Condition[],
	limit: number,
): ReturnType<ChargesPort['searchChargeTargets']> {
	const query = { entity: 'Products', fields: productFields, where, row: productRow };
	const products = await firstRows(tenant, query, limit);
	return products.map(({ id, name }) => ({ target: { kind: 'product', id: id as AutotaskProductId }, name }));
}

async function materialCodesWhere(
	tenant: Tenant,
	where: readonly Condition[],
	limit: number,
): ReturnType<ChargesPort['searchChargeTargets']> {
	const isMaterial: Condition = { op: 'in', field: 'useType', value: await tenant.picklists.materialUseTypes() };
	const query = {
		entity: 'BillingCodes',
		fields: billingCodeFields,
		where: [...where, isMaterial],
		row: billingCodeRow,
	};
	const codes = await firstRows(tenant, query, limit);
	return codes.map(({ id, name }) => ({ target: { kind: 'billingCode', id: id as BillingCodeId }, name }));
}
