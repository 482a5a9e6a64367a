import { premium } from '../../e2e/harness/scene';
import { startNodeWorld, type NodeName, type NodeOutcome, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

let world: NodeWorld;

beforeAll(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1', at: '2026-10-16T08:00:00Z' });
	await world.poll();
});

afterAll(async () => {
	await world.close();
});

async function run(typeVersion: number, parameters: Parameters): Promise<NodeOutcome> {
	return await world.run('syncTasks', [{ json: {} }], { typeVersion, parameters });
}

const tasks = [{ task: { subscriptionIds: ['S1'] } }];
const going = [{ isStopped: false }];

describe('a saved Sync Tasks node', () => {
	it.each([
		{ form: 'of version 1 with nothing but defaults', typeVersion: 1, parameters: {}, gives: tasks },
		{ form: 'of version 1 with an operation', typeVersion: 1, parameters: { operation: 'start' }, gives: going },
		{ form: 'of version 2 with nothing but defaults', typeVersion: 2, parameters: {}, gives: tasks },
		{
			form: 'of version 2 with a resource and its operation',
			typeVersion: 2,
			parameters: { resource: 'connection', operation: 'start' },
			gives: going,
		},
		{ form: 'of version 3 with nothing but defaults', typeVersion: 3, parameters: {}, gives: tasks },
		{
			form: 'of version 3 with a resource and its operation',
			typeVersion: 3,
			parameters: { resource: 'connection', operation: 'start' },
			gives: going,
		},
	])('$form does what it says', async ({ typeVersion, parameters, gives }) => {
		const { error, outputs } = await run(typeVersion, parameters);
		expect(error).toBeUndefined();
		expect(outputs.flat().map(({ json }) => json)).toMatchObject(gives);
	});

	it.each([
		{ version: 1, stop: { operation: 'stop' }, log: { operation: 'log', logAction: 'stop' } },
		{ version: 2, stop: { resource: 'connection', operation: 'stop' }, log: { resource: 'log', logAction: 'stop' } },
		{ version: 3, stop: { resource: 'connection', operation: 'stop' }, log: { resource: 'log', logAction: 'stop' } },
	])('of version $version has the parameters of its operation', async ({ version, stop, log }) => {
		const by = `Jane ${version}`;
		await run(version, { operation: 'start', ...(version > 1 && { resource: 'connection' }) });
		const stopped = await run(version, { ...stop, reason: 'Month end', by });
		expect(stopped.outputs.flat().map(({ json }) => json)).toMatchObject([{ isStopped: true }]);
		const logged = await run(version, { ...log, logBy: by });
		expect(logged.error).toBeUndefined();
		expect(logged.outputs.flat().map(({ json }) => json)).toMatchObject([{ action: 'stop', by }]);
	});
});

const proration = { name: 'proration', own: 'Marketplace', inSettings: 'Autotask' };
const sameDate = { name: 'sameDate', own: 'Ask', inSettings: 'Next day' };
const matchCompanyBy = { name: 'matchCompanyBy', own: 'Company ID', inSettings: 'Company number' };
const severalProducts = { name: 'severalProducts', own: 'Allow', inSettings: 'Refuse' };

interface Differing {
	readonly node: NodeName;
	readonly version: number;
	readonly parameters: Parameters;
	readonly other: { readonly name: string; readonly own: string; readonly inSettings: string };
}

/** Both ways to give a node a value of its own: as a parameter of version 1, and in Options of the next one. */
function bothWays(node: NodeName, given: Parameters, other: Differing['other']): readonly Differing[] {
	return [
		{ node, version: 1, parameters: given, other },
		{ node, version: 2, parameters: { options: given }, other },
	];
}

describe('a node with a value of its own', () => {
	it.each([
		...bothWays('mapCustomer', { matchCompanyBy: 'id' }, matchCompanyBy),
		...bothWays('mapProduct', { severalProducts: 'allow' }, severalProducts),
		...bothWays('buildContractServices', { proration: 'marketplace' }, proration),
		...bothWays('syncContract', { sameDate: 'ask' }, sameDate),
	])(
		'$node of version $version says so in a hint and in its items, and is listed in Settings',
		async ({ node, version, parameters, other: { name, own, inSettings } }) => {
			const listed = await run(1, { operation: 'list' });
			const ran = await world.run(node, listed.outputs[0] ?? [], { typeVersion: version, parameters });
			expect(ran.error).toBeUndefined();
			const said = `${own} (in Settings: ${inSettings}).`;
			expect(ran.hints).toEqual(expect.arrayContaining([expect.stringContaining(said)]));
			const items = ran.outputs.flat().map(({ json }) => json['ownSettings']);
			expect(items).toEqual([{ [node]: { [name]: { own, inSettings } } }]);
			const settings = await run(3, { resource: 'connection', operation: 'settings' });
			expect(settings.outputs[0]?.[0]?.json['nodesWithOtherValues']).toEqual(
				expect.arrayContaining([expect.objectContaining({ node, others: [{ name, own, inSettings }] })]),
			);
			await world.run(node, listed.outputs[0] ?? [], { typeVersion: version });
		},
	);

	it.each([
		{ version: 1, parameters: { lookBackDays: 14 } },
		{ version: 2, parameters: { options: { lookBackDays: 14, timeZone: 'Europe/London' } } },
	])('is the trigger of version $version, whose check works with it', async ({ version, parameters }) => {
		const polled = await world.poll({ typeVersion: version, parameters, mode: 'manual' });
		expect(polled.error).toBeUndefined();
		const [item] = polled.output?.[0] ?? [];
		const lookBackDays = { own: '14', inSettings: '31' };
		const timeZone = { own: 'Europe/London', inSettings: 'Not set' };
		expect(item?.json['ownSettings']).toEqual({ resellerMarketplaceTrigger: { lookBackDays, timeZone } });
	});

	it.each([
		{ version: 1, given: { lookBackDays: '14', timeZone: 'Europe/London' } },
		{ version: 3, given: { resource: 'connection', options: { lookBackDays: 14, timeZone: 'Europe/London' } } },
	])('is Sync Tasks of version $version, as its operation', async ({ version, given }) => {
		const checked = await run(version, { operation: 'check', ...given });
		expect(checked.error).toBeUndefined();
		expect(checked.hints.join(' ')).toContain('14 (in Settings: 31)');
	});
});
