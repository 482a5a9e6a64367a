import { toldTask } from '../../../nodes/shared/items/toldTask';

const task = { id: 'order-1', orderNumber: 'SO1', customerId: '7', state: 'attention' };

describe('an item as a digest tells it', () => {
	it('is named by its order, with company, plan and what it waits for', () => {
		const plan = {
			currency: 'GBP',
			lines: [{ serviceName: 'A' }, { serviceName: 'A' }, { serviceName: 'B' }],
			money: { recurring: [], once: '5.00' },
		};
		const attention = { reason: 'approval', message: 'Automatic processing is off.' };
		expect(toldTask({ task, customer: { companyName: 'Ashdown' }, plan, attention }, 0)).toEqual({
			name: 'SO1',
			taskId: 'order-1',
			customer: 'Ashdown',
			plan: { currency: 'GBP', products: ['A', 'B'], money: { recurring: [], once: '5.00' } },
			attention,
		});
	});

	it.each([
		[{ ...task, state: 'failed', note: 'Refused.' }, { result: { state: 'failed', message: 'Refused.' } }],
		[{ ...task, state: 'synced' }, { result: { state: 'synced', message: '' } }],
		[
			{ ...task, attention: { reason: 'customer not mapped', message: 'Map it.' } },
			{ attention: { reason: 'customer not mapped', message: 'Map it.' } },
		],
	])('of a list is told by the state that its task is in', (listed, expected) => {
		expect(toldTask({ task: listed }, 0)).toMatchObject(expected);
	});

	it('whose amounts cannot be read is told without them', () => {
		const plan = { currency: 'GBP', lines: [], money: { recurring: [], once: 'a lot' } };
		expect(toldTask({ task, plan }, 0).plan).toEqual({ currency: 'GBP', products: [] });
	});

	it.each([
		[
			{ entry: 'order-9', refused: 'There is no such task.' },
			{ name: 'order-9', failed: 'There is no such task.' },
		],
		[{ error: 'No answer.' }, { name: 'Task', failed: 'No answer.' }],
		[{ entry: 'order-9', refused: 'Synced.', alreadySynced: true }, { isWrittenBefore: true }],
	])('that was refused or failed is told by that: %j', (json, expected) => {
		expect(toldTask(json, 0)).toMatchObject(expected);
	});

	it('of another origin is refused by its number', () => {
		expect(() => toldTask({ task: 7 }, 3)).toThrow('Item 3 carries no sync task.');
	});
});
