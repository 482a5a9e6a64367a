import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SimulatorAddresses } from '../../simulators/main';

const ports = ['--autotask-port', '0', '--marketplace-port', '0'];

function start(...options: string[]): ChildProcessWithoutNullStreams {
	return spawn(process.execPath, ['--import', 'tsx', 'simulators/main.ts', ...options]);
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
	const lines = createInterface(child.stdout);
	const [line] = (await once(lines, 'line')) as [string];
	return line;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	return child.exitCode;
}

test('both simulators are seeded, print where they are and end when their input closes', async () => {
	const child = start('--json', '--seed', 'provider', '--today', '2026-10-16', ...ports);
	const addresses = JSON.parse(await firstLine(child)) as SimulatorAddresses;
	const { autotask, marketplace } = addresses;
	const zone = await fetch(`${autotask.discoveryUrl}?user=${encodeURIComponent(autotask.username)}`);
	expect([addresses.today, zone.status]).toEqual(['2026-10-16', 200]);
	const state = (await (await fetch(`${marketplace.adminUrl}/state`)).json()) as { subscriptions: unknown[] };
	expect(state.subscriptions).toHaveLength(30);
	for (const page of [...autotask.pages, ...marketplace.pages]) expect((await fetch(page)).status).toBe(200);
	child.stdin.end();
	expect(await ended(child)).toBe(0);
	await expect(fetch(marketplace.adminUrl)).rejects.toThrow();
}, 30_000);

test.each(['SIGINT', 'SIGTERM'] as const)(
	'%s ends both',
	async (signal) => {
		const child = start(...ports);
		expect(await firstLine(child)).toBe('Autotask');
		child.kill(signal);
		expect(await ended(child)).toBe(0);
	},
	30_000,
);

test.each([
	['an unknown seed', ['--seed', 'forest']],
	['a port that is none', ['--autotask-port', '99999']],
	['an unknown option', ['--colour']],
])(
	'%s is refused',
	async (_rule, options) => {
		const child = start(...ports, ...options);
		expect(await ended(child)).toBe(1);
	},
	30_000,
);
