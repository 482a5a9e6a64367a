import { isOwn, type Share } from '../shares';
import { draws, explore, reported } from './explore';

/** The laws over many more timelines than the tests have time for; how many draws of the share have a counterexample. */
export async function soakLaws(wanted: number, firstSeed: number, share: Share): Promise<number> {
	const began = performance.now();
	let [ran, found] = [0, 0];
	for (let seed = firstSeed; ran < wanted; seed += 24) {
		for (const [at, draw] of draws(seed, { severalRuns: 40, oneRun: 50, mixed: 30 }).entries()) {
			if (ran >= wanted) break;
			ran += draw.count;
			if (!isOwn(share, at)) continue;
			const some = await explore(draw);
			found += some.length;
			some.forEach((one) => console.log(`\n${reported(one)}`));
		}
		const seconds = Math.round((performance.now() - began) / 1000);
		console.log(`share ${share.nth + 1}: ${ran} timelines drawn, ${found} counterexamples, ${seconds} s`);
	}
	return found;
}
