import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { TaskId } from '../../../src/domain/ids';
import { decimal } from '../../../src/domain/money';
import { digestOf } from '../../../src/pages/digest/digestOf';
import type { ToldTask } from '../../../src/pages/digest/told';

const pagesUrl = 'https://n8n.example.com/webhook/marketplace/';

function plan(before: string, after: string, once: string): NonNullable<ToldTask['plan']> {
	const from = '2026-11-01' as CalendarDate;
	const recurring = [{ periodType: 'monthly' as const, from, before: decimal(before), after: decimal(after) }];
	return { currency: 'GBP', products: ['Business Premium'], money: { recurring, once: decimal(once) } };
}

const rise: ToldTask = {
	name: 'SO000012',
	taskId: 'order-1012' as TaskId,
	customer: 'Ashdown Ltd',
	plan: plan('180.00', '234.00', '27.87'),
	attention: { reason: 'approval', message: 'Automatic processing is off.' },
};
const unmapped: ToldTask = {
	name: 'SO000013',
	taskId: 'order-1013' as TaskId,
	attention: { reason: 'customer not mapped', message: 'Map customer 1003 (Birch) to a company.' },
};
const failed: ToldTask = {
	name: 'SO000014',
	taskId: 'order-1014' as TaskId,
	customer: 'Calder',
	result: { state: 'failed', message: 'Autotask refused the change.' },
};
const written: ToldTask = {
	name: 'SO000015',
	taskId: 'order-1015' as TaskId,
	customer: 'Dunmore',
	plan: plan('90.00', '72.00', '0'),
	result: { state: 'synced', message: 'Written.' },
};

describe('a digest', () => {
	it('says first what failed, then what needs a decision, then what waits for approval, with its money', () => {
		expect(digestOf([rise, unmapped, failed, written], { about: 'errorsAndActions', pagesUrl })).toMatchObject({
			subject: 'Marketplace: 1 failed, 1 needs a decision, 1 to approve (+£54.00 a month, +£27.87 once)',
			text: [
				'1 failed',
				'- Calder, SO000014: Autotask refused the change.',
				'  https://n8n.example.com/webhook/marketplace/task?id=order-1014',
				'',
				'1 needs a decision',
				'- SO000013: Map customer 1003 (Birch) to a company.',
				'  https://n8n.example.com/webhook/marketplace/task?id=order-1013',
				'',
				'1 to approve (+£54.00 a month, +£27.87 once)',
				'- Ashdown Ltd, SO000012, Business Premium: +£54.00 a month, +£27.87 once',
				'  https://n8n.example.com/webhook/marketplace/task?id=order-1012',
				'Review them: https://n8n.example.com/webhook/marketplace/tasks?review=all',
			].join('\n'),
			counts: { failed: 1, decide: 1, approve: 1, written: 0, nothing: 0 },
		});
	});

	it('tells of all tasks if that is chosen', () => {
		const made = digestOf([written], { about: 'allTasks' });
		expect(made?.subject).toBe('Marketplace: 1 written (-£18.00 a month)');
		expect(made?.text).not.toContain('http');
	});

	it.each([
		['what was written', written],
		['what was written before', { name: 'SO1', failed: 'is synced', isWrittenBefore: true }],
		['what has come to nothing yet', { name: 'SO2', result: { state: 'waiting', message: '' } }],
	] as const)('of %s alone says nothing if only actions count', (_, task) => {
		expect(digestOf([task], { about: 'errorsAndActions' })).toBeUndefined();
	});

	it('shows 50 tasks of a group, counts the money of all, and says how many are left', () => {
		const made = digestOf(
			Array.from({ length: 60 }, () => rise),
			{ about: 'errorsAndActions' },
		);
		expect(made?.text.match(/^- Ashdown/gm)).toHaveLength(50);
		expect(made?.text).toContain('60 to approve (+£3,240.00 a month, +£1,672.20 once)');
		expect(made?.text).toContain('- 10 more');
	});

	it('takes no markup, no mention and no line of its own from names', () => {
		const customer = '<img src=x onerror=1>\n- All approved & <!channel>';
		const made = digestOf([{ ...rise, customer }], { about: 'errorsAndActions', pagesUrl });
		expect(made?.html).not.toContain('<img');
		expect(made?.html).toContain('&lt;img src=x onerror=1>');
		expect(made?.text.match(/^- /gm)).toHaveLength(1);
		expect(made?.slackText).toContain('&lt;!channel&gt;');
		expect(made?.slackText).not.toContain('<');
	});
});
