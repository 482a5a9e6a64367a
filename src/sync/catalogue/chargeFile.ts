import { type ChargeKind, chargeKinds, type ChargeTarget } from '../../domain/contract/charge';
import type { AutotaskProductId, BillingCodeId, ProductId } from '../../domain/ids';
import { keyBy } from '../../domain/keyed';
import type { ChargesPort } from '../../ports/autotask/charges';
import type { ChargeMapping } from '../../ports/store/mappings';
import { chargesLabel, isBookedText, keepChargeMappings } from '../mapping/manageChargeMappings';
import { idIn, isCalled, logMapped } from './fileValues';
import type { MappingFile, NamingRow, RowVerdict } from './mappingFile';
import type { FileRow } from './readMappingFile';

type Checked = Awaited<ReturnType<ChargesPort['checkChargeTarget']>>;

/** What a kind of charge, or one product's own, is booked under, as a file names it; undefined where it names none. */
export function chargeTargetOf(kind: string, idText: string): ChargeTarget | undefined {
	const id = idIn(idText);
	if (id === undefined) return undefined;
	if (kind === 'billingCode') return { kind, id: id as BillingCodeId };
	return kind === 'product' ? { kind, id: id as AutotaskProductId } : undefined;
}

function targetText({ kind, id }: ChargeTarget): string {
	return `${kind} ${id}`;
}

function keyOf(kind: string, productId = ''): string {
	return `${kind} ${productId}`.trim();
}

function targetOf({ values }: FileRow): string {
	const { id = '', 'booked under': kind = '' } = values;
	return `${kind} ${idIn(id) ?? id}`.trim();
}

function kindOf({ values }: FileRow): ChargeKind | undefined {
	return chargeKinds.find((kind) => kind === values['kind']);
}

interface Judging {
	readonly mappings: Readonly<Record<string, ChargeMapping>>;
	readonly targets: ReadonlyMap<string, Checked>;
	readonly base: Pick<ChargeMapping, 'connectionId' | 'mappedAt'>;
}

function whyNot(row: NamingRow, checked: Checked | undefined): string | undefined {
	if (!checked) return `"${targetOf(row)}" is neither billingCode nor product with an ID.`;
	if (!checked.ok) return checked.why;
	const name = row.values['name'];
	return isCalled(checked.name, name) ? undefined : `It is called ${checked.name} in Autotask, not ${name ?? ''}.`;
}

function judged(row: NamingRow, { mappings, targets, base }: Judging): RowVerdict<ChargeMapping> {
	const { line, key, values } = row;
	const kind = kindOf(row);
	if (!kind) return { line, name: key, kind: 'refused', why: `There is no kind ${values['kind'] ?? ''} of charges.` };
	const productId = (values['product id'] || undefined) as ProductId | undefined;
	const name = chargesLabel(kind, productId);
	const before = mappings[key];
	if (before && targetText(before.target) === targetOf(row)) return { line, name, kind: 'unchanged' };
	const checked = targets.get(targetOf(row));
	const why = whyNot(row, checked);
	const target = chargeTargetOf(values['booked under'] ?? '', values['id'] ?? '');
	if (why !== undefined || !checked?.ok || !target) return { line, name, kind: 'refused', why: why ?? '' };
	const mapping: ChargeMapping = { ...base, kind, target, targetName: checked.name, ...(productId && { productId }) };
	const after = `${checked.name} (${target.id})`;
	if (!before) return { line, name, kind: 'new', after, mapping };
	return { line, name, kind: 'changed', before: `${before.targetName} (${before.target.id})`, after, mapping };
}

/** Mappings of charges to billing codes and products, as the list of fees gives them as a file. Source: rule M2. */
export const chargeFile: MappingFile<ChargeMapping> = {
	columns: { needed: ['kind', 'booked under', 'id'], also: ['product id', 'name'] },
	keyOf: ({ values }) => (values['kind'] ? keyOf(values['kind'], values['product id']) : ''),
	targetOf,
	judge: async (rows, connectionId, ports) => {
		const mappings = keyBy(await ports.store.chargeMappings(connectionId), (one) => keyOf(one.kind, one.productId));
		const targets = new Map<string, Checked>();
		for (const row of rows) {
			const target = chargeTargetOf(row.values['booked under'] ?? '', row.values['id'] ?? '');
			if (target && !targets.has(targetOf(row)))
				targets.set(targetOf(row), await ports.autotask.checkChargeTarget(target));
		}
		return rows.map((row) => judged(row, { mappings, targets, base: { connectionId, mappedAt: ports.clock.now() } }));
	},
	keep: async (mappings, by, ports) => {
		const freed = await keepChargeMappings(by.connectionId, mappings, ports);
		await logMapped(mappings.map(isBookedText), by, ports);
		return freed;
	},
};
