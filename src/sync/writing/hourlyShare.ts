import type { AutotaskPort } from '../../ports/autotask/autotask';

/**
 * Why nothing more may be written in this hour; undefined where the share of Autotask's limit is not used up, and
 * without a share. Asks Autotask once.
 *
 * `hourlyShare` in percent. All integrations of the database count together. Source: the budget of requests.
 */
export async function shareUsedUp(autotask: AutotaskPort, hourlyShare?: number): Promise<string | undefined> {
	if (hourlyShare === undefined) return undefined;
	const { used, limit } = await autotask.hourlyUse();
	const allowed = Math.floor((limit * hourlyShare) / 100);
	if (used < allowed) return undefined;
	return `${used} of Autotask's ${limit} requests of this hour are used up, and ${allowed} (${hourlyShare} %) may be; the task goes on with the next check.`;
}
