import { addDays, dayOf } from '../tenant/calendar';
import { refuse } from '../tenant/refusal';
import { checkedCreation, checkedUpdate } from './validation';
import type { WriteCall } from './writes';

const posted =
	'Unable to make changes as it would result in the deletion/modification of an already approved and posted contract period';

/** POST Contracts. */
export function createContract({ tenant, entity, body }: WriteCall): number {
	const fields = checkedCreation(tenant, entity, body);
	const isRecurring = tenant.labelOf('Contracts.contractType', fields.contractType) === 'Recurring Service';
	if (isRecurring && (fields.contractPeriodType ?? null) === null) {
		refuse('contractPeriodType is required for contracts of type Recurring Service.');
	}
	if (dayOf(fields.endDate) < dayOf(fields.startDate)) refuse('endDate must not be before startDate.');
	return tenant.insert(entity, { setupFee: 0, ...fields });
}

/** PATCH Contracts. The start and the period type stay; an end before a posted period is refused. */
export function updateContract({ tenant, entity, body }: WriteCall): number {
	const current = tenant.row(entity.name, body.id) ?? refuse(`Contract ${String(body.id)} does not exist.`);
	const fields = checkedUpdate(tenant, entity, body, current);
	const id = Number(current.id);
	const lines = tenant.linesOf(id);
	if (fields.startDate !== undefined && fields.startDate !== current.startDate && lines.length > 0) {
		refuse('startDate cannot be changed on a contract that has services.');
	}
	const end = dayOf(fields.endDate ?? current.endDate);
	if (end < dayOf(fields.startDate ?? current.startDate)) refuse('endDate must not be before startDate.');
	for (const line of lines) {
		const isCut = tenant.rowsOf(line).some((row) => row.postedAt !== null && row.end > end);
		if (isCut && end < dayOf(current.endDate)) refuse(posted);
	}
	Object.assign(current, fields, { lastModifiedDateTime: tenant.nowText() });
	for (const line of lines) line.changes = line.changes.filter((change) => change.date < addDays(end, 1));
	tenant.changed();
	return id;
}
