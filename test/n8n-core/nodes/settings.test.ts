import type { ItemJson } from '../../../demo/n8n/executions';
import { premium } from '../../e2e/harness/scene';
import { polled, startNodeWorld, type NodeOutcome, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

let world: NodeWorld;

beforeEach(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1', at: '2026-10-16T08:00:00Z' });
});

afterEach(async () => {
	await world.close();
});

async function change(settings: Parameters): Promise<NodeOutcome> {
	const parameters = { operation: 'changeSettings', settings, by: 'Jane' };
	return await world.run('syncTasks', [{ json: {} }], { parameters });
}

const asInSettings = { parameters: { timeZone: '' } };

async function mapped(): Promise<readonly ItemJson[]> {
	const customers = await world.run('mapCustomer', polled(await world.poll(asInSettings)));
	return (await world.run('mapProduct', customers.outputs[0] ?? [])).outputs[0] ?? [];
}

function onlyJson({ outputs, error }: NodeOutcome): ItemJson['json'] {
	expect(error).toBeUndefined();
	const items = outputs.flat();
	expect(items).toHaveLength(1);
	return items[0]?.json ?? {};
}

describe('settings of a connection', () => {
	it('are what nodes work with that have no value of their own: the trigger and its plan', async () => {
		const changed = onlyJson(await change({ timeZone: 'Europe/London', proration: 'marketplace' }));
		expect(changed).toMatchObject({ settings: { timeZone: 'Europe/London', proration: 'marketplace' } });
		const built = await world.run('buildContractServices', await mapped());
		expect(built.hints).toEqual([]);
		const json = onlyJson(built);
		expect(json).toMatchObject({ plan: { settings: { timeZone: 'Europe/London', proration: 'marketplace' } } });
		expect(json).not.toHaveProperty('ownSettings');
	});

	const own = { proration: 'marketplace', priceSource: 'autotask' };

	it.each([
		{ typeVersion: 1, parameters: own },
		{ typeVersion: 2, parameters: { options: own } },
	])(
		'say of a node of version $typeVersion with a value of its own what it is, in a hint, in its items and in the list',
		async (node) => {
			await change({ timeZone: 'Europe/London' });
			const built = await world.run('buildContractServices', await mapped(), node);
			expect(built.hints).toEqual(['This node has values of its own. Proration: Marketplace (in Settings: Autotask).']);
			expect(onlyJson(built)).toMatchObject({
				plan: { settings: { proration: 'marketplace' } },
				ownSettings: { buildContractServices: { proration: { own: 'Marketplace', inSettings: 'Autotask' } } },
			});
		},
	);

	it('are what a node of version 2 follows that has no options, also in its pace', async () => {
		await change({ timeZone: 'Europe/London', proration: 'marketplace' });
		const polledItems = polled(await world.poll({ typeVersion: 2, parameters: {} }));
		expect(polledItems).toHaveLength(1);
		const none = polled(await world.poll({ typeVersion: 2, parameters: { options: { orderKinds: ['billing'] } } }));
		expect(none).toEqual([]);
		const customers = await world.run('mapCustomer', polledItems);
		const products = await world.run('mapProduct', customers.outputs[0] ?? []);
		const built = await world.run('buildContractServices', products.outputs[0] ?? [], { typeVersion: 2 });
		expect(built.hints).toEqual([]);
		expect(onlyJson(built)).toMatchObject({ plan: { settings: { proration: 'marketplace' } } });
		const dry = { typeVersion: 2, parameters: { dryRun: true, options: { maxLines: 3 } } };
		const shown = await world.run('syncContract', built.outputs.flat(), dry);
		expect(shown.error).toBeUndefined();
		expect(shown.hints.join(' ')).toContain('Most lines');
	});

	it('are handed on with the items that ask for them', async () => {
		await change({ timeZone: 'Europe/London', notifyAbout: 'allTasks' });
		const asked = await world.run('syncTasks', [{ json: { mine: 1 } }, { json: { mine: 2 } }], {
			parameters: { operation: 'settings' },
		});
		expect(asked.outputs[0]?.map(({ json }) => json)).toMatchObject([
			{ mine: 1, settings: { notifyAbout: 'allTasks' }, isStopped: false },
			{ mine: 2, changedSettings: [{ name: 'notifyAbout', by: 'Jane' }, { name: 'timeZone' }] },
		]);
	});

	it('refuse what is none of them, and save nothing', async () => {
		const { error } = await change({ timeZone: 'Europe/Lundon' });
		expect(error?.message).toContain('Marketplace time zone: "Europe/Lundon" is not a time zone.');
		expect((await world.poll(asInSettings)).error?.message).toContain('No time zone is set');
	});
});
