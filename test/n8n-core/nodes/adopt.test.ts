import { premium } from '../../e2e/harness/scene';
import { approvalsOf, plannedItems, polled, startNodeWorld, type NodeWorld } from './nodeWorld';

jest.setTimeout(60_000);

let world: NodeWorld;

afterEach(async () => {
	await world.close();
});

/** A subscription billed by hand for months. */
async function connected(): Promise<void> {
	const term = { startDate: '2026-01-01', endDate: '2027-12-31' };
	const contracts = [{ id: 20_001, ...term, lines: [{ product: premium, units: 10 }] }];
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const at = '2026-01-01T09:00:00Z';
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId, at } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1' });
}

interface Adoption {
	readonly state: string;
	readonly lines: readonly object[];
}

describe('Sync Tasks, Adopt Lines', () => {
	it('links what agrees, says so in the editor, and writes nothing', async () => {
		await connected();
		await plannedItems(world, polled(await world.poll()));
		const only = await world.run('syncTasks', [{ json: {} }], {
			parameters: { operation: 'adopt', onlyCompare: true },
		});
		expect(only.hints).toEqual(['1 agree, 0 differ, 0 refused; nothing was written to Autotask.']);
		expect(only.outputs[0]).toMatchObject([{ json: { task: { state: 'attention' }, adoption: { state: 'agrees' } } }]);
		const adopted = await world.run('syncTasks', [{ json: {} }], { parameters: { operation: 'adopt', by: 'Jane' } });
		expect(adopted.error).toBeUndefined();
		expect(adopted.outputs[0]).toHaveLength(1);
		const [json] = (adopted.outputs[0] ?? []).map((item) => item.json);
		expect(json).toMatchObject({ task: { state: 'synced' } });
		expect(json?.['adoption'] as Adoption).toMatchObject({
			state: 'adopted',
			lines: [{ unitsInAutotask: 10, unitsAtMarketplace: '10' }],
		});
		expect(adopted.hints).toEqual([
			'1 linked and synced, 0 linked with a difference, 0 differ, 0 refused; nothing was written to Autotask.',
		]);
		expect(world.autotask.requests().filter(({ kind }) => kind === 'write')).toEqual([]);
		const again = await world.run('syncTasks', [{ json: {} }], { parameters: { operation: 'adopt' } });
		expect(again.outputs[0]).toEqual([]);
	});

	it('takes the lines of named tasks, and hints at what it has refused', async () => {
		await connected();
		const built = await plannedItems(world, polled(await world.poll()));
		const tasks = `${approvalsOf(built, { 'initial-S1': 'own=10' })}\norder-0:abc`;
		const parameters = { operation: 'adopt', adoptLines: 'named', tasks };
		const adopted = await world.run('syncTasks', [{ json: {} }], { parameters });
		expect(adopted.outputs[0]).toHaveLength(2);
		expect(adopted.outputs[0]?.[1]?.json['refused']).toContain('There is no task order-0');
		expect(adopted.hints.join(' ')).toContain('1 linked and synced');
		expect(adopted.hints.join(' ')).toContain('1 refused');
	});
});

describe('Sync Tasks, Approve', () => {
	it('warns in the editor of entries that were refused', async () => {
		await connected();
		const parameters = { operation: 'approve', tasks: 'order-0:abc' };
		const approved = await world.run('syncTasks', [{ json: {} }], { parameters });
		expect(approved.status).toBe('success');
		expect(approved.hints).toEqual([expect.stringMatching(/^1 of 1 entries were refused.*There is no task order-0/)]);
	});
});
