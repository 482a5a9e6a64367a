import { type ChargeKind, chargeKinds, type ChargeTarget } from '../../domain/contract/charge';
import type { ConnectionId, ProductId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { ChargeMapping } from '../../ports/store/mappings';
import type { Ports } from '../../ports/store/ports';
import type { StorePort } from '../../ports/store/store';
import { freeTasks } from '../tasks/freeTasks';
import { goesOn, type MappingOutcome, refused, type UnmapOutcome } from './mappingOutcome';

/** A kind of charge as the mapping's list shows it: the connection's default, or one product's own. */
export interface ChargeRow {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly mapping?: ChargeMapping;
}

export interface ChargeToMap {
	readonly connectionId: ConnectionId;
	readonly kind: ChargeKind;
	/** Absent: the connection's default for the kind. */
	readonly productId?: ProductId;
	readonly target: ChargeTarget;
	readonly by?: string;
}

/** Every kind with its default, mapped or not, each followed by the products that have their own. Source: rule M2. */
export async function listChargeMappings(
	connectionId: ConnectionId,
	ports: { readonly store: StorePort },
): Promise<readonly ChargeRow[]> {
	const mappings = await ports.store.chargeMappings(connectionId);
	return chargeKinds.flatMap((kind): ChargeRow[] => {
		const own = mappings.filter((mapping) => mapping.kind === kind);
		const standard = own.find((mapping) => mapping.productId === undefined);
		const products = own.flatMap((mapping) =>
			mapping.productId === undefined ? [] : [{ kind, productId: mapping.productId, mapping }],
		);
		return [standard ? { kind, mapping: standard } : { kind }, ...products];
	});
}

function concerns(task: SyncTask, product: ProductId | undefined): boolean {
	if (product === undefined || !task.order) return true;
	return (
		task.order.products.some((one) => one.productId === product) ||
		task.order.details.some((one) => one.productId === product)
	);
}

/** What charges of a kind are called, or those of one product. */
export function chargesLabel(kind: ChargeKind, productId: ProductId | undefined): string {
	return `Charges of kind ${kind}${productId === undefined ? '' : ` of product ${productId}`}`;
}

/** What the log and the page say of a mapping that was made. */
export function isBookedText({ kind, productId, targetName, target }: ChargeMapping): string {
	return `${chargesLabel(kind, productId)} are booked under ${targetName} (${target.id}).`;
}

/** Keeps mappings of charges of one connection in place of earlier ones; gives the tasks that waited for them and are open again. Source: rules M2, T8. */
export async function keepChargeMappings(
	connectionId: ConnectionId,
	mappings: readonly ChargeMapping[],
	ports: Ports,
): Promise<readonly SyncTask[]> {
	for (const mapping of mappings) await ports.store.saveChargeMapping(mapping);
	const isOfOne = (task: SyncTask) => mappings.some(({ productId }) => concerns(task, productId));
	return await freeTasks({ connectionId, reason: 'charge not mapped', concerns: isOfOne }, ports);
}

/** Says what charges of a kind are booked under, after Autotask has confirmed that the target may be used. Source: rule M2. */
export async function mapCharge(
	wanted: ChargeToMap,
	ports: Ports & { readonly autotask: AutotaskPort },
): Promise<MappingOutcome<ChargeMapping>> {
	const { connectionId, kind, productId, target, by } = wanted;
	const checked = await ports.autotask.checkChargeTarget(target);
	if (!checked.ok) return refused(checked.why);
	const mappedAt = ports.clock.now();
	const mapping: ChargeMapping = {
		connectionId,
		kind,
		target,
		targetName: checked.name,
		mappedAt,
		...(productId === undefined ? {} : { productId }),
	};
	const freed = await keepChargeMappings(connectionId, [mapping], ports);
	const message = `${isBookedText(mapping)}${goesOn(freed)}`;
	await ports.store.log([{ at: mappedAt, connectionId, action: 'map', message, ...(by === undefined ? {} : { by }) }]);
	return { kind: 'mapped', mapping, freed: freed.map((task) => task.id), message };
}

/** Takes a charge mapping away; charges that were written stay. */
export async function unmapCharge(
	unmap: {
		readonly connectionId: ConnectionId;
		readonly kind: ChargeKind;
		readonly productId?: ProductId;
		readonly by?: string;
	},
	ports: Ports,
): Promise<UnmapOutcome> {
	const { connectionId, kind, productId, by } = unmap;
	const mapping = (await ports.store.chargeMappings(connectionId)).find(
		(one) => one.kind === kind && one.productId === productId,
	);
	if (!mapping) return refused(`${chargesLabel(kind, productId)} are not mapped.`);
	await ports.store.removeChargeMapping(connectionId, kind, productId);
	const message = `${chargesLabel(kind, productId)} are no longer booked under ${mapping.targetName} (${mapping.target.id}); what has synced stays.`;
	await ports.store.log([
		{ at: ports.clock.now(), connectionId, action: 'unmap', message, ...(by === undefined ? {} : { by }) },
	]);
	return { kind: 'unmapped', message };
}
