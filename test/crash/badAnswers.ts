import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../simulators/autotask/admin/ledger';
import type { Response } from '../../src/http/send';
import { openStore } from '../../src/store/openStore';
import { connection, StandingClock } from '../sync/fixtureClients';
import { runChain } from '../sync/fixtureRun';
import { areSameAmounts } from './amounts';
import type { Around } from './crossings';
import { openCrossing } from './crossings';
import { isUnforeseen, problemOf } from './foreseen';
import { keepScene, type KeptScene } from './keptScene';
import { sceneNow, sceneSettings } from './scene';
import { below, oneOf, seeded, type Random } from './seeded';

/** A place in a JSON value. */
type Path = readonly (string | number)[];

/** Values that no field of either API has: another type, or no JSON number. */
const unreadable: readonly unknown[] = [
	{},
	[],
	{ value: 1 },
	['NaN'],
	true,
	'NaN',
	Number.NaN,
	Number.POSITIVE_INFINITY,
];
/** Values of a type that some field has, which this one never has; or which it might have. */
const odd: readonly unknown[] = [
	null,
	'',
	-1,
	0,
	1e21,
	1.5,
	'1e400',
	'9999-99-99',
	'0000-00-00T00:00:00Z',
	'surprise',
	'x'.repeat(5000),
];

/** What is put into an answer: a value, or nothing in the place of a field. */
interface Damage {
	readonly how: 'unreadable' | 'odd' | 'missing';
	readonly value?: unknown;
}

function damageOf(random: Random): Damage {
	const draw = random();
	if (draw < 0.25) return { how: 'missing' };
	return draw < 0.65
		? { how: 'unreadable', value: oneOf(unreadable, random) }
		: { how: 'odd', value: oneOf(odd, random) };
}

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const below = Array.isArray(value)
		? value.flatMap((one, at) => pathsIn(one, [...path, at]))
		: Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]));
	return path.length === 0 ? below : [path, ...below];
}

/** The value with the damage at the path. */
function damaged(value: unknown, [first, ...rest]: Path, damage: Damage): unknown {
	if (first === undefined) return damage.value;
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
		string | number,
		unknown
	>;
	if (rest.length > 0) copy[first] = damaged(copy[first], rest, damage);
	else if (damage.how === 'missing' && !Array.isArray(copy)) delete copy[first];
	else copy[first] = damage.value;
	return copy;
}

function isResponse(value: unknown): value is Response {
	return typeof value === 'object' && value !== null && 'status' in value && 'body' in value;
}

/** Damages one answer of a run: its nth, at a place and in a way that the seed says. */
class Damager {
	/** Seen so far. */
	answers = 0;
	private readonly random: Random;
	private readonly nth: number;
	readonly damage: Damage;
	what = '';
	path: Path = [];

	constructor(seed: number, answersOfRun: number) {
		this.random = seeded(seed);
		this.nth = 1 + below(answersOfRun, this.random);
		this.damage = damageOf(this.random);
	}

	readonly around: Around = async ({ at, what }, act) => {
		const result = await act();
		if (at !== 'request' || !isResponse(result) || typeof result.body !== 'object') return result;
		this.answers += 1;
		if (this.answers !== this.nth) return result;
		const paths = pathsIn(result.body);
		if (paths.length === 0) return result;
		this.what = what;
		this.path = oneOf(paths, this.random);
		return { ...result, body: damaged(result.body, this.path, this.damage) };
	};

	/** What was done, in words. */
	toString(): string {
		const value = this.damage.how === 'missing' ? 'nothing' : (JSON.stringify(this.damage.value)?.slice(0, 40) ?? '');
		return `${this.what}: ${value} at ${this.path.join('.')}`;
	}

	/** Names of the fields on the way to the damage: a message names one of them. */
	names(): readonly string[] {
		return this.path.filter((part) => typeof part === 'string');
	}
}

/** What came of one damaged answer. */
export interface Answered {
	readonly problem?: string;
	readonly wrong: readonly string[];
}

/** Runs the chain with one damaged answer, and again without. */
async function answered(kept: KeptScene, damager: Damager, undisturbed?: Ledger): Promise<Answered> {
	const clock = new StandingClock(sceneNow);
	const store = await openStore(await kept.putBack(), clock);
	const wrong: string[] = [];
	let problem: string | undefined;
	try {
		for (const [run, around] of [damager.around, (async (_, act) => await act()) satisfies Around].entries()) {
			const now = new Date(Date.parse(sceneNow) + run * 35 * 60_000).toISOString();
			clock.set(now);
			kept.setNow(now);
			try {
				await runChain(await openCrossing({ places: kept.places, store, clock, around }), sceneSettings);
			} catch (error) {
				const said = problemOf(error);
				problem ??= said;
				if (run > 0 || isUnforeseen(said)) wrong.push(`run ${run + 1}: ${said}`);
				if (said.startsWith('MalformedResponseError') && !damager.names().some((name) => said.includes(name)))
					wrong.push(`the field is not named: ${said}`);
			}
		}
		const tasks = await store.tasks(connection.connectionId);
		const open = tasks.filter((task) => task.state !== 'synced');
		for (const task of open)
			if ((task.attention?.message ?? task.note ?? '') === '')
				wrong.push(`${task.id} is ${task.state} and says nothing`);
		const isReadable = damager.damage.how !== 'unreadable' || open.length > 0;
		if (!isReadable && undisturbed && !areSameAmounts(kept.bills(), undisturbed))
			wrong.push('Autotask bills other amounts');
	} finally {
		await store.close();
	}
	return { ...(problem === undefined ? {} : { problem }), wrong };
}

/** What came of many damaged answers. */
export interface AnswersReport {
	readonly seeds: number;
	/** Runs that stopped and said why. */
	readonly stopped: number;
	readonly wrong: readonly string[];
}

/** Damages one answer for each seed. */
export async function damageAnswers(options: {
	readonly firstSeed: number;
	readonly count: number;
	readonly said?: (line: string) => void;
}): Promise<AnswersReport> {
	const folder = mkdtempSync(join(tmpdir(), 'answers-'));
	const kept = await keepScene('some', folder);
	try {
		const first = new Damager(0, Number.POSITIVE_INFINITY);
		await answered(kept, first);
		const undisturbed = kept.bills();
		const wrong: string[] = [];
		let stopped = 0;
		for (let seed = options.firstSeed; seed < options.firstSeed + options.count; seed += 1) {
			const damager = new Damager(seed, first.answers);
			const own = await answered(kept, damager, undisturbed);
			if (own.problem !== undefined) stopped += 1;
			if (seed % 100 === 0) options.said?.(`seed ${seed}, ${wrong.length} wrong`);
			const lines = own.wrong.map((line) => `seed ${seed}, ${damager.toString()}: ${line}`);
			wrong.push(...lines);
			for (const line of lines) options.said?.(line);
		}
		return { seeds: options.count, stopped, wrong };
	} finally {
		await kept.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
