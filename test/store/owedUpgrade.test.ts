import { once } from 'node:events';
import { join } from 'node:path';
import { unitsOn } from '../../src/domain/unitTimeline';
import { realClock } from '../../src/ports/clock';
import type { LinkedLine } from '../../src/ports/store/lines';
import { migrations } from '../../src/store/migrations/all';
import { openStore } from '../../src/store/openStore';
import { insertLines, insertTasks, kept, lineOf, unitsFrom, until } from './chargedLines';
import { childProcesses } from './childProcesses';
import { olderStore } from './olderStore';
import { databasePlace, filePlace, type Place } from './places';
import { contract, database, day, productId } from './samples';

async function linesIn({ location }: Place): Promise<readonly LinkedLine[]> {
	const store = await openStore(location, realClock);
	const lines = await store.linkedLines(database, { contracts: [contract(7)] });
	await store.close();
	return lines;
}

describe.each([
	{ engine: 'sqlite', make: filePlace },
	{ engine: 'postgres', make: databasePlace },
])('lines of the version before, with what their period was charged for ($engine)', ({ make }) => {
	const { started, endAll } = childProcesses();
	let place: Place;
	beforeEach(async () => {
		place = await make();
		await olderStore(place.location, '0010_imports');
	});
	afterEach(() => {
		endAll();
		place.forget();
	});

	const insertAll = async () => {
		await place.run(insertLines(kept));
		await insertTasks(place);
	};
	const rows = async () => await place.run('select * from linked_lines order by product_id');
	const changes = async () => await place.run('select name, timestamp from store_migration order by name');

	it('keep their units, and owe beside the line what was charged', async () => {
		await insertAll();
		const lines = await linesIn(place);
		const found = new Map(lines.map((one) => [String(one.productId), one]));
		expect(kept.map(({ rule, id }) => [rule, found.get(id)])).toEqual(kept.map((one) => [one.rule, lineOf(one)]));
		expect(lines).toHaveLength(kept.length);
	});

	it('have paid on a day of the period for their units and what is beside them', async () => {
		await insertAll();
		const on = day('2026-10-20');
		const paid = (await linesIn(place)).map(({ productId: id, units, owed }): [string, number[]] => {
			const beside = (owed?.asides ?? []).reduce((all, aside) => all + unitsOn(aside.units, on), 0);
			return [id, [unitsOn(units, on), beside]];
		});
		expect(Object.fromEntries(paid)).toEqual({
			none: [10, 0],
			empty: [0, 0],
			fragment: [10, 3],
			planned: [10, 5],
			credit: [10, -4],
			moved: [10, 3],
			held: [10, 0],
			ended: [10, -4],
			both: [10, -1],
			back: [10, -3],
			leap: [10, 0],
			left: [0, 0],
			leftCharged: [10, 3],
		});
	});

	it('are brought over once: opening again changes nothing', async () => {
		await insertAll();
		await linesIn(place);
		const [before, done] = [await rows(), await changes()];
		await linesIn(place);
		expect(await rows()).toEqual(before);
		expect(await changes()).toEqual(done);
		expect(before[0]).not.toHaveProperty('units');
		expect(before[0]).not.toHaveProperty('charged');
	});

	it('are brought over page by page, every one of them', async () => {
		const all = Array.from({ length: 1000 }, (_, at) => ({
			id: `p${at}`,
			units: unitsFrom(['2026-01-15', at + 1]),
			charged: { quantity: at + 3, until },
		}));
		await place.run(insertLines(all));
		const lines = await linesIn(place);
		const found = new Map(lines.map((one) => [String(one.productId), one]));
		expect(lines).toHaveLength(all.length);
		for (const { id, units } of all) {
			expect(found.get(id)).toMatchObject({ units, owed: { asides: [{ units: [{ units: 2 }, { units: 0 }] }] } });
		}
	});

	it('are brought over once where two processes open the store together', async () => {
		await insertAll();
		const opener = ['--import', 'tsx', join(__dirname, 'secondOpener.ts'), JSON.stringify(place.location)];
		const openers = await Promise.all(['1', '2'].map(async (name) => await started(...opener, name)));
		const ended = openers.map(async ({ child }) => await once(child, 'exit'));
		for (const { child } of openers) child.stdin.end();
		expect((await Promise.all(ended)).map(([code]) => code as number)).toEqual([0, 0]);
		expect((await changes()).map(({ name }) => name)).toEqual(Object.keys(migrations));
		const lines = await linesIn(place);
		expect(new Map(lines.map((one) => [one.productId, one]))).toEqual(
			new Map(kept.map((one) => [productId(one.id), lineOf(one)])),
		);
	}, 60_000);
});
