import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { shiftedClock } from '../../demo/n8n/n8nEnvironment';
import { leapIn } from '../e2e/harness/leap';

const run = promisify(execFile);
const start = '2027-02-28T22:59:00.000Z';

/** Runs a script at the shifted date and gives what it printed, as JSON. */
async function printed(script: string): Promise<unknown> {
	const env = { PATH: process.env['PATH'], ...shiftedClock(start) };
	const { stdout } = await run(process.execPath, ['-e', script], { env });
	return JSON.parse(stdout);
}

describe('shifted clock', () => {
	it.each([
		{ rule: 'a new date is the shifted one', script: 'console.log(+new Date())' },
		{ rule: 'Date.now is shifted and whole', script: 'console.log(Date.now())' },
		{ rule: 'a subclass is shifted', script: 'console.log(+new (class extends Date {})())' },
		{ rule: 'a date as text is shifted', script: 'console.log(Date.parse(Date()))' },
		{
			rule: 'a child process shares the clock',
			script: `process.stdout.write(require('child_process').execFileSync(process.execPath, ['-p', 'Date.now()']))`,
		},
		{
			rule: 'a worker shares the clock',
			script: `new (require('worker_threads').Worker)('console.log(Date.now())', { eval: true })`,
		},
	])('$rule', async ({ script }) => {
		const now = (await printed(script)) as number;
		const elapsedMs = now - Date.parse(start);
		expect(Number.isInteger(now)).toBe(true);
		expect(elapsedMs).toBeGreaterThanOrEqual(-1_000);
		expect(elapsedMs).toBeLessThan(60_000);
	});

	it.each([
		{
			rule: 'a date with arguments is untouched',
			script: `console.log(+new Date('2026-10-16') === Date.UTC(2026, 9, 16))`,
		},
		{
			rule: 'a date that Node made is still a Date',
			script: `console.log(require('fs').statSync('/').mtime instanceof Date)`,
		},
		{
			rule: 'timers keep their pace',
			script: `const t = performance.now(); setTimeout(() => console.log(performance.now() - t < 5000), 20)`,
		},
	])('$rule', async ({ script }) => {
		expect(await printed(script)).toBe(true);
	});

	it('processes that share a leap make it together while they run, and keep their pace', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'leap-'));
		const leap = leapIn(join(folder, 'leap'));
		const env = { PATH: process.env['PATH'], ...shiftedClock(start), ...leap.env };
		const script = `process.stdin.on('data', () => console.log(Date.now()));`;
		const children = [0, 1].map(() => spawn(process.execPath, ['-e', script], { env, stdio: 'pipe' }));
		const answers = children.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
		const ask = async (): Promise<readonly number[]> => {
			for (const { stdin } of children) stdin.write('now');
			return await Promise.all(answers.map(async (lines) => Number((await lines.next()).value)));
		};
		const before = await ask();
		leap.by(30 * 60 * 1000);
		leap.by(30 * 60 * 1000);
		const after = await ask();
		for (const child of children) child.stdin.end();
		rmSync(folder, { recursive: true });
		for (const [at, now] of after.entries()) {
			const leaptMs = now - (before[at] ?? 0);
			expect(leaptMs).toBeGreaterThanOrEqual(60 * 60 * 1000);
			expect(leaptMs).toBeLessThan(61 * 60 * 1000);
		}
	});

	it('an instant that is none ends the process at its start', async () => {
		const env = { PATH: process.env['PATH'], ...shiftedClock('tomorrow') };
		await expect(run(process.execPath, ['-e', '0'], { env })).rejects.toThrow('SHIFTED_NOW is no instant: tomorrow');
	});
});
