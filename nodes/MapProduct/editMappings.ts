import type { IExecuteFunctions } from 'n8n-workflow';
import type { PeriodType } from '../../src/domain/billingPeriod';
import type { BillingCodeId, ProductId, ServiceId } from '../../src/domain/ids';
import type { ProductTraits } from '../../src/domain/mapping/suggestServices';
import { type Decimal, readDecimal } from '../../src/domain/money';
import { productList } from '../../src/pages/mapping/productList';
import { productFile } from '../../src/sync/catalogue/productFile';
import { addServiceToAutotask } from '../../src/sync/mapping/addServiceToAutotask';
import { listSeenProducts } from '../../src/sync/mapping/listSeen';
import { loadServicePlans } from '../../src/sync/mapping/loadServicePlans';
import { listProductMappings, mapProduct, unmapProduct } from '../../src/sync/mapping/manageProductMappings';
import type { ResolveProductsOptions } from '../../src/sync/mapping/matchService';
import { suggestServicesFor } from '../../src/sync/mapping/suggestMappings';
import { fileOperations } from '../shared/files/mappingFiles';
import { chosenId, chosenText, type Given, typedText } from '../shared/items/itemRun';
import type { ChainPorts } from '../shared/opening/openPorts';
import { SettingError } from '../shared/settingError';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { optionsSince } from './description';

/** Whether products may share a service, for this node. */
async function sharing(
	context: IExecuteFunctions,
	ports: ChainPorts,
	item: number,
): Promise<ResolveProductsOptions['severalProducts']> {
	const own = ownSettings(['severalProducts'], ownReader(parametersOf(context, item), optionsSince));
	return (await settingsHere(context, own, { ...ports, ...ports.inputs })).settings.severalProducts;
}

const mapped = 0;
const needsAttention = 1;

async function list(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const onlyUnmapped = context.getNodeParameter('onlyUnmapped', item) as boolean;
	const isAll = context.getNodeParameter('allSeen', item, false) === true;
	const read = isAll ? listSeenProducts : listProductMappings;
	const rows = await read(ports.inputs.connectionId, ports, { onlyUnmapped });
	return rows.map((row) => ({ output: row.mapping ? mapped : needsAttention, json: row }));
}

async function load(_context: IExecuteFunctions, ports: ChainPorts): Promise<readonly Given[]> {
	const { connectionId } = ports.inputs;
	return [{ output: mapped, json: { connectionId, servicePlans: await loadServicePlans(connectionId, ports) } }];
}

async function map(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const wanted = {
		connectionId: ports.inputs.connectionId,
		productId: chosenText(context, 'productId', item) as ProductId,
		serviceId: chosenId(context, 'serviceId', item) as ServiceId,
		severalProducts: await sharing(context, ports, item),
	};
	const outcome = await mapProduct(wanted, ports);
	const json = { productId: wanted.productId, ...outcome };
	return [{ output: outcome.kind === 'mapped' ? mapped : needsAttention, json }];
}

async function unmap(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const productId = chosenText(context, 'productId', item) as ProductId;
	const period = context.getNodeParameter('periodType', item) as PeriodType | 'all';
	const wanted = {
		connectionId: ports.inputs.connectionId,
		productId,
		...(period !== 'all' && { periodType: period }),
	};
	const outcome = await unmapProduct(wanted, ports);
	return [{ output: outcome.kind === 'unmapped' ? mapped : needsAttention, json: { productId, ...outcome } }];
}

async function traitsOf(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<ProductTraits> {
	const productId = chosenText(context, 'productId', item) as ProductId;
	const periodType = context.getNodeParameter('productPeriod', item) as PeriodType;
	const known = await ports.store.product(ports.inputs.connectionId, productId, periodType);
	const name = known?.name ?? productId;
	return { productId, periodType, name, ...(known?.mpn === undefined ? {} : { mpn: known.mpn }) };
}

async function suggest(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const product = await traitsOf(context, ports, item);
	const [found] = await suggestServicesFor([product], ports);
	const suggestions = found?.suggestions ?? [];
	return [{ output: suggestions.length > 0 ? mapped : needsAttention, json: { ...product, suggestions } }];
}

function amount(context: IExecuteFunctions, name: string, item: number): Decimal | undefined {
	const typed = typedText(context, name, item);
	if (typed === '') return undefined;
	const read = readDecimal(typed);
	if (read === undefined) throw new SettingError(`"${typed.slice(0, 40)}" is no amount. Write it like 18.00.`);
	return read;
}

async function addToAutotask(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<readonly Given[]> {
	const { productId, name, mpn } = await traitsOf(context, ports, item);
	const price = amount(context, 'servicePrice', item);
	if (price === undefined) throw new SettingError('The new service has no price. Enter the price of one unit.');
	const cost = amount(context, 'serviceCost', item);
	const outcome = await addServiceToAutotask(
		{
			connectionId: ports.inputs.connectionId,
			productId,
			productName: name,
			periodType: context.getNodeParameter('productPeriod', item) as PeriodType,
			name: typedText(context, 'serviceName', item) || name.slice(0, 100),
			price,
			billingCodeId: chosenId(context, 'billingCodeId', item) as BillingCodeId,
			severalProducts: await sharing(context, ports, item),
			...(cost === undefined ? {} : { cost }),
			...(mpn === undefined ? {} : { mpn }),
		},
		ports,
	);
	return [{ output: outcome.kind === 'mapped' ? mapped : needsAttention, json: { productId, ...outcome } }];
}

/** What the node does with products besides resolving, by operation. */
export const productEdits = {
	addToAutotask,
	...fileOperations({
		list: productList,
		things: 'products',
		fileOf: async ({ context, ports, item }) => productFile({ severalProducts: await sharing(context, ports, item) }),
	}),
	list,
	load,
	map,
	suggest,
	unmap,
} as const;
