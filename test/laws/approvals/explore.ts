import fc from 'fast-check';
import { isOwn, type Share } from '../../shares';
import { play } from './play';
import { stories, type Story, told } from './steps';

/** A story that breaks the law, as small as it could be made in the time. */
export interface Counterexample {
	readonly seed: number;
	readonly story: Story;
	readonly wrong: readonly string[];
}

async function wrongOf(story: Story): Promise<readonly string[]> {
	try {
		return await play(story);
	} catch (error) {
		return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
	}
}

/** Lets that many drawn stories happen; those that break the law, the first of each seed made small. */
export async function exploreApprovals(
	seed: number,
	count: number,
	shrinkMs = 20_000,
): Promise<readonly Counterexample[]> {
	const found: Counterexample[] = [];
	const sampled = fc.sample(stories, { seed, numRuns: count });
	for (const [at, story] of sampled.entries()) {
		if ((await wrongOf(story)).length === 0) continue;
		const property = fc.asyncProperty(stories, async (one) => (await wrongOf(one)).length === 0);
		const details = await fc.check(property, { seed, path: String(at), numRuns: 1, interruptAfterTimeLimit: shrinkMs });
		const small = details.counterexample?.[0] ?? story;
		found.push({ seed, story: small, wrong: await wrongOf(small) });
	}
	return found;
}

/** A counterexample as a report. */
export function reported({ seed, story, wrong }: Counterexample): string {
	return [`seed ${seed}, ${told(story)}`, ...wrong.slice(0, 6).map((line) => `! ${line}`)].join('\n');
}

const atOnce = 20;

/** The law over many more stories than the tests have time for; how many of the share break it. */
export async function soakApprovals(wanted: number, firstSeed: number, share: Share): Promise<number> {
	const began = performance.now();
	let wrong = 0;
	for (let ran = 0; ran < wanted; ran += atOnce) {
		if (isOwn(share, ran / atOnce)) {
			const some = await exploreApprovals(firstSeed + ran, Math.min(atOnce, wanted - ran));
			wrong += some.length;
			for (const one of some) console.log(`\n${reported(one)}`);
		}
		if (ran % 100 > 0) continue;
		const seconds = Math.round((performance.now() - began) / 1000);
		console.log(`share ${share.nth + 1}: ${ran + atOnce} stories drawn, ${wrong} counterexamples, ${seconds} s`);
	}
	return wrong;
}
