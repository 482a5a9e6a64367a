import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import { changesOfLine } from '../../../src/domain/writes/lineBooks';
import { never } from '../../../src/domain/writes/changesTo';
import { chargeText, day, heldLine, meantLine, unitsFrom, writeText } from './lineFixture';

const contract = {
	id: 1,
	companyId: 1,
	name: 'Cloud',
	periodType: 'monthly',
	isActive: true,
	startsOn: day('2026-01-01'),
	endsOn: day('2026-12-31'),
} as FittingContract;

describe('what a line holds otherwise than it was to', () => {
	const was = { units: { '2026-10-01': 3, '2026-10-10': 1, '2026-10-11': 2 } };
	const is = { units: { '2026-10-01': 3, '2026-10-10': 1, '2026-10-11': 4 } };
	const held = heldLine({ units: { '2026-10-01': 3, '2026-10-11': 2 } });

	it.each([
		{
			rule: 'before its own days is charged already',
			changedFrom: '2026-10-11',
			besides: { '2026-10-10': 2, '2026-10-11': 0 },
			charged: ['1.16@2026-10-10 cost 0.93'],
		},
		{
			rule: 'from its own day on is written by it, where it stays and somebody else has changed it',
			changedFrom: '2026-10-10',
			besides: { '2026-10-10': 2, '2026-10-11': 0 },
			charged: [],
		},
		{
			rule: 'from its own day on is charged already where our own writes have left it so',
			changedFrom: '2026-10-10',
			besides: {},
			charged: ['1.16@2026-10-10 cost 0.93'],
		},
	])('before a task, $rule', ({ changedFrom, besides, charged }) => {
		const limits = { lastDay: contract.endsOn, taken: new Set<never>(), ratesFrom: never };
		const { adjustments, missed } = changesOfLine(
			{ now: held, before: held, besides: unitsFrom(besides) },
			{ before: meantLine(was), after: meantLine(is) },
			{ ...limits, unitsFrom: day('2026-10-10'), changedFrom: day(changedFrom) },
			contract,
		);
		expect(adjustments.map(writeText)).toEqual(['-2@2026-10-10', '+4@2026-10-11']);
		expect(missed.map(chargeText)).toEqual(charged);
	});
});
