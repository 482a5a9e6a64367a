import { crash, inOneLine, type CrashReport } from './boundaries';
import type { Death } from './crashChild';
import { seeded, someOf } from './seeded';

const seed = 20261102;

function told(report: CrashReport): CrashReport {
	process.stdout.write(`${inOneLine(report)}\n`);
	return report;
}

/** The last commits of a run: everything is written and nothing of it recorded, and then all but the last task. */
function telling(deaths: readonly Death[]): readonly Death[] {
	return deaths.slice(-20).filter((death) => death.when === 'before');
}

describe('a run that writes lines of all kinds', () => {
	it('ends in the same bills wherever its process is killed, on SQLite: a seeded tenth of all boundaries', async () => {
		const report = told(
			await crash({
				size: 'all',
				engine: 'sqlite',
				choose: (deaths) => [...new Set([...someOf(deaths, 0.1, seeded(seed)), ...telling(deaths)])],
			}),
		);
		expect(report.wrong).toEqual([]);
		expect(report.killed).toBeGreaterThan((report.requests + report.commits) / 5);
	}, 900_000);

	it('ends in the same bills wherever its process is killed, on PostgreSQL: a seeded part', async () => {
		const report = told(
			await crash({ size: 'some', engine: 'postgres', choose: (deaths) => someOf(deaths, 0.05, seeded(seed)) }),
		);
		expect(report.wrong).toEqual([]);
	}, 900_000);
});
