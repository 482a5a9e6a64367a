import axios from 'axios';
import type { Child } from './childProcesses';
import { until } from './until';

const startTimeoutMs = 120_000;

/** A process of n8n that is starting. */
export interface Starting {
	/** For messages. */
	readonly name: string;
	/** Where its health pages are. */
	readonly url: string;
	readonly child: Child;
	readonly logText: () => string;
}

/** Waits until the process says that it is ready. @throws Error with the end of its log where it has ended instead. */
export async function readiness({ name, url, child, logText }: Starting): Promise<void> {
	const lastLines = (): string => logText().trimEnd().split('\n').slice(-30).join('\n');
	await until(`${name} at ${url} to be ready`, startTimeoutMs, async () => {
		if (child.hasEnded()) throw new Error(`${name} ended at its start (${await child.ended}):\n${lastLines()}`);
		return (await answers(`${url}/healthz/readiness`)) ? true : undefined;
	});
}

async function answers(address: string): Promise<boolean> {
	try {
		return (await axios.get(address, { proxy: false, timeout: 2_000, validateStatus: () => true })).status === 200;
	} catch (error) {
		if (axios.isAxiosError(error)) return false;
		throw error;
	}
}
