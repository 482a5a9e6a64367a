import fc from 'fast-check';
import { isOwn, type Share } from '../../shares';
import { draws, type Draw } from '../explore';
import type { Arrival } from '../settings';
import { described } from '../timeline';
import { brokenOnPaper } from './laws';
import { papers, type Paper } from './paper';

function brokenBy(paper: Paper, { settings }: Draw): readonly string[] {
	try {
		return brokenOnPaper(paper, settings);
	} catch (error) {
		return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
	}
}

/** Every way of settings once, somebody editing lines by hand in a third of them. */
export function drawsOnPaper(firstSeed: number, counts: Readonly<Record<Arrival, number>>): readonly Draw[] {
	return draws(firstSeed, counts).map((draw) => ({
		...draw,
		settings: { ...draw.settings, isEdited: draw.seed % 3 === 0 },
	}));
}

const shownAtMost = 8;

/** Follows the timelines of a draw; a report of the first one that breaks a law, made small. */
export function exploreOnPaper(draw: Draw): readonly string[] {
	const property = fc.property(papers(draw.settings), (paper) => brokenBy(paper, draw).length === 0);
	const { counterexample } = fc.check(property, { seed: draw.seed, numRuns: draw.count });
	const paper = counterexample?.[0];
	if (!paper) return [];
	const { timeline, ...between } = paper;
	const head = `seed ${draw.seed}, ${JSON.stringify({ ...draw.settings, ...between, isShared: timeline.isShared })}`;
	const faults = brokenBy(paper, draw).slice(0, shownAtMost);
	return [[head, described(timeline), ...faults.map((fault) => `! ${fault}`)].join('\n')];
}

/** The laws on paper over many more timelines than the tests have time for; how many draws of the share have a counterexample. */
export function soakBooks(wanted: number, firstSeed: number, share: Share): Promise<number> {
	const began = performance.now();
	let [ran, found] = [0, 0];
	for (let seed = firstSeed; ran < wanted; seed += 24)
		for (const [at, draw] of drawsOnPaper(seed, { severalRuns: 50, oneRun: 40, mixed: 40 }).entries()) {
			const count = Math.min(draw.count, wanted - ran);
			if (count === 0) break;
			ran += count;
			if (!isOwn(share, at)) continue;
			const reports = exploreOnPaper({ ...draw, count });
			reports.forEach((report) => console.log(`\n${report}`));
			found += reports.length;
		}
	const seconds = Math.round((performance.now() - began) / 1000);
	console.log(`share ${share.nth + 1}: ${ran} timelines drawn on paper, ${found} counterexamples, ${seconds} s`);
	return Promise.resolve(found);
}
