import type { ConnectionId, DatabaseId } from '../../../src/domain/ids';
import type { ConnectionInputs } from '../../../src/ports/store/connections';
import { checkChanges } from '../../../src/sync/checking/checkChanges';
import { startConnection } from '../../../src/sync/deciding/stopConnection';
import { checkSettings, connection } from '../fixtureClients';
import { startUnconnected, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

async function check(inputs: ConnectionInputs): Promise<string> {
	try {
		return (await checkChanges(world, inputs, checkSettings, { autotask: () => Promise.resolve(world.autotask) }))
			.message;
	} catch (error) {
		return String(error);
	}
}

const at = (marketplace: string): ConnectionInputs => ({ ...connection, marketplace });
const uk = at('api.example/uk');
const otherAccount = { ...connection, connectionId: `${connection.databaseId}/test` as ConnectionId, account: 'test' };
const otherDatabase = {
	...connection,
	connectionId: '999/main' as ConnectionId,
	databaseId: 999 as DatabaseId,
};

describe('a workflow whose credentials were picked wrongly', () => {
	it.each([
		{
			rule: 'another marketplace under the name of the account',
			first: uk,
			then: at('api.example/us'),
			says: /account main.*api\.example\/us.*api\.example\/uk/,
		},
		{
			rule: 'another account in the store',
			first: connection,
			then: otherAccount,
			says: /123456\/test.*holds 123456\/main/,
		},
		{
			rule: 'the store of another Autotask database',
			first: connection,
			then: otherDatabase,
			says: /999\/main.*holds 123456\/main/,
		},
	])('is refused at its first run, by name, and reads nothing: $rule', async ({ first, then, says }) => {
		world = await startUnconnected();
		expect(await check(first)).toContain('0 new tasks');
		world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at: '2026-10-01T09:00:00Z' });
		world.marketplaceSide.clearRequests();
		expect(await check(then)).toMatch(says);
		expect(await check(then)).toMatch(says);
		expect(world.marketplaceSide.requests()).toEqual([]);
		expect((await world.tasks()).length).toBe(0);
		const log = await world.store.readLog(then.connectionId);
		expect(log.filter(({ action }) => action === 'stop')).toHaveLength(1);
		expect((await world.store.connection(then.connectionId))?.stoppedAt).toBeDefined();
	});

	it.each([
		{ rule: 'another marketplace', first: uk, then: at('api.example/us') },
		{ rule: 'another account', first: connection, then: otherAccount },
	])('goes on once a person has started it: $rule', async ({ first, then }) => {
		world = await startUnconnected();
		await check(first);
		await check(then);
		await startConnection({ connectionId: then.connectionId, by: 'Ann', reason: 'it has moved' }, world);
		expect(await check(then)).toContain('0 new tasks');
		expect(await check(then)).toContain('0 new tasks');
	});

	it('goes on with the right credential, once a person has started it', async () => {
		world = await startUnconnected();
		await check(uk);
		await check(at('api.example/us'));
		expect(await check(uk)).toContain('is stopped');
		await startConnection({ connectionId: uk.connectionId, by: 'Ann', reason: 'the credential is right' }, world);
		expect(await check(uk)).toMatch(/0 new tasks(?!.*stopped)/);
		expect(await check(at('api.example/us'))).toMatch(/api\.example\/us/);
	});

	it('is none where the store is empty, or does not know of the marketplace yet', async () => {
		world = await startWorld();
		expect(await check(uk)).toContain('0 new tasks');
		expect(await check(at('api.example/us'))).toMatch(/api\.example\/us/);
	});
});
