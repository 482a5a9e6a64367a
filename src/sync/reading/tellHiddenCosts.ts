import type { Ports } from '../../ports/store/ports';
import type { Connection } from '../../ports/store/connections';

const hidden =
	'The API user in Autotask may not read costs. So costs are not written, not compared, and not shown in plans; prices and units are. To sync costs, give the user the security level "API User (system)", which can read them.';
const shownAgain = 'The API user in Autotask may read costs again: they are written with the next changes.';

/** Logs once, as soon as that has changed, that Autotask hides costs from its API user or shows them again. Source: rule A5. */
export async function tellHiddenCosts(
	{ id, costsHiddenSince }: Pick<Connection, 'id' | 'costsHiddenSince'>,
	isHidden: boolean,
	{ store, clock }: Ports,
): Promise<void> {
	if (isHidden === (costsHiddenSince !== undefined)) return;
	const now = clock.now();
	await store.changeConnection(id, { costsHiddenSince: isHidden ? now : undefined });
	await store.log([{ at: now, connectionId: id, action: 'check', message: isHidden ? hidden : shownAgain }]);
}
