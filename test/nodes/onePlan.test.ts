import type { INodeProperties } from 'n8n-workflow';
import { buildNames } from '../../nodes/shared/settings/buildProperties';
import { checkNames } from '../../nodes/shared/settings/checkSettings';
import { ownSettings } from '../../nodes/shared/settings/ownSettings';
import type { ActResult } from '../../simulators/marketplace/actKinds';
import type { SettingName } from '../../src/domain/settings/connectionSettings';
import { taskPage } from '../../src/pages/wizard/taskPage';
import { changeSettings } from '../../src/sync/settings/changeSettings';
import { settingsOfNode } from '../../src/sync/settings/nodeSettings';
import { buildPart, checkPart, planNowPart, syncPart } from '../../src/sync/settings/settingParts';
import { openPage } from '../pages/openPage';
import { connection } from '../sync/fixtureClients';
import { sold, startWorld, type World, type WorldOptions } from '../sync/fixtureWorld';
import { nodeTypes } from './nodeTypes';

const { connectionId } = connection;
let world: World;

afterEach(async () => {
	await world.close();
});

/** What a node says for itself whose parameters nobody has touched. */
function untouched(node: string, names: readonly SettingName[], page?: string) {
	const properties = nodeTypes[node]?.description.properties ?? [];
	const isShown = ({ displayOptions }: INodeProperties) =>
		page === undefined || displayOptions?.show?.['page']?.includes(page) === true;
	return ownSettings(names, (name) => properties.find((one) => one.name === name && isShown(one))?.default);
}

async function counting(node: string, names: readonly SettingName[], page?: string) {
	return (await settingsOfNode(connectionId, { own: untouched(node, names, page) }, world)).settings;
}

/** As the workflow Check Changes plans it. */
async function chain(): Promise<void> {
	const check = checkPart(await counting('resellerMarketplaceTrigger', checkNames));
	const build = buildPart(await counting('buildContractServices', buildNames));
	await world.run({ check: { ...check, processAutomatically: false, sweep: 'never' }, build });
}

/** As the page of a task plans it. */
async function page(id: string): Promise<void> {
	const settings = await counting('syncTasks', ['matchCompanyBy', 'severalProducts', ...buildNames], 'task');
	const wizard = taskPage({ plan: planNowPart(settings), sync: { ...syncPart(settings), dryRun: false } });
	expect((await openPage(wizard, world).send({ id }, { action: 'plan' })).statusCode).toBe(303);
}

const at = '2026-10-16T23:30:00Z';

async function rise(): Promise<ActResult> {
	const { subscriptionId } = await sold(world);
	return world.order({ kind: 'change', subscriptionId, quantity: 13, price: '20.00', cost: '16.00', at });
}

async function fall(): Promise<ActResult> {
	const { subscriptionId } = await sold(world);
	return world.order({ kind: 'change', subscriptionId, quantity: 6, at });
}

async function buy(): Promise<ActResult> {
	return await Promise.resolve(world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at }));
}

interface Row {
	readonly name: SettingName;
	readonly value: unknown;
	readonly act: () => Promise<ActResult>;
	readonly world?: WorldOptions;
}

describe('a task has one plan, made by the workflow and by its page', () => {
	it.each<Row>([
		{ name: 'priceSource', value: 'marketplace', act: rise },
		{ name: 'proration', value: 'marketplace', act: rise },
		{ name: 'costSource', value: 'none', act: buy },
		{ name: 'costSource', value: 'catalogue', act: buy },
		{ name: 'convertCost', value: true, act: rise },
		{ name: 'priceChangeLimit', value: 5, act: rise },
		{ name: 'marginLimit', value: 50, act: rise },
		{ name: 'changeQuantity', value: 'automatic', act: rise },
		{ name: 'syncRefunds', value: true, act: fall },
		{ name: 'invoiceDescription', value: 'productName', act: buy },
		{ name: 'whenNoContract', value: 'create', act: buy, world: { contracts: [] } },
		{ name: 'timeZone', value: 'Asia/Tokyo', act: rise },
		{ name: 'expirationIs', value: 'lastDay', act: buy },
	])('with $name $value in Settings', async ({ name, value, act, world: options }) => {
		world = await startWorld(options);
		const zone = name === 'timeZone' ? {} : { timeZone: 'Europe/London' };
		const order = await act();
		await changeSettings({ connectionId, values: { ...zone, [name]: value }, by: 'Ann' }, world);
		await chain();
		const { id } = await world.taskOf(order);
		const [byChain] = await world.store.plans(connectionId, [id]);
		expect(byChain?.settings).toMatchObject({ [name]: value });
		await world.store.changeTasks(
			connectionId,
			[{ id, change: { state: 'open', attention: undefined } }],
			world.clock.now(),
		);
		await world.store.savePlans(connectionId, byChain ? [{ ...byChain, fingerprint: 'none', lines: [] }] : []);
		await page(id);
		const [byPage] = await world.store.plans(connectionId, [id]);
		expect(byPage?.fingerprint).toBe(byChain?.fingerprint);
		expect(byPage?.lines).toEqual(byChain?.lines);
	});
});
