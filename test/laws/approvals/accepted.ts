import { groupBy, sumBy } from 'lodash';
import type { JsonObject } from '../../../simulators/http';
import type { World } from '../../sync/fixtureWorld';
import type { UnitRow } from './shown';

/** What Autotask has accepted of one kind, oldest first. */
export type Accepted = Readonly<Record<'adjustment' | 'contractService' | 'charge', readonly JsonObject[]>>;

/** All that Autotask holds by now. */
export function accepted({ autotaskSide }: World): Accepted {
	const { entities, contractServiceAdjustments } = autotaskSide.state();
	return {
		adjustment: contractServiceAdjustments,
		contractService: entities.ContractServices ?? [],
		charge: entities.ContractCharges ?? [],
	};
}

/** A field's text; empty for anything else. */
export function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Contract, line and service of a row. */
export function lineOf({ contractId, line, serviceId }: UnitRow): string {
	return `${contractId}, ${line}, service ${serviceId}`;
}

/** The same with the day. */
export function unitKey(row: UnitRow): string {
	return `${lineOf(row)}, ${row.on}`;
}

/** Units that change by line and day; what comes to nothing is left out. */
export function sums(rows: readonly UnitRow[]): Readonly<Record<string, number>> {
	const all = Object.entries(groupBy(rows, unitKey)).map(([key, own]) => [key, sumBy(own, 'unitDelta')] as const);
	return Object.fromEntries(all.filter(([, units]) => units !== 0));
}
