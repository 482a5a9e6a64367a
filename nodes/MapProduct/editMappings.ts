import type { IExecuteFunctions } from 'n8n-workflow';
import type { PeriodType } from '../../src/domain/billingPeriod';
import type { ProductId, ServiceId } from '../../src/domain/ids';
import { listProductMappings, mapProduct, unmapProduct } from '../../src/sync/manageProductMappings';
import type { ResolveProductsOptions } from '../../src/sync/resolveProducts';
import { chosenId, typedText, type Given } from '../shared/itemRun';
import type { ChainPorts } from '../shared/openPorts';

const mapped = 0;
const needsAttention = 1;

async function list(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const onlyUnmapped = context.getNodeParameter('onlyUnmapped', item) as boolean;
	const rows = await listProductMappings(ports.inputs.connectionId, ports, { onlyUnmapped });
	return rows.map((row) => ({ output: row.mapping ? mapped : needsAttention, json: row }));
}

async function map(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const wanted = {
		connectionId: ports.inputs.connectionId,
		productId: typedText(context, 'productId', item) as ProductId,
		serviceId: chosenId(context, 'serviceId', item) as ServiceId,
		severalProducts: context.getNodeParameter('severalProducts', item) as ResolveProductsOptions['severalProducts'],
	};
	const outcome = await mapProduct(wanted, ports);
	const json = { productId: wanted.productId, ...outcome };
	return [{ output: outcome.kind === 'mapped' ? mapped : needsAttention, json }];
}

async function unmap(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const productId = typedText(context, 'productId', item) as ProductId;
	const period = context.getNodeParameter('periodType', item) as PeriodType | 'all';
	const wanted = {
		connectionId: ports.inputs.connectionId,
		productId,
		...(period !== 'all' && { periodType: period }),
	};
	const outcome = await unmapProduct(wanted, ports);
	return [{ output: outcome.kind === 'unmapped' ? mapped : needsAttention, json: { productId, ...outcome } }];
}

/** What the node does with products besides resolving, by operation. */
export const productEdits = { list, map, unmap } as const;
