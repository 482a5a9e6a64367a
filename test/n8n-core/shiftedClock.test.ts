import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { shiftedClock } from '../../demo/n8n/n8nEnvironment';

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

	it('an instant that is none ends the process at its start', async () => {
		const env = { PATH: process.env['PATH'], ...shiftedClock('tomorrow') };
		await expect(run(process.execPath, ['-e', '0'], { env })).rejects.toThrow('SHIFTED_NOW is no instant: tomorrow');
	});
});
