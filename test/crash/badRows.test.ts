import { spoilRows } from './badRows';

describe('a row of either system that cannot be read, or says something odd', () => {
	it('changes neither tasks nor writes nor bills of others than its own customer: 100 seeds', async () => {
		const report = await spoilRows({ firstSeed: 20261200, count: 100 });
		process.stdout.write(
			`${report.seeds} bad rows, ${report.felt} felt by their own customer, ${report.wrong.length} wrong\n`,
		);
		expect(report.wrong).toEqual([]);
		expect(report.felt).toBeGreaterThan(20);
	}, 900_000);
});
