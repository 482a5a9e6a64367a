import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMarketplaceSimulator } from '../../simulators/marketplace/simulator';
import { createAxiosSend } from '../../src/http/axiosSend';
import { guardLogin, loginText } from '../../src/http/loginStop';
import { openStore, type OpenStore, type StoreLocation } from '../../src/store/openStore';
import { emptyDatabase, locationOf, releaseDatabase, runIn } from '../store/postgresServer';
import { apiUser } from './fixtureClients';
import { runChain } from './fixtureRun';
import { mapCharges, startWorld, type World } from './fixtureWorld';

let folder: string;
let world: World;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});

afterEach(async () => {
	await world.close();
	rmSync(folder, { recursive: true, force: true });
});

/** What no store may hold: of Autotask, of both logins of the marketplace, and of the database itself. */
function secretsOf(given: World): readonly string[] {
	const { password, subscriptionKey } = given.marketplaceSide.settings;
	return [apiUser.secret, apiUser.integrationCode, password, subscriptionKey, 'openid-secret-51', 'pg-secret-52'];
}

/** A sale that is written, then logins of every kind that are refused: their stops are kept. */
async function workOn(store: OpenStore): Promise<void> {
	world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		setup: '5.00',
		at: '2026-10-01T09:00:00Z',
	});
	await mapCharges(store, world.clock.now());
	const ports = { clock: world.clock, store, autotask: world.autotask, marketplace: world.marketplace };
	await runChain(ports, { build: { proration: 'marketplace' } });
	const side = await startMarketplaceSimulator({ now: world.clock.now() });
	for (const secret of secretsOf(world)) {
		const hash = store.keyedHash(loginText('user', secret));
		const headers = { Authorization: `Bearer ${secret}`, 'X-Subscription-Key': secret };
		const send = createAxiosSend({ baseUrl: side.url, headers: () => Promise.resolve(headers) });
		const guarded = guardLogin(send, store, hash, world.clock, 'Reseller Marketplace');
		const asking = guarded({ method: 'GET', path: '/orders', timeoutMs: 5_000 });
		await expect(asking).rejects.toMatchObject({ name: 'LoginRefusedError' });
	}
	await side.close();
}

async function contentOf(location: StoreLocation): Promise<string> {
	if (location.engine === 'sqlite')
		return readdirSync(folder)
			.map((name) => readFileSync(join(folder, name), 'latin1'))
			.join('\n');
	const tables = await runIn(location.database, "select tablename from pg_tables where schemaname = 'public'");
	const rows = await Promise.all(
		tables.map(
			async ({ tablename }) => await runIn(location.database, `select t::text as row from "${String(tablename)}" t`),
		),
	);
	return rows
		.flat()
		.map(({ row }) => String(row))
		.join('\n');
}

describe('what a store keeps', () => {
	it.each(['sqlite', 'postgres'] as const)(
		'holds none of the secrets that it was used with (%s)',
		async (engine) => {
			world = await startWorld();
			const name = engine === 'postgres' ? await emptyDatabase() : '';
			const location: StoreLocation =
				engine === 'postgres' ? locationOf(name) : { engine, file: join(folder, 'store.sqlite') };
			const store = await openStore(location, world.clock);
			await workOn(store);
			const content = await contentOf(location);
			// It is the right place that was looked at, and the right thing that was looked for.
			expect(content).toContain('order-1000002');
			expect(content).toContain(store.keyedHash(loginText('user', 'pg-secret-52')));
			for (const secret of secretsOf(world)) expect(content.includes(secret) ? secret : '').toBe('');
			await store.close();
			if (engine === 'postgres') releaseDatabase(name);
		},
		60_000,
	);
});
