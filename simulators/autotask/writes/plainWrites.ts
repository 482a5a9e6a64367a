import { refuse } from '../tenant/refusal';
import { withoutCosts } from './contractServiceWrites';
import { checkedCreation, checkedUpdate } from './validation';
import type { WriteCall } from './writes';

/** POST of an entity without rules of its own. */
export function createPlain({ tenant, entity, body, resourceId }: WriteCall): number {
	const fields = withoutCosts(tenant, checkedCreation(tenant, entity, body));
	const created: Record<string, string | number | boolean> = {};
	for (const { name, type } of entity.fields) {
		if (/^createDate(Time)?$/.test(name) && type === 'datetime') created[name] = tenant.nowText();
		if (name === 'creatorResourceID') created[name] = resourceId;
		if (name === 'isActive') created[name] = true;
	}
	return tenant.insert(entity, { ...created, ...fields });
}

/** PATCH of an entity without rules of its own: only sent fields change. */
export function updatePlain({ tenant, entity, body }: WriteCall): number {
	const current = tenant.row(entity.name, body.id) ?? refuse(`${entity.name} ${String(body.id)} does not exist.`);
	Object.assign(current, withoutCosts(tenant, checkedUpdate(tenant, entity, body, current)));
	tenant.changed();
	return Number(current.id);
}

/** POST Services: the billing code must be an active one for recurring services. */
export function createService(call: WriteCall): number {
	const { tenant, body } = call;
	const code = tenant.row('BillingCodes', body.billingCodeID);
	const isRecurring = tenant.labelOf('BillingCodes.useType', code?.useType) === 'Recurring Service Contract Code';
	if (code !== undefined && (!isRecurring || code.isActive === false)) {
		refuse('billingCodeID must reference an active Recurring Service Contract Code.');
	}
	return createPlain(call);
}
