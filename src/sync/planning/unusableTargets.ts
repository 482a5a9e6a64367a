import { uniqBy } from 'lodash';
import type { Attention } from '../../domain/attention';
import type { ChargeTarget } from '../../domain/contract/charge';
import type { ContractPlan } from '../../domain/plan/plan';
import { subjectOf } from '../../domain/portion/taskOrder';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';

function nameOf({ kind, id }: ChargeTarget): string {
	return `${kind} ${id}`;
}

function targetsOf({ charges }: ContractPlan): readonly ChargeTarget[] {
	return charges.flatMap(({ selected, target }) => (selected && target ? [target] : []));
}

/**
 * Looks whether what the plans book their charges under may still be used: it may have been made inactive in Autotask since
 * it was mapped. One request for each billing code or product; none where nothing is charged. Source: rules M2 and T8.
 */
export async function unusableTargets(
	plans: readonly ContractPlan[],
	autotask: AutotaskPort,
): Promise<(task: SyncTask, plan: ContractPlan) => Attention | undefined> {
	const whyNot = new Map<string, string>();
	for (const target of uniqBy(plans.flatMap(targetsOf), nameOf)) {
		const checked = await autotask.checkChargeTarget(target);
		if (!checked.ok) whyNot.set(nameOf(target), checked.why);
	}
	return (task, plan) => {
		const why = targetsOf(plan).flatMap((target) => whyNot.get(nameOf(target)) ?? [])[0];
		if (why === undefined) return undefined;
		const message = `${subjectOf(task)} charges something once. ${why} Correct it in Autotask and retry, or map the kind of charge to another one.`;
		return { reason: 'charge not mapped', message };
	};
}
