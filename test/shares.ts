import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { sum } from 'lodash';

/** Which draws a process makes: each `of`th, from the `nth` on. */
export interface Share {
	readonly nth: number;
	readonly of: number;
}

export const wholeSoak: Share = { nth: 0, of: 1 };

/** Whether the draw with that number is the process's own. */
export function isOwn({ nth, of }: Share, at: number): boolean {
	return at % of === nth;
}

async function inProcess(script: string, values: readonly string[]): Promise<number> {
	const child = fork(script, values, { execArgv: process.execArgv });
	let wrong: unknown;
	child.once('message', (message) => (wrong = message));
	await once(child, 'exit');
	if (typeof wrong !== 'number') throw new Error(`a process of the soak ended at once: ${values.join(' ')}`);
	return wrong;
}

/** A script once for each core, each time with its share as last two values; how much went wrong in all. */
export async function onAllCores(script: string, values: readonly string[]): Promise<number> {
	const of = availableParallelism();
	const shares = Array.from({ length: of }, (_, nth) => inProcess(script, [...values, String(nth), String(of)]));
	return sum(await Promise.all(shares));
}

/** Says to the process that shared the soak out how much went wrong. */
export function tellWrong(wrong: number): void {
	process.send?.(wrong);
}
