import { isEqual, upperFirst } from 'lodash';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	Expression,
	type ILoadOptionsFunctions,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';
import { buildNames } from '../../nodes/shared/settings/buildProperties';
import { checkNames, checkRuleNames } from '../../nodes/shared/settings/checkSettings';
import { syncNames } from '../../nodes/shared/settings/syncSettings';
import { planNames } from '../../nodes/SyncTasks/planSettings';
import { orderKinds } from '../../src/domain/order/orderKind';
import type { SettingName } from '../../src/domain/settings/connectionSettings';
import { isSettingName, settingOf } from '../../src/domain/settings/settingsTable';
import { parameterName } from '../../src/domain/settings/settingTexts';
import { readOwn, usualSettings } from '../../src/domain/settings/whichCounts';
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

function newestOf(node: string): number {
	return Math.max(...[describedAs(node).version].flat());
}

/** The parameters that a node of a version shows, with all else at its default. */
function shownIn(node: string, typeVersion: number, chosen: Readonly<Record<string, string>>): INodeProperties[] {
	const description = describedAs(node);
	const version = { typeVersion };
	const { properties } = description;
	const values = NodeHelpers.getNodeParameters(properties, chosen, true, false, version, description) ?? {};
	return properties.filter((one) => NodeHelpers.displayParameter({ ...values, ...chosen }, one, version, description));
}

/** What can be chosen of resource, operation and page. */
function choicesOf(node: string): Readonly<Record<string, string>>[] {
	const { properties } = describedAs(node);
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap((list) => {
			const [resource] = list.displayOptions?.show?.['resource'] ?? [];
			const values = valuesOf(list).map(String);
			return values.map((operation) => ({ ...(resource !== undefined && { resource: String(resource) }), operation }));
		});
	const paged = operations.flatMap((chosen) => {
		const pages = propertiesNamed(node, 'page').flatMap(valuesOf).map(String);
		return chosen.operation === 'page' ? pages.map((page) => ({ ...chosen, page })) : [chosen];
	});
	return paged.length === 0 ? [{}] : paged;
}

/** Map Customer asks for every customer whether its changes wait: that is of the customer. */
function ofCustomer(node: string, name: string): boolean {
	return node === 'mapCustomer' && name === 'processAutomatically';
}

const nodes = Object.values(nodeTypes).map(({ description }) => description);

