import type { IExecuteFunctions } from 'n8n-workflow';
import type { ChargeKind, ChargeTarget } from '../../src/domain/contract/charge';
import type { AutotaskProductId, BillingCodeId, ConnectionId, ProductId } from '../../src/domain/ids';
import { chargeList } from '../../src/pages/mapping/chargeList';
import { chargeFile } from '../../src/sync/catalogue/chargeFile';
import { listChargeMappings, mapCharge, unmapCharge } from '../../src/sync/mapping/manageChargeMappings';
import { fileOperations } from '../shared/files/mappingFiles';
import { chosenId, chosenText, type Given } from '../shared/items/itemRun';
import type { ChainPorts } from '../shared/opening/openPorts';

const mapped = 0;
const needsAttention = 1;

interface Named {
	readonly connectionId: ConnectionId;
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
}

function named(context: IExecuteFunctions, ports: ChainPorts, item: number): Named {
	const kind = context.getNodeParameter('chargeKind', item) as ChargeKind;
	const productId = chosenText(context, 'overrideProductId', item) as ProductId;
	return { connectionId: ports.inputs.connectionId, kind, ...(productId !== '' && { productId }) };
}

function target(context: IExecuteFunctions, item: number): ChargeTarget {
	const id = chosenId(context, 'targetId', item);
	const kind = context.getNodeParameter('targetKind', item) as ChargeTarget['kind'];
	return kind === 'product' ? { kind, id: id as AutotaskProductId } : { kind, id: id as BillingCodeId };
}

async function list(_context: IExecuteFunctions, ports: ChainPorts): Promise<readonly Given[]> {
	const rows = await listChargeMappings(ports.inputs.connectionId, ports);
	return rows.map((row) => ({ output: row.mapping ? mapped : needsAttention, json: row }));
}

async function map(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const charge = named(context, ports, item);
	const outcome = await mapCharge({ ...charge, target: target(context, item) }, ports);
	const json = { chargeKind: charge.kind, ...outcome };
	return [{ output: outcome.kind === 'mapped' ? mapped : needsAttention, json }];
}

async function unmap(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const charge = named(context, ports, item);
	const outcome = await unmapCharge(charge, ports);
	return [
		{ output: outcome.kind === 'unmapped' ? mapped : needsAttention, json: { chargeKind: charge.kind, ...outcome } },
	];
}

/** What the node does with kinds of charge, by operation. */
export const chargeKindEdits = {
	...fileOperations({ list: chargeList, things: 'charges', fileOf: () => chargeFile }),
	list,
	map,
	unmap,
} as const;
