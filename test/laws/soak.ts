import { draws, explore, reported } from './explore';

/** The laws over many more timelines than the tests have time for; how many of them break one. */
export async function soakLaws(wanted: number, firstSeed: number): Promise<number> {
	const found: string[] = [];
	const began = performance.now();
	let ran = 0;
	for (let seed = firstSeed; ran < wanted; seed += 24) {
		for (const draw of draws(seed, { severalRuns: 40, oneRun: 50, mixed: 30 })) {
			if (ran >= wanted) break;
			const some = await explore(draw);
			ran += draw.count;
			found.push(...some.map(reported));
			some.forEach((one) => console.log(`\n${reported(one)}`));
		}
		console.log(
			`${ran} timelines, ${found.length} counterexamples, ${Math.round((performance.now() - began) / 1000)} s`,
		);
	}
	return found.length;
}
