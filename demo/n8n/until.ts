import { setTimeout as delay } from 'node:timers/promises';

const lookAgainMs = 100;

/**
 * Asks again until there is an answer; `undefined` means not yet.
 *
 * @throws Error saying what was waited for, when the time is over. A throw of the question ends the waiting.
 */
export async function until<Answer>(
	what: string,
	timeoutMs: number,
	ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
	const deadline = performance.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
		await delay(lookAgainMs);
	}
}
