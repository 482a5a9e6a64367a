import { chunk, isEqual } from 'lodash';
import type { AttentionReason } from '../../domain/attention';
import type { ConnectionId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { ContractPlan } from '../../domain/plan/plan';
import type { ConnectionSettings, SettingName } from '../../domain/settings/connectionSettings';
import { planSettingsTable } from '../../domain/settings/planSettingsTable';
import { type PlanSettings, usualPriceChangeLimit } from '../../domain/settings';
import type { SyncTask } from '../../domain/task/task';
import type { Ports } from '../../ports/store/ports';
import { openAgain } from '../tasks/freeTasks';
import { hasMoreRoom, waitsForRoom } from '../writing/runLimits';
import { syncPart } from './settingParts';

/** What a task may wait for that another value of the setting ends. */
const endedBy: { readonly [Name in SettingName]?: readonly AttentionReason[] } = {
	changeQuantity: ['order not understood'],
	matchCompanyBy: ['customer not mapped'],
	priceSource: ['price conflict'],
	sameDate: ['two changes on one date'],
	severalProducts: ['product not mapped'],
	whenNoContract: ['no contract fits', 'contract ended'],
};

const plansAtOnce = 500;
const absent = { priceChangeLimit: usualPriceChangeLimit, marginLimit: 0 } as const;

function isOfPlans(name: SettingName): name is keyof PlanSettings {
	return Object.hasOwn(planSettingsTable, name);
}

/** Settings that counted before, those that count now, and which of them were changed. */
interface ChangedSettings {
	readonly before: ConnectionSettings;
	readonly after: ConnectionSettings;
	readonly names: readonly SettingName[];
}

/** Whether the plan was made with the value that counted before, so that the new one makes another plan. */
function isMadeWith(before: ConnectionSettings, names: readonly SettingName[], plan: ContractPlan): boolean {
	const made = { ...absent, ...plan.settings };
	return names.filter(isOfPlans).some((name) => isEqual(made[name], before[name]));
}

async function plansOf(
	connectionId: ConnectionId,
	tasks: readonly SyncTask[],
	{ store }: Ports,
): Promise<Readonly<Record<string, ContractPlan>>> {
	const plans: ContractPlan[] = [];
	for (const some of chunk(tasks, plansAtOnce)) {
		const ids = some.map((task) => task.id);
		plans.push(...(await store.plans(connectionId, ids)));
	}
	return keyBy(plans, 'taskId');
}

/**
 * Opens the waiting tasks whose plans were made with the values from before, and those that wait for what another value
 * ends, room in a run included; the next check plans them. What a person has approved stays as it was approved. Source: rules T8, T10 and W5.
 */
export async function planWithNew(
	connectionId: ConnectionId,
	{ before, after, names }: ChangedSettings,
	ports: Ports,
): Promise<readonly SyncTask[]> {
	const reasons = names.flatMap((name) => endedBy[name] ?? []);
	const isRoomier = hasMoreRoom(syncPart(after), syncPart(before));
	const isForPlans = isRoomier || names.some(isOfPlans);
	if (!isForPlans && reasons.length === 0) return [];
	const waiting = await ports.store.tasks(connectionId, { states: ['attention'] });
	const shown = isForPlans ? waiting.filter(({ attention }) => attention?.reason === 'approval') : [];
	const plans = await plansOf(connectionId, shown, ports);
	const again = waiting.filter(({ id, attention }) => {
		const plan = plans[id];
		const isOther = (one: ContractPlan) => isMadeWith(before, names, one) || (isRoomier && waitsForRoom(one));
		return plan ? isOther(plan) : reasons.some((reason) => reason === attention?.reason);
	});
	await openAgain(again, ports);
	return again;
}
