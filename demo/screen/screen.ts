import { screenWidth, wrapped } from './text';

/** Where the demo shows what it does. */
export interface Screen {
	/** Opens an act. */
	heading(title: string): void;
	/** Opens a part of an act. */
	title(text: string): void;
	/** Lines as they are. */
	lines(lines: readonly string[]): void;
	/** A paragraph, broken to the screen. */
	say(text: string): void;
	/** Shows what is being done, and when it is done how long it took. A failure is marked and goes on. */
	step<Result>(text: string, work: () => Promise<Result>): Promise<Result>;
	/** Seconds since the screen was opened. */
	seconds(): number;
}

type Write = (text: string) => void;

/** Counts its time from now on. On a terminal a step shows itself while it runs; elsewhere when it has ended. */
export function openScreen(write: Write, isTerminal: boolean): Screen {
	const startedMs = performance.now();
	const seconds = (): number => (performance.now() - startedMs) / 1000;
	const print = (line: string): void => write(`${line}\n`);
	return {
		heading: (title) => write(`\n${title}\n${'═'.repeat(screenWidth)}\n`),
		title: (text) => write(`\n  ${text}\n  ${'┄'.repeat(text.length)}\n`),
		lines: (lines) => lines.forEach(print),
		say: (text) => wrapped(text, '  ').forEach(print),
		seconds,
		step: async (text, work) => {
			if (isTerminal) write(`${at(seconds())}${text} …`);
			const end = (mark: string): void => write(`${isTerminal ? '\r\u001b[K' : ''}${at(seconds())}${text}${mark}\n`);
			try {
				const result = await work();
				end('');
				return result;
			} catch (error) {
				end('   ✗ failed');
				throw error;
			}
		},
	};
}

function at(seconds: number): string {
	return `${seconds.toFixed(1).padStart(6)} s  `;
}
