import { damageAnswers } from './badAnswers';

describe('answers with a field that is missing, of another type, huge, unknown or out of range', () => {
	it('crash no use case, are named by their field, and leave the bills as they are: 100 seeds', async () => {
		const report = await damageAnswers({ firstSeed: 20261100, count: 100 });
		process.stdout.write(
			`${report.seeds} damaged answers, ${report.stopped} stopped a run, ${report.wrong.length} wrong\n`,
		);
		expect(report.wrong).toEqual([]);
		// That the damage is met: one bad row stops no run, answers that are bad as a whole do.
		expect(report.stopped).toBeGreaterThan(5);
	}, 900_000);
});
