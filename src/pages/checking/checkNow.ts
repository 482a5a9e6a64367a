import { checkChanges } from '../../sync/checking/checkChanges';
import type { CheckSettings } from '../../sync/checking/checkRun';
import type { PlanNowSettings } from '../../sync/planning/planTaskNow';
import type { Acting } from '../page';
import { field } from '../pageRequest';
import { planningAddress } from './planningAddress';

/** What a page checks and plans with; the zone and the meaning of the expiration date are the connection's own. */
export interface CheckNowSettings {
	readonly check: Omit<CheckSettings, 'timeZone' | 'expirationIs'>;
	readonly plan: PlanNowSettings;
	readonly signal?: AbortSignal;
}

/** A browser waits no longer for the check; what is left is found by the next one. */
const checkMs = 25_000;

/**
 * Looks for changes and takes nothing from the trigger; then what is open is planned, slice by slice, as the trigger's chain
 * does.
 */
export function checkNow({ check, signal }: CheckNowSettings): Acting {
	return async (request, ports) => {
		const { connectionId } = ports.inputs;
		const connection = await ports.store.connection(connectionId);
		if (!connection) {
			const message =
				'This connection has had no check yet. Publish the workflow Check Changes: its trigger knows the time zone of the marketplace.';
			return { kind: 'refused', message };
		}
		const { timeZone, expirationIs } = connection;
		const since = ports.clock.now();
		const autotask = async () => await Promise.resolve(ports.autotask);
		const options = { handsOn: false, budgetMs: checkMs, autotask, ...(signal && { signal }) };
		const settings = { ...check, timeZone, expirationIs };
		const { found, message, more } = await checkChanges(ports, ports.inputs, settings, options);
		const back = field(request, 'back') || 'tasks';
		const planning = { since, found, planned: 0, back, ...(more === undefined ? {} : { more }) };
		return { kind: 'done', message: `Checked: ${message}`, location: planningAddress(planning, ports) };
	};
}
