import {
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import type { CompanyId } from '../../src/domain/ids';
import { completeContacts } from '../../src/domain/mapping/newCustomer';
import { customers } from '../../src/pages/mapping/customers';
import { mappingPage } from '../../src/pages/mapping/mappingPage';
import { resolveCustomers } from '../../src/sync/mapping/resolveCustomers';
import { runPerItem } from '../shared/items/itemRun';
import { placeCustomer } from '../shared/items/placeOutcomes';
import { runNode } from '../shared/items/runNode';
import { chainCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { runOverTasks } from '../shared/items/taskRun';
import { type ChainPorts, openAutotaskPorts, openPorts } from '../shared/opening/openPorts';
import { operationSubtitle } from '../shared/operationSubtitle';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { runPages } from '../shared/pages/pageRun';
import { mapCustomerProperties, optionsSince } from './description';
import { customerEdits } from './editMappings';
import { imports } from './importCustomers';
import { searchCustomers } from './searchCustomers';

const outputs = 2;
const longestList = 100;
const edits = { ...customerEdits, ...imports };

async function resolve(context: IExecuteFunctions, ports: ChainPorts): Promise<INodeExecutionData[][]> {
	const own = ownSettings(['matchCompanyBy'], ownReader(parametersOf(context, 0), optionsSince));
	const { inputs, clock } = ports;
	return await runOverTasks(context, {
		...ports,
		outputs,
		work: async ({ tasks, store }) => {
			const { settings, others } = await settingsHere(context, own, { ...inputs, clock, store });
			const outcomes = await resolveCustomers(tasks, { ...ports, store }, settings);
			return outcomes.map((outcome) => ({ ...placeCustomer(outcome), others }));
		},
	});
}

/** Companies whose name contains what was typed, for the list of the parameter Company. */
async function searchCompanies(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { autotask } = await openAutotaskPorts(this);
	const companies = await autotask.searchCompanies(filter ?? '', longestList);
	return { results: companies.map(({ id, name }) => ({ name: `${name} (${id})`, value: id })) };
}

/** Contacts of the company that is chosen, with all that the marketplace wants of an administrator. */
async function searchContacts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const companyId = Number(this.getNodeParameter('companyId', '', { extractValue: true })) as CompanyId;
	if (!Number.isSafeInteger(companyId) || companyId <= 0) return { results: [] };
	const { autotask } = await openAutotaskPorts(this);
	const contacts = completeContacts(await autotask.contacts([companyId]));
	const names = contacts.map(({ id, firstName, lastName, email }) => ({
		name: `${firstName ?? ''} ${lastName ?? ''} (${email ?? ''})`,
		value: id,
	}));
	const part = (filter ?? '').toLowerCase();
	return { results: names.filter(({ name }) => name.toLowerCase().includes(part)).slice(0, longestList) };
}

/**
 * Finds the company of each task, and edits the mappings. How: src/sync/mapping/resolveCustomers.ts and
 * manageCustomerMappings.ts.
 */
export class MapCustomer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Map Customer',
		name: 'mapCustomer',
		icon: { light: 'file:mapCustomer.svg', dark: 'file:mapCustomer.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: operationSubtitle(mapCustomerProperties),
		description: 'Finds the Autotask company of each marketplace customer',
		defaults: { name: 'Map Customer' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputs('Mapped', 'Needs Attention'),
		credentials: chainCredentials,
		properties: mapCustomerProperties,
	};

	methods = { credentialTest: { testSyncStore }, listSearch: { searchCompanies, searchContacts, searchCustomers } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, outputs, async () => {
			const operation = this.getNodeParameter('operation', 0) as 'page' | 'resolve' | keyof typeof edits;
			if (operation === 'page') return await runPages(this, { customers: mappingPage(customers) }, outputs);
			const ports = await openPorts(this, { signal: this.getExecutionCancelSignal() });
			if (operation === 'resolve') return await resolve(this, ports);
			return await runPerItem(this, outputs, async (item) => await edits[operation](this, ports, item));
		});
	}
}
