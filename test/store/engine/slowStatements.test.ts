import { sql } from 'kysely';
import { Client } from 'pg';
import { realClock } from '../../../src/ports/clock';
import { openPostgres } from '../../../src/store/engine/postgresEngine';
import { openStore } from '../../../src/store/openStore';
import { emptyDatabase, locationOf, releaseDatabase, runIn } from '../postgresServer';
import { here } from '../samples';

let name: string;
beforeEach(async () => {
	name = await emptyDatabase();
});
afterEach(() => releaseDatabase(name));

const backends = async (which = '') =>
	await runIn(
		'postgres',
		`select pid from pg_stat_activity where datname = '${name}' and application_name = 'marketplace-autotask' ${which}`,
	);

/** Resolves as soon as a statement of the store waits for a lock. */
async function blocked(): Promise<unknown> {
	for (;;) {
		const [waiting] = await backends("and wait_event_type = 'Lock'");
		if (waiting) return waiting['pid'];
	}
}

describe('a statement that takes too long', () => {
	it('is ended by the server, on every connection, before it is given up here', async () => {
		const engine = openPostgres(locationOf(name), realClock);
		const ask = async () =>
			await engine.database.connection().execute(async (one) => {
				const shown = await sql<{ statementTimeout: string }>`show statement_timeout`.execute(one);
				await sql`select pg_advisory_lock_shared(1)`.execute(one);
				return shown.rows;
			});
		expect(await Promise.all(Array.from({ length: 4 }, ask))).toEqual(
			Array.from({ length: 4 }, () => [{ statementTimeout: '15s' }]),
		);
		await engine.close();
	});

	it('is told as such, is not asked again, and leaves no further connection behind', async () => {
		const store = await openStore(locationOf(name), realClock);
		const holder = new Client({ ...locationOf(name) });
		await holder.connect();
		await holder.query('begin; lock table tasks in access exclusive mode');
		const asked = store.tasks(here);
		const refused = expect(asked).rejects.toMatchObject({
			name: 'StoreError',
			code: 'busy',
			message: expect.stringMatching(new RegExp(`A statement on .*${name}.* took longer than 15 seconds`)),
		});
		const pid = await blocked();
		// What the server does by itself after that time.
		await runIn('postgres', `select pg_cancel_backend(${String(pid)})`);
		await refused;
		expect((await backends()).map((one) => one['pid'])).toEqual([pid]);
		await holder.end();
		expect(await store.tasks(here)).toEqual([]);
		await store.close();
	});
});
