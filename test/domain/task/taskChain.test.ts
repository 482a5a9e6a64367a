import type { SyncTask } from '../../../src/domain/task/task';
import { oldestFirst, waitingFor } from '../../../src/domain/task/taskChain';

const cause = (reason: string) => ({ reason, message: '' });

function task(id: string, minute: number, more: object = {}): SyncTask {
	const at = `2026-10-16T09:${minute}:00.000Z`;
	return {
		id,
		kind: 'change',
		subscriptionIds: ['s1'],
		state: 'open',
		createdAt: at,
		effectiveAt: at,
		...more,
	} as unknown as SyncTask;
}

const unmapped = { state: 'attention', attention: cause('product not mapped') };

describe('waitingFor', () => {
	it.each([
		{
			rule: 'holds back later tasks of the subscription',
			tasks: [task('a', 10, unmapped), task('b', 20), task('c', 30)],
			expected: { b: 'a', c: 'a' },
		},
		{ rule: 'leaves earlier ones alone', tasks: [task('a', 10), task('b', 20, unmapped)], expected: {} },
		{
			rule: 'leaves other subscriptions alone',
			tasks: [task('a', 10, unmapped), task('b', 20, { subscriptionIds: ['s2'] })],
			expected: {},
		},
		{
			rule: 'does not wait for an approval',
			tasks: [task('a', 10, { state: 'attention', attention: cause('approval') }), task('b', 20)],
			expected: {},
		},
		{
			rule: 'waits for a failed one',
			tasks: [task('a', 10, { state: 'failed' }), task('b', 20, { state: 'approved' })],
			expected: { b: 'a' },
		},
		{
			rule: 'does not hold Billing orders back',
			tasks: [task('a', 10, unmapped), task('b', 20, { kind: 'billing' })],
			expected: {},
		},
		{
			rule: 'is not held back by Billing orders',
			tasks: [task('a', 10, { kind: 'billing', ...unmapped }), task('b', 20)],
			expected: {},
		},
		{
			rule: 'waits where one of several subscriptions is held',
			tasks: [task('a', 10, unmapped), task('b', 20, { subscriptionIds: ['s2', 's1'] })],
			expected: { b: 'a' },
		},
		{
			rule: 'leaves a task that is being written alone',
			tasks: [task('a', 10, unmapped), task('b', 20, { state: 'syncing' })],
			expected: {},
		},
	])('$rule', ({ tasks, expected }) => {
		expect(Object.fromEntries(waitingFor([...tasks].reverse()))).toEqual(expected);
	});
});

describe('oldestFirst', () => {
	it('orders by provisioning, then creation, then id', () => {
		const late = task('a', 10, { createdAt: '2026-10-16T08:30:00.000Z' });
		const early = task('z', 10, { createdAt: '2026-10-16T08:10:00.000Z' });
		expect(oldestFirst([task('c', 20), late, task('b', 20), early]).map((one) => one.id)).toEqual(['z', 'a', 'b', 'c']);
	});
});
