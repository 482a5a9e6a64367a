import { campaigns, faultsInOneLine, type FaultReport } from './campaign';
import { mishapKinds, mishapsOf } from './mishaps';

const firstSeed = 20261100;

function told(report: FaultReport): FaultReport {
	process.stdout.write(`${faultsInOneLine(report)}\n`);
	return report;
}

describe('runs that mishaps befall', () => {
	it.each([
		{ size: 'some', engine: 'sqlite', from: firstSeed, count: 80 },
		{ size: 'all', engine: 'sqlite', from: firstSeed + 80, count: 10 },
		{ size: 'some', engine: 'postgres', from: firstSeed + 90, count: 10 },
	] as const)(
		'end in the same bills, nothing doubled and nothing lost: $count seeds from $from on $engine',
		async ({ size, engine, from, count }) => {
			const report = told(await campaigns({ size, engine, firstSeed: from, count }));
			expect(report.wrong).toEqual([]);
			expect(report.runs).toBeGreaterThan(count);
		},
		900_000,
	);

	it('are befallen by every kind of mishap', () => {
		const drawn = Array.from({ length: 100 }, (_, at) => mishapsOf(firstSeed + at)).flat();
		const kinds = drawn.map(({ mishap }) => (mishap.kind === 'fault' ? mishap.action.kind : mishap.kind));
		expect([...new Set(kinds)].sort()).toEqual([
			'clockJumps',
			'closeBeforeEffect',
			'hold',
			'loseAnswerAfterEffect',
			'status',
			'tokensExpire',
			'truncateJson',
			'zoneMoves',
		]);
		expect(mishapKinds).toHaveLength(16);
	});
});
