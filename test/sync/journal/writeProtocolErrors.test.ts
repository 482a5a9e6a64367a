import {
	ApiError,
	LimitError,
	LoginRefusedError,
	NoAnswerError,
	RefusedError,
	UnprovenError,
} from '../../../src/http/errors';
import { isPostedPeriod, isSecondChangeOnDate, proofOf } from '../../../src/sync/journal/writeErrors';

const request = { system: 'Autotask' as const, method: 'POST', path: '/V1.0/Contracts/1/Charges' };
const unreachable = { ...request, cause: new NoAnswerError('unreachable', 'ECONNREFUSED') };

describe('proofOf', () => {
	it.each([
		{ rule: 'a refusal with reasons is a refusal', error: new RefusedError(request, ['no']), kind: 'refused' },
		{ rule: 'a limit stops the run', error: new LimitError(request), kind: 'stopped' },
		{
			rule: 'a refused login stops the run',
			error: new LoginRefusedError({ ...request, status: 401 }, 'refused'),
			kind: 'stopped',
		},
		{
			rule: 'a host that could not be reached stops the run',
			error: new ApiError('no connection', unreachable, true),
			kind: 'stopped',
		},
		{
			rule: 'a missing right stops the run',
			error: new ApiError('forbidden', { ...request, status: 403 }, false),
			kind: 'stopped',
		},
		{
			rule: 'a lost answer proves nothing',
			error: new UnprovenError({ ...request, status: 503 }, 'closed'),
			kind: 'unproven',
		},
		{ rule: 'whatever else goes wrong after sending proves nothing', error: new TypeError('a bug'), kind: 'unproven' },
	])('$rule', ({ error, kind }) => {
		expect(proofOf(error, true).kind).toBe(kind);
	});

	it('nothing was written where nothing was sent', () => {
		expect(proofOf(new TypeError('cancelled'), false).kind).toBe('stopped');
	});
});

describe('what Autotask says', () => {
	it('a second change of a line on one date is known by its text', () => {
		expect(isSecondChangeOnDate(['Attempt to insert duplicate data into contract_service_period'])).toBe(true);
		expect(isSecondChangeOnDate(['The line is locked.'])).toBe(false);
	});

	it('a posted period is known by its text', () => {
		expect(
			isPostedPeriod([
				'Unable to make changes as it would result in the modification of an already approved and posted contract period',
			]),
		).toBe(true);
		expect(isPostedPeriod(['The line is locked.'])).toBe(false);
	});
});
