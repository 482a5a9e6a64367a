import type { ItemJson } from '../../../demo/n8n/executions';
import { premium } from '../../e2e/harness/scene';
import { plannedItems, polled, startNodeWorld, type NodeOutcome, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

let world: NodeWorld;

beforeEach(async () => {
	const contracts = [{ id: 20_001, startDate: '2026-01-01', endDate: '2027-12-31' }];
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts });
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1', at: '2026-10-16T08:00:00Z' });
	await plannedItems(world, polled(await world.poll()));
});

afterEach(async () => {
	await world.close();
});

async function run(parameters: Parameters): Promise<NodeOutcome> {
	return await world.run('syncTasks', [{ json: {} }], { parameters });
}

async function items(parameters: Parameters): Promise<readonly ItemJson['json'][]> {
	const { outputs, error } = await run(parameters);
	expect(error).toBeUndefined();
	return (outputs[0] ?? []).map(({ json }) => json);
}

const fromList = (value: unknown) => ({ __rl: true, mode: 'list', value });
const never = { operation: 'exclude', excluded: 'subscription', excludedSubscription: 'S1' };

describe('Sync Tasks, Exclude and Include Again', () => {
	it('excludes a subscription with a reason, lists it, and bills it again as a task that waits', async () => {
		const [excluded] = await items({ ...never, reason: 'NFR', by: 'Ann' });
		expect(excluded).toMatchObject({ exclusion: { kind: 'subscription', id: 'S1', reason: 'NFR', by: 'Ann' } });
		expect(excluded?.['ignored']).toHaveLength(1);
		const all = await items({ operation: 'exclusions' });
		expect(all).toMatchObject([{ exclusion: 'subscription:S1', reason: 'NFR', by: 'Ann' }]);
		const { results } = await world.list('syncTasks', 'searchExclusions', { operation: 'include' });
		expect(results.map(({ value }) => value)).toEqual(['subscription:S1']);
		const back = await items({ operation: 'include', exclusion: fromList(results[0]?.value), by: 'Bob' });
		expect(back).toMatchObject([{ included: 'subscription:S1', task: { kind: 'change', state: 'open' } }]);
		expect(await items({ operation: 'exclusions' })).toEqual([]);
	});

	it('excludes a product that is chosen from those that were seen', async () => {
		const { results } = await world.list('syncTasks', 'searchProducts', { operation: 'exclude', excluded: 'product' });
		const product = fromList(results[0]?.value);
		const [excluded] = await items({ ...never, excluded: 'product', excludedProduct: product, reason: 'NFR' });
		expect(excluded).toMatchObject({ exclusion: { kind: 'product', id: premium.productId } });
	});

	it.each([
		{
			rule: 'an unknown subscription',
			parameters: { ...never, excludedSubscription: 'S-404', reason: 'NFR' },
			says: 'No subscription S-404 was seen at the marketplace.',
		},
		{
			rule: 'a name that is none',
			parameters: { operation: 'include', exclusion: fromList('customer:1') },
			says: 'No exclusion is chosen.',
		},
		{
			rule: 'what is not excluded',
			parameters: { operation: 'include', exclusion: fromList('product:PRD-404') },
			says: 'The product PRD-404 is not excluded.',
		},
	])('stops at $rule with what to do', async ({ parameters, says }) => {
		const { error } = await run(parameters);
		expect(JSON.stringify(error)).toContain(says);
	});
});
