import fc from 'fast-check';
import { dayNumber, dayText } from '../oracle/days';
import { runBatch, type BatchOutcome } from './batch';
import { timelines } from './drawTimelines';
import { withFieldOrders } from './fieldOrders';
import { broken } from './judge';
import type { Arrival, BatchSettings } from './settings';
import { described, type Timeline } from './timeline';

/** One batch of drawn timelines. */
export interface Draw {
	readonly seed: number;
	readonly count: number;
	readonly settings: BatchSettings;
}

/** A timeline that breaks a law, as small as it could be made. */
export interface Counterexample {
	readonly seed: number;
	readonly timeline: Timeline;
	readonly settings: BatchSettings;
	readonly broken: readonly string[];
}

function drawn(settings: BatchSettings): fc.Arbitrary<Timeline> {
	return withFieldOrders(timelines(dayText(dayNumber(settings.connectedOn) + 2), settings));
}

function wrongWrites({
	writesBeforeApproval,
	writesOfSecondRun,
	writesOverEdits,
}: Omit<BatchOutcome, 'outcomes'>): readonly string[] {
	return [
		...(writesBeforeApproval === 0 ? [] : [`${writesBeforeApproval} writes before anybody approved`]),
		...(writesOfSecondRun === 0 ? [] : [`${writesOfSecondRun} writes of a second run`]),
		...(writesOverEdits === 0 ? [] : [`${writesOverEdits} writes to lines that were edited since they were planned`]),
	];
}

/** What is broken when the timeline is run by itself. */
export async function brokenAlone(timeline: Timeline, settings: BatchSettings): Promise<readonly string[]> {
	const { outcomes, ...writes } = await runBatch([timeline], settings);
	return [...outcomes.flatMap((outcome) => broken(outcome, settings)), ...wrongWrites(writes)];
}

/** The smallest timeline, found from the one at `path` of the seed, that still breaks a law. */
async function shrunk({ seed, settings }: Draw, path: number, found: Timeline): Promise<Timeline> {
	const property = fc.asyncProperty(
		drawn(settings),
		async (timeline) => (await brokenAlone(timeline, settings)).length === 0,
	);
	const details = await fc.check(property, {
		seed,
		path: String(path),
		numRuns: 1,
		interruptAfterTimeLimit: 20_000,
	});
	return details.counterexample?.[0] ?? found;
}

/** Runs a batch and judges it; the first timeline that breaks a law is made small. */
export async function explore(draw: Draw): Promise<readonly Counterexample[]> {
	const { seed, count, settings } = draw;
	const sampled = fc.sample(drawn(settings), { seed, numRuns: count });
	const { outcomes, ...writes } = await runBatch(sampled, settings);
	const wrong = outcomes.findIndex((outcome) => broken(outcome, settings).length > 0);
	const outcome = outcomes[wrong];
	if (outcome) {
		const timeline = await shrunk(draw, wrong, outcome.timeline);
		const alone = await brokenAlone(timeline, settings);
		return [{ seed, timeline, settings, broken: alone.length > 0 ? alone : broken(outcome, settings) }];
	}
	const inBatch = wrongWrites(writes);
	if (inBatch.length === 0) return [];
	const alone = await firstBroken(sampled, settings);
	return alone
		? [{ seed, settings, ...alone, broken: [...alone.broken, ...inBatch.map((one) => `in the batch ${one}`)] }]
		: [];
}

/** The timeline that writes what it must not, or any where they do so only together. */
async function firstBroken(
	sampled: readonly Timeline[],
	settings: BatchSettings,
): Promise<Pick<Counterexample, 'timeline' | 'broken'> | undefined> {
	for (const timeline of sampled) {
		const wrong = await brokenAlone(timeline, settings);
		if (wrong.length > 0) return { timeline, broken: wrong };
	}
	const [timeline] = sampled;
	return timeline && { timeline, broken: [] };
}

const linesShown = 8;

/** A counterexample as a report. */
export function reported({ seed, timeline, settings, broken: wrong }: Counterexample): string {
	const shown = wrong.slice(0, linesShown).map((line) => `! ${line}`);
	const more = wrong.length > linesShown ? [`! and ${wrong.length - linesShown} more`] : [];
	const { arrival, isShared } = timeline;
	const head = `seed ${seed}, ${JSON.stringify({ ...settings, isShared, nextOf: arrival.join('') })}`;
	return [head, described(timeline), ...shown, ...more].join('\n');
}

const arrivals: readonly Arrival[] = ['severalRuns', 'oneRun', 'mixed'];
/** West and east of Greenwich; in Cairo and Havana summer time begins at midnight. */
const zones = ['Europe/London', 'Australia/Sydney', 'America/St_Johns', 'Africa/Cairo', 'America/Havana'];
const others = fc.record({
	runsAfter: fc
		.uniqueArray(fc.integer({ min: 5, max: 600 }), { minLength: 2, maxLength: 6 })
		.map((days) => [...days].sort((a, b) => a - b)),
	connectedOn: fc.constantFrom('2026-09-20', '2027-09-20'),
	isByHand: fc.boolean(),
	isPosted: fc.boolean(),
	syncRefunds: fc.boolean(),
	isEdited: fc.constantFrom(false, false, true),
	zone: fc.constantFrom(...zones),
});

/** Every way of settings once, in a fixed order: 24 draws, their seeds counted from the given one. */
export function draws(firstSeed: number, counts: Readonly<Record<Arrival, number>>): readonly Draw[] {
	const ways = (['refused', 'accepted'] as const).flatMap((sameDate) =>
		(['autotask', 'marketplace'] as const).flatMap((proration) =>
			(['autotask', 'marketplace'] as const).flatMap((priceSource) =>
				arrivals.map((arrival) => ({ sameDate, proration, priceSource, arrival })),
			),
		),
	);
	return ways.flatMap((way, at) => {
		const seed = firstSeed + at;
		return fc.sample(others, { seed, numRuns: 1 }).map((drawn) => ({
			seed,
			count: counts[way.arrival],
			settings: { ...way, ...drawn, isEdited: drawn.isEdited && way.sameDate === 'accepted' },
		}));
	});
}
