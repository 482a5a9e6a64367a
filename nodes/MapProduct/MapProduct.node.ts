import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { charges } from '../../src/pages/mapping/charges';
import { mappingPage } from '../../src/pages/mapping/mappingPage';
import { products } from '../../src/pages/mapping/products';
import type { SaidSettings } from '../../src/domain/settings/connectionSettings';
import { resolveProducts } from '../../src/sync/mapping/resolveProducts';
import { runPerItem } from '../shared/items/itemRun';
import { placeProducts } from '../shared/items/placeOutcomes';
import { runNode } from '../shared/items/runNode';
import { chainCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { runOverTasks } from '../shared/items/taskRun';
import { type ChainPorts, openPorts } from '../shared/opening/openPorts';
import { operationSubtitle } from '../shared/operationSubtitle';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { type AskedPage, runPages } from '../shared/pages/pageRun';
import { mapProductProperties, optionsSince } from './description';
import { chargeKindEdits } from './editChargeKinds';
import { productEdits } from './editMappings';
import { productSearches } from './searches';

const outputs = 2;

function own(context: IExecuteFunctions): SaidSettings {
	return ownSettings(['severalProducts'], ownReader(parametersOf(context, 0), optionsSince));
}

function pagesOf(context: IExecuteFunctions): Readonly<Record<string, AskedPage>> {
	const open = async (ports: ChainPorts) => {
		const { settings } = await settingsHere(context, own(context), { ...ports, ...ports.inputs });
		return mappingPage(products(settings));
	};
	return { products: { name: 'products', open }, charges: mappingPage(charges) };
}

async function resolve(context: IExecuteFunctions, ports: ChainPorts): Promise<INodeExecutionData[][]> {
	const { clock } = ports;
	return await runOverTasks(context, {
		...ports,
		outputs,
		work: async ({ tasks, store }) => {
			const { settings, others } = await settingsHere(context, own(context), { ...ports.inputs, clock, store });
			const outcomes = await resolveProducts(tasks, { ...ports, store }, settings);
			return outcomes.map((outcome) => ({ ...placeProducts(outcome), others }));
		},
	});
}

/**
 * Finds the services of each task, and edits the mappings of products and charge kinds. How:
 * src/sync/mapping/resolveProducts.ts.
 */
export class MapProduct implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Map Product',
		name: 'mapProduct',
		icon: { light: 'file:mapProduct.svg', dark: 'file:mapProduct.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: operationSubtitle(mapProductProperties, { isByResource: true }),
		description: 'Finds the Autotask service of each marketplace product, and maps kinds of charges',
		defaults: { name: 'Map Product' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputs('Mapped', 'Needs Attention'),
		credentials: chainCredentials,
		properties: mapProductProperties,
	};

	methods = { credentialTest: { testSyncStore }, listSearch: productSearches };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, outputs, async () => {
			const operation = this.getNodeParameter('operation', 0) as 'page' | 'resolve' | keyof typeof productEdits;
			if (operation === 'page') return await runPages(this, pagesOf(this), outputs);
			const ports = await openPorts(this, { signal: this.getExecutionCancelSignal() });
			if (operation === 'resolve') return await resolve(this, ports);
			const edits = this.getNodeParameter('resource', 0) === 'chargeKind' ? chargeKindEdits : productEdits;
			const edit = edits[operation as keyof typeof edits];
			return await runPerItem(this, outputs, async (item) => await edit(this, ports, item));
		});
	}
}
