import { draws, explore, reported } from './explore';

/** The laws over many more timelines than the tests have time for: `npm run soak`, or with a count and a first seed. */
async function soak(wanted: number, firstSeed: number): Promise<number> {
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

const [, , count, seed] = process.argv;
void soak(Number(count ?? 5000), Number(seed ?? 1)).then((wrong) => {
	process.exitCode = wrong === 0 ? 0 : 1;
});
