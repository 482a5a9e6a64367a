import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { nodeTypes } from './nodeTypes';

const root = join(__dirname, '../..');

function describedAs(name: string): INodeTypeDescription {
	const node = nodeTypes[name];
	if (!node) throw new RangeError(`no node ${name}`);
	return node.description;
}

function propertiesNamed(node: string, name: string): INodeProperties[] {
	return describedAs(node).properties.filter((property) => property.name === name);
}

function valuesOf(property: INodeProperties): unknown[] {
	return (property.options ?? []).map((option) => (option as INodePropertyOptions).value);
}

function folderOf(description: INodeTypeDescription): string {
	return join(root, 'nodes', description.name[0]?.toUpperCase() + description.name.slice(1));
}

const nodes = Object.values(nodeTypes).map(({ description }) => description);

describe('node descriptions', () => {
	it.each([
		{ name: 'resellerMarketplaceTrigger', shown: 'Reseller Marketplace Trigger', outputs: ['Tasks'] },
		{ name: 'importCustomersTrigger', shown: 'Import Customers Trigger', outputs: [] },
		{ name: 'mapCustomer', shown: 'Map Customer', outputs: ['Mapped', 'Needs Attention'] },
		{ name: 'mapProduct', shown: 'Map Product', outputs: ['Mapped', 'Needs Attention'] },
		{ name: 'buildContractServices', shown: 'Build Contract Services', outputs: ['Ready', 'Needs Attention'] },
		{ name: 'syncContract', shown: 'Sync Contract', outputs: ['Synced', 'Failed'] },
		{ name: 'syncTasks', shown: 'Sync Tasks', outputs: ['Tasks'] },
	])('$shown keeps its name and outputs', ({ name, shown, outputs }) => {
		const description = describedAs(name);
		expect(description.name).toBe(name);
		expect(description.displayName).toBe(shown);
		expect(description.outputs).toEqual(outputs.map((displayName) => ({ type: 'main', displayName })));
	});

	it.each([
		{ node: 'resellerMarketplaceTrigger', name: 'processAutomatically', value: false },
		{ node: 'resellerMarketplaceTrigger', name: 'lookBackDays', value: 31 },
		{ node: 'resellerMarketplaceTrigger', name: 'sweep', value: 'daily' },
		{ node: 'resellerMarketplaceTrigger', name: 'timeZone', value: '' },
		{ node: 'resellerMarketplaceTrigger', name: 'expirationIs', value: 'dayAfter' },
		{ node: 'resellerMarketplaceTrigger', name: 'batchSize', value: 200 },
		{ node: 'resellerMarketplaceTrigger', name: 'recheckHours', value: 24 },
		{ node: 'importCustomersTrigger', name: 'path', value: 'marketplace/import-customers' },
		{ node: 'importCustomersTrigger', name: 'matchCompanyBy', value: 'companyNumber' },
		{ node: 'mapCustomer', name: 'processAutomatically', value: true },
		{ node: 'mapProduct', name: 'severalProducts', value: 'refuse' },
		{ node: 'buildContractServices', name: 'priceSource', value: 'autotask' },
		{ node: 'buildContractServices', name: 'proration', value: 'autotask' },
		{ node: 'buildContractServices', name: 'costSource', value: 'subscription' },
		{ node: 'buildContractServices', name: 'convertCost', value: false },
		{ node: 'buildContractServices', name: 'priceChangeLimit', value: 20 },
		{ node: 'buildContractServices', name: 'changeQuantity', value: 'total' },
		{ node: 'buildContractServices', name: 'syncRefunds', value: false },
		{ node: 'buildContractServices', name: 'invoiceDescription', value: 'productAndPeriod' },
		{ node: 'buildContractServices', name: 'whenNoContract', value: 'ask' },
		{ node: 'syncContract', name: 'sameDate', value: 'nextDay' },
		{ node: 'syncContract', name: 'dryRun', value: false },
		{ node: 'syncContract', name: 'hourlyShare', value: 80 },
	])('$node defaults $name to $value', ({ node, name, value }) => {
		expect(propertiesNamed(node, name).map((property) => property.default)).toEqual([value]);
	});

	it('asks for all six kinds of order unless told otherwise', () => {
		const [kinds] = propertiesNamed('resellerMarketplaceTrigger', 'orderKinds');
		const all = ['sales', 'change', 'renewal', 'billing', 'cancellation', 'migration'];
		expect([...(kinds?.default as string[])].sort()).toEqual([...all].sort());
		expect(kinds && valuesOf(kinds).sort()).toEqual([...all].sort());
	});

	it('requires the time zone of the marketplace', () => {
		expect(propertiesNamed('resellerMarketplaceTrigger', 'timeZone').map(({ required }) => required)).toEqual([true]);
	});

	it.each([
		{
			node: 'syncTasks',
			operations: [
				'adopt',
				'approve',
				'change',
				'check',
				'connection',
				'contracts',
				'digest',
				'exclude',
				'exclusions',
				'get',
				'ignore',
				'include',
				'list',
				'log',
				'page',
				'plan',
				'restore',
				'retry',
				'start',
				'stop',
			],
		},
		{
			node: 'mapCustomer',
			operations: ['import', 'importAll', 'list', 'load', 'map', 'page', 'resolve', 'suggest', 'unmap'],
		},
		{
			node: 'mapProduct',
			operations: ['addToAutotask', 'list', 'load', 'map', 'page', 'resolve', 'suggest', 'unmap'],
		},
	])('$node offers its operations', ({ node, operations }) => {
		const offered = new Set(propertiesNamed(node, 'operation').flatMap(valuesOf));
		expect([...offered].sort()).toEqual(operations);
	});

	it.each([
		{ node: 'mapCustomer', name: 'companyId', lists: ['searchCompanies'] },
		{ node: 'mapCustomer', name: 'contactId', lists: ['searchContacts'] },
		{ node: 'mapCustomer', name: 'customerId', lists: ['searchCustomers'] },
		{ node: 'mapProduct', name: 'productId', lists: ['searchProducts'] },
		{ node: 'mapProduct', name: 'overrideProductId', lists: ['searchProducts'] },
		{ node: 'mapProduct', name: 'serviceId', lists: ['searchServices'] },
		{ node: 'mapProduct', name: 'billingCodeId', lists: ['searchServiceBillingCodes'] },
		{ node: 'mapProduct', name: 'targetId', lists: ['searchChargeBillingCodes', 'searchChargeProducts'] },
		{ node: 'syncTasks', name: 'taskId', lists: ['searchTasks', 'searchOpenTasks'] },
		{ node: 'syncTasks', name: 'logTaskId', lists: ['searchTasks'] },
		{ node: 'syncTasks', name: 'excludedProduct', lists: ['searchProducts'] },
		{ node: 'syncTasks', name: 'exclusion', lists: ['searchExclusions'] },
		{ node: 'syncTasks', name: 'row', lists: ['searchRows'] },
		{ node: 'syncTasks', name: 'question', lists: ['searchQuestions'] },
		{ node: 'syncTasks', name: 'contractId', lists: ['searchContracts'] },
	])('$node chooses $name from a list or by its id', ({ node, name, lists }) => {
		const properties = propertiesNamed(node, name);
		expect(properties.map(({ type }) => type)).toEqual(lists.map(() => 'resourceLocator'));
		const modes = properties.map((property) => (property.modes ?? []).map((mode) => mode.name));
		expect(modes).toEqual(lists.map(() => ['list', 'id']));
		const methods = properties.map(({ modes: [list] = [] }) => list?.typeOptions?.searchListMethod);
		expect(methods).toEqual(lists);
		for (const method of lists) expect(nodeTypes[node]?.methods?.listSearch).toHaveProperty(method);
	});

	it.each(nodes)('$displayName shows every operation with an action', ({ properties }) => {
		const operations = properties.filter(({ name }) => name === 'operation').flatMap(({ options }) => options ?? []);
		expect(operations.filter((option) => !(option as INodePropertyOptions).action)).toEqual([]);
	});

	it.each(nodes)('$displayName has an icon for light and for dark', (description) => {
		const icon = description.icon as { light: string; dark: string };
		expect(icon.light).not.toBe(icon.dark);
		for (const file of [icon.light, icon.dark]) {
			expect(readFileSync(join(folderOf(description), file.replace('file:', '')), 'utf8')).toMatch(/^<svg /);
		}
	});

	it.each(nodes)('$displayName has search words of its own type', (description) => {
		const file = join(folderOf(description), `${folderOf(description).split('/').at(-1)}.node.json`);
		expect(existsSync(file)).toBe(true);
		const { node } = JSON.parse(readFileSync(file, 'utf8')) as { node: string };
		expect(node).toBe(`n8n-nodes-marketplace-autotask.${description.name}`);
	});

	it.each(nodes)('$displayName is no tool of an agent', (description) => {
		expect(description.usableAsTool).toBeUndefined();
	});

	it.each(nodes)('$displayName can do without a store credential, and tests one', (description) => {
		const store = description.credentials?.find(({ name }) => name === 'syncStore');
		expect(store).toMatchObject({ required: false, testedBy: 'testSyncStore' });
		expect(nodeTypes[description.name]?.methods?.credentialTest).toHaveProperty('testSyncStore');
	});

	it('is listed in the package, each node once', () => {
		const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
		const listed = n8n.nodes.map((path) => path.replace(/^.*\/(\w+)\.node\.js$/, '$1'));
		expect(listed.map((name) => (name[0]?.toLowerCase() ?? '') + name.slice(1)).sort()).toEqual(
			Object.keys(nodeTypes).sort(),
		);
	});
});