describe('node descriptions', () => {
	it.each([
		{ name: 'resellerMarketplaceTrigger', shown: 'Reseller Marketplace Trigger', outputs: ['Tasks'] },
		{ name: 'importCustomersTrigger', shown: 'Import Customers Trigger', outputs: [] },
		{ name: 'marketplacePagesTrigger', shown: 'Marketplace Pages Trigger', outputs: [] },
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
		{ node: 'resellerMarketplaceTrigger', name: 'batchSize', value: 200 },
		{ node: 'importCustomersTrigger', name: 'path', value: 'marketplace/import-customers' },
		{ node: 'marketplacePagesTrigger', name: 'path', value: 'marketplace' },
		{ node: 'mapCustomer', name: 'processAutomatically', value: true },
		{ node: 'syncContract', name: 'dryRun', value: false },
	])('$node defaults $name to $value', ({ node, name, value }) => {
		expect(propertiesNamed(node, name).map((property) => property.default)).toEqual([value]);
	});

	it.each<{ node: string; name: SettingName; usual: unknown }>([
		{ node: 'resellerMarketplaceTrigger', name: 'processAutomatically', usual: false },
		{ node: 'resellerMarketplaceTrigger', name: 'lookBackDays', usual: 31 },
		{ node: 'resellerMarketplaceTrigger', name: 'sweep', usual: 'daily' },
		{ node: 'resellerMarketplaceTrigger', name: 'timeZone', usual: '' },
		{ node: 'resellerMarketplaceTrigger', name: 'expirationIs', usual: 'dayAfter' },
		{ node: 'resellerMarketplaceTrigger', name: 'recheckHours', usual: 24 },
		{ node: 'resellerMarketplaceTrigger', name: 'keepLogDays', usual: 400 },
		{ node: 'resellerMarketplaceTrigger', name: 'orderKinds', usual: [...orderKinds].sort() },
		{ node: 'importCustomersTrigger', name: 'matchCompanyBy', usual: 'companyNumber' },
		{ node: 'mapCustomer', name: 'matchCompanyBy', usual: 'companyNumber' },
		{ node: 'mapProduct', name: 'severalProducts', usual: 'refuse' },
		{ node: 'buildContractServices', name: 'priceSource', usual: 'autotask' },
		{ node: 'buildContractServices', name: 'proration', usual: 'autotask' },
		{ node: 'buildContractServices', name: 'costSource', usual: 'subscription' },
		{ node: 'buildContractServices', name: 'convertCost', usual: false },
		{ node: 'buildContractServices', name: 'priceChangeLimit', usual: 20 },
		{ node: 'buildContractServices', name: 'marginLimit', usual: 0 },
		{ node: 'buildContractServices', name: 'changeQuantity', usual: 'total' },
		{ node: 'buildContractServices', name: 'syncRefunds', usual: false },
		{ node: 'buildContractServices', name: 'invoiceDescription', usual: 'productAndPeriod' },
		{ node: 'buildContractServices', name: 'whenNoContract', usual: 'ask' },
		{ node: 'syncContract', name: 'sameDate', usual: 'nextDay' },
		{ node: 'syncContract', name: 'maxLines', usual: 0 },
		{ node: 'syncContract', name: 'maxMoney', usual: '' },
		{ node: 'syncContract', name: 'hourlyShare', usual: 80 },
	])('$node has $name as in Settings, where it is $usual by default', ({ node, name, usual }) => {
		const [property] = propertiesNamed(node, name);
		expect(readOwn([name], () => property?.default)).toEqual({ said: {}, refused: [] });
		if (property?.type === 'options' && !property.typeOptions)
			expect(property.options?.[0]).toMatchObject({ name: 'As in Settings', value: property.default });
		expect(usualSettings[name]).toEqual(usual);
	});

	it.each([
		{ node: 'resellerMarketplaceTrigger', chosen: {}, names: [...checkNames, 'batchSize', 'setAsideAfter'] },
		{ node: 'importCustomersTrigger', chosen: {}, names: ['matchCompanyBy'] },
		{ node: 'mapCustomer', chosen: { operation: 'resolve' }, names: ['matchCompanyBy'] },
		{ node: 'mapCustomer', chosen: { operation: 'importAll' }, names: ['matchCompanyBy'] },
		{ node: 'mapProduct', chosen: { resource: 'product', operation: 'resolve' }, names: ['severalProducts'] },
		{ node: 'mapProduct', chosen: { resource: 'product', operation: 'map' }, names: ['severalProducts'] },
		{ node: 'buildContractServices', chosen: {}, names: buildNames },
		{ node: 'syncContract', chosen: {}, names: syncNames },
		{ node: 'syncTasks', chosen: { operation: 'check' }, names: [...checkNames, 'batchSize', 'setAsideAfter'] },
		{ node: 'syncTasks', chosen: { operation: 'plan' }, names: planNames },
		{ node: 'syncTasks', chosen: { operation: 'change' }, names: planNames },
		{ node: 'syncTasks', chosen: { operation: 'contracts' }, names: buildNames },
		{ node: 'syncTasks', chosen: { operation: 'digest' }, names: ['notifyAbout', 'pagesAddress'] },
		{ node: 'syncTasks', chosen: { operation: 'page', page: 'task' }, names: [...planNames, ...syncNames] },
		{
			node: 'syncTasks',
			chosen: { operation: 'page', page: 'tasks' },
			names: [...checkRuleNames, ...planNames, ...syncNames],
		},
	])('$node has its settings in Options: $chosen', ({ node, chosen, names }) => {
		const shown = shownIn(node, newestOf(node), chosen);
		const options = shown.filter(({ name }) => name === 'options');
		expect(options).toMatchObject([{ displayName: 'Options', type: 'collection', default: {} }]);
		const entries = (options[0]?.options ?? []) as INodeProperties[];
		expect(entries.map(({ name }) => name).sort()).toEqual([...names].sort());
		const titles = entries.map(({ displayName }) => displayName);
		expect(titles).toEqual([...titles].sort((one, other) => (one < other ? -1 : 1)));
		const texts = (name: string) => isSettingName(name) && [parameterName(name), upperFirst(settingOf(name).help)];
		expect(entries.map(({ name, displayName, description }) => texts(name) && [displayName, description])).toEqual(
			entries.map(({ name }) => texts(name)),
		);
	});

	it.each(nodes)('$displayName shows no setting apart in its newest version, and Options at most once', ({ name }) => {
		for (const chosen of choicesOf(name)) {
			const shown = shownIn(name, newestOf(name), chosen);
			const apart = shown.filter((property) => isSettingName(property.name) && !ofCustomer(name, property.name));
			expect([chosen, apart.map((property) => property.name)]).toEqual([chosen, []]);
			expect(shown.filter((property) => property.name === 'options').length).toBeLessThanOrEqual(1);
		}
	});

	it.each(nodes)('$displayName shows no Options in version 1', ({ name }) => {
		const isOne = [describedAs(name).version].flat().length === 1;
		for (const chosen of choicesOf(name)) {
			const shown = isOne ? [] : shownIn(name, 1, chosen);
			expect(shown.filter((property) => property.name === 'options')).toEqual([]);
		}
	});

	it.each<{ node: string; name: SettingName; values: readonly unknown[] }>([
		{ node: 'resellerMarketplaceTrigger', name: 'processAutomatically', values: [false, true] },
		{ node: 'buildContractServices', name: 'convertCost', values: [false, true] },
		{ node: 'buildContractServices', name: 'priceSource', values: ['autotask', 'marketplace'] },
	])('$node takes for $name what workflows have saved', ({ node, name, values }) => {
		const [property] = propertiesNamed(node, name);
		expect(property?.options?.map((option) => (option as INodePropertyOptions).value)).toEqual(
			expect.arrayContaining(values),
		);
	});

	it.each(['resellerMarketplaceTrigger', 'syncTasks'])('%s lists time zones to choose from', async (node) => {
		const methods = nodeTypes[node]?.methods?.loadOptions ?? {};
		const listed = await methods['getTimeZones']?.call({} as ILoadOptionsFunctions);
		expect(listed).toEqual(
			expect.arrayContaining([
				{ name: 'As in Settings', value: '' },
				{ name: 'Europe/London', value: 'Europe/London' },
			]),
		);
		expect(propertiesNamed(node, 'timeZone').map(({ required = false }) => required)).toEqual([false]);
	});

	it.each([
		{
			node: 'syncTasks',
			operations: [
				'adopt',
				'approve',
				'change',
				'changeSettings',
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
				'settings',
				'start',
				'stop',
			],
		},
		{
			node: 'mapCustomer',
			operations: [
				'exportMappings',
				'import',
				'importAll',
				'importMappings',
				'list',
				'load',
				'map',
				'page',
				'resolve',
				'suggest',
				'unmap',
			],
		},
		{
			node: 'mapProduct',
			operations: [
				'addToAutotask',
				'exportMappings',
				'importMappings',
				'list',
				'load',
				'map',
				'page',
				'resolve',
				'suggest',
				'unmap',
			],
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

	it.each([
		{
			node: 'resellerMarketplaceTrigger',
			parameters: { processAutomatically: 'asInSettings' },
			says: 'approval as in Settings',
		},
		{ node: 'resellerMarketplaceTrigger', parameters: { processAutomatically: true }, says: 'writes without approval' },
		{ node: 'resellerMarketplaceTrigger', parameters: { processAutomatically: false }, says: 'waits for approval' },
		{ node: 'importCustomersTrigger', parameters: { path: 'marketplace/import' }, says: 'serves /marketplace/import' },
		{
			node: 'marketplacePagesTrigger',
			parameters: { path: 'marketplace', pages: ['home', 'log'] },
			says: 'home, log at /marketplace',
		},
		{ node: 'mapCustomer', parameters: { operation: 'resolve' }, says: 'Find the company of each task' },
		{ node: 'mapProduct', parameters: { resource: 'product', operation: 'list' }, says: 'List products' },
		{ node: 'mapProduct', parameters: { resource: 'chargeKind', operation: 'list' }, says: 'List charge kinds' },
		{ node: 'buildContractServices', parameters: { priceSource: 'asInSettings' }, says: 'prices as in Settings' },
		{ node: 'buildContractServices', parameters: { priceSource: 'marketplace' }, says: 'prices from the marketplace' },
		{ node: 'resellerMarketplaceTrigger', parameters: { options: {} }, says: 'approval as in Settings' },
		{
			node: 'resellerMarketplaceTrigger',
			parameters: { options: { processAutomatically: false } },
			says: 'waits for approval',
		},
		{ node: 'buildContractServices', parameters: { options: {} }, says: 'prices as in Settings' },
		{
			node: 'buildContractServices',
			parameters: { options: { priceSource: 'autotask' } },
			says: 'prices from Autotask',
		},
		{ node: 'syncContract', parameters: { dryRun: false }, says: 'writes to Autotask' },
		{ node: 'syncContract', parameters: { dryRun: true }, says: 'dry run' },
		{ node: 'syncTasks', parameters: { operation: 'approve' }, says: 'Approve tasks' },
		{ node: 'syncTasks', parameters: { resource: 'plan', operation: 'approve' }, says: 'Approve tasks' },
		{ node: 'syncTasks', parameters: { resource: 'page', operation: 'page' }, says: 'Show a page' },
	])('$node says "$says" under its name', ({ node, parameters, says }) => {
		const subtitle = String(describedAs(node).subtitle).replace(/^=/, '');
		expect(Expression.resolveWithoutWorkflow(subtitle, { $parameter: parameters })).toBe(says);
	});

	it.each([
		{ node: 'resellerMarketplaceTrigger', since: 2 },
		{ node: 'importCustomersTrigger', since: 2 },
		{ node: 'mapCustomer', since: 2 },
		{ node: 'mapProduct', since: 2 },
		{ node: 'buildContractServices', since: 2 },
		{ node: 'syncContract', since: 2 },
		{ node: 'syncTasks', since: 3 },
	])('$node offers from version $since on in Options what were parameters before', ({ node, since }) => {
		const version = (one: INodeProperties) => one.displayOptions?.show?.['@version']?.[0];
		const { properties, defaultVersion } = describedAs(node);
		const before = properties.filter((one) => isEqual(version(one), { _cnd: { lt: since } }));
		const options = properties.filter((one) => isEqual(version(one), { _cnd: { gte: since } }));
		expect(options.map(({ name, type, default: none }) => [name, type, none])).toEqual(
			options.map(() => ['options', 'collection', {}]),
		);
		const offered = options.flatMap((one) => (one.options as INodeProperties[]).map(({ name }) => name));
		expect([...new Set(offered)].sort()).toEqual([...new Set(before.map(({ name }) => name))].sort());
		expect(defaultVersion).toBe(since);
	});

	it.each(nodes)('$displayName says in words under its name what it does, whatever is chosen', (description) => {
		const subtitle = String(description.subtitle).replace(/^=/, '');
		for (const chosen of choicesOf(description.name)) {
			const values = { options: {}, path: 'marketplace', pages: ['home'], ...chosen };
			const says = Expression.resolveWithoutWorkflow(subtitle, { $parameter: values });
			expect([chosen, says]).toEqual([chosen, expect.stringMatching(/^\S+ .*[a-z]/)]);
			expect(says).not.toBe(chosen['operation']);
		}
	});

	it('groups each operation of Sync Tasks under one resource, with those of version 1', () => {
		const lists = propertiesNamed('syncTasks', 'operation');
		const ofVersion = (version: number) =>
			lists.filter(({ displayOptions }) => displayOptions?.show?.['@version']?.includes(version)).flatMap(valuesOf);
		expect(ofVersion(2).sort()).toEqual(ofVersion(1).sort());
		expect(ofVersion(3)).toEqual(ofVersion(2));
		expect(new Set(ofVersion(2)).size).toBe(ofVersion(2).length);
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
