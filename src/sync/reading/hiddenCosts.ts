import type { UnitRow } from '../../domain/contract/contract';
import type { Service } from '../../domain/contract/service';
import type { AutotaskPort } from '../../ports/autotask/autotask';

/** Whether Autotask hides costs from its API user: asked only where nothing that was read shows one. Source: rule A5. */
export async function costsAreHidden(
	{ rows, services }: { readonly rows: readonly UnitRow[]; readonly services: readonly Service[] },
	autotask: AutotaskPort,
): Promise<boolean> {
	const isShown =
		rows.some(({ cost }) => cost !== undefined) || services.some(({ unitCost }) => unitCost !== undefined);
	return !isShown && rows.length + services.length > 0 && (await autotask.hidesCosts());
}
