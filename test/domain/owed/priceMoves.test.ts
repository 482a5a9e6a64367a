import { decimal } from '../../../src/domain/money';
import { planTask } from '../../../src/domain/planning/planTask';
import { detailOf, factsOf, ledgerOf, lineOf, linkOf, planOf, type Scenario, taskOf } from '../planning/scenario';

interface Row {
	readonly rule: string;
	readonly price: string;
	readonly cost?: string;
	readonly given?: Scenario;
	readonly settings?: {
		readonly priceChangeLimit?: number;
		readonly marginLimit?: number;
		readonly priceSource?: 'autotask';
	};
	readonly says?: string;
}

const ten: Pick<Scenario, 'lines' | 'links'> = {
	lines: [{ units: 10, isOurs: true }],
	links: [{ units: 10, prices: [['2026-01-01', '18.00']], costs: [['2026-01-01', '14.40']] }],
};

/** Ten at a price and a cost. */
function at(price: string, cost: string): Pick<Scenario, 'lines' | 'links'> {
	return {
		lines: [{ units: 10, price, cost, isOurs: true }],
		links: [{ units: 10, prices: [['2026-01-01', price]], costs: [['2026-01-01', cost]] }],
	};
}

describe('a price that moves', () => {
	it.each<Row>([
		// 6.00 of 18.00
		{ rule: 'by a third', price: '12.00', cost: '10.00', says: 'moves from 18 to 12: by -33.33 %, more than 20 %' },
		{ rule: 'up to the limit', price: '21.60', cost: '14.40' },
		{ rule: 'over the limit', price: '21.61', cost: '14.40', says: 'by 20.06 %, more than 20 %' },
		{ rule: 'down to the limit and the cost', price: '14.40', cost: '14.40' },
		{ rule: 'below the cost', price: '17.00', cost: '17.50', says: 'moves from 18 to 17: below its cost of 17.5' },
		{ rule: 'by both', price: '12.00', cost: '14.40', says: '-33.33 %, more than 20 %, and below its cost of 14.4' },
		{ rule: 'not at all, below the cost', price: '18.00', cost: '19.00' },
		{ rule: 'below the cost as before', price: '17.00', cost: '19.00', given: at('18.00', '19.00') as Scenario },
		{ rule: 'from 0', price: '18.00', cost: '14.40', given: at('0', '0') as Scenario },
		{ rule: 'where the limit is 50', price: '12.00', cost: '10.00', settings: { priceChangeLimit: 50 } },
		{ rule: 'where there is no limit', price: '12.00', settings: { priceChangeLimit: 0 } },
		// 17.60 less 14.40 is 3.20, which is 18.18 % of 17.60; of 18.00 it was 20 %
		{
			rule: 'to less margin than its limit',
			price: '17.60',
			settings: { marginLimit: 20 },
			says: 'moves from 18 to 17.6: with a margin of 18.18 %, less than 20 %',
		},
		{ rule: 'to as much margin as its limit', price: '20.00', cost: '16.00', settings: { marginLimit: 20 } },
		{ rule: 'to less margin, as before', price: '17.60', settings: { marginLimit: 25 } },
		{
			rule: 'below the cost, where only margins are limited',
			price: '14.00',
			settings: { priceChangeLimit: 0, marginLimit: 10 },
			says: 'moves from 18 to 14: below its cost of 14.4',
		},
		{ rule: "with Autotask's prices", price: '12.00', settings: { priceSource: 'autotask' } },
	])('$rule: $says', ({ price, cost = '14.40', given, settings = {}, says }) => {
		const amount = decimal(price);
		const details = [detailOf({ quantity: '10', unitPrice: price, extendedPrice: String(Number(amount) * 10) })];
		for (const kind of ['change', 'renewal', 'billing'] as const) {
			const subscription = { unitPrice: price, unitCost: cost };
			const task = { kind, on: '2026-10-16', quantity: '10', details, subscription };
			const why = planOf({ ...ten, ...given, task, facts: { settings } }).approvalNeeded.join('; ');
			if (says === undefined) expect(why).not.toContain('moves');
			else expect(why).toContain(says);
		}
	});

	it.each([
		{ rule: 'a sale has no price before it', task: { kind: 'sales' as const, quantity: '10' }, of: {} },
		{ rule: 'a rise that brings another price', task: { quantity: '13' }, of: ten, says: 'by -33.33 %' },
		{ rule: 'a fall that brings another price', task: { quantity: '6' }, of: ten, says: 'by -33.33 %' },
	])('$rule: $says', ({ task, of, says = '' }) => {
		const subscription = { unitPrice: '12.00', unitCost: '10.00' };
		const why = planOf({ ...of, task: { on: '2026-10-16', ...task, subscription } }).approvalNeeded.join('; ');
		expect(why.includes('moves from 18 to 12')).toBe(says !== '');
		expect(why).toContain(says);
	});
});

describe('T10: a price that moves step by step', () => {
	interface Step {
		readonly price: string;
		readonly kind?: 'change' | 'renewal' | 'billing';
		/** Seats afterwards; default ten. */
		readonly seats?: string;
		readonly approvedBy?: string;
	}

	/** What is said of each step of one chain, all of them on 16 October; nothing where nobody is asked. */
	function saidOf(steps: readonly Step[], from: string): readonly string[] {
		const last = steps.at(-1);
		const tasks = steps.map(({ price, kind = 'change', seats = '10', approvedBy }, at) => {
			const details = [
				detailOf({ quantity: seats, unitPrice: price, extendedPrice: (Number(price) * Number(seats)).toFixed(2) }),
			];
			const task = taskOf({ id: `o${at}`, kind, on: '2026-10-16', quantity: seats, details });
			const { updatedAt } = task;
			return approvedBy === undefined
				? task
				: { ...task, approval: { fingerprint: 'f', by: approvedBy, at: updatedAt } };
		});
		const subscription = { quantity: last?.seats ?? '10', unitPrice: last?.price, unitCost: '1.00' };
		const facts = factsOf({ tasks, subscriptions: [subscription] });
		const { lines, links } = at(from, '1.00');
		let ledger = ledgerOf(
			lines?.map((line) => lineOf(line)),
			links?.map(linkOf),
		);
		return tasks.map((task) => {
			const outcome = planTask(task, facts, ledger);
			if (outcome.kind === 'attention') return outcome.message;
			ledger = outcome.ledger;
			return outcome.plan.approvalNeeded.filter((why) => why.includes('moves')).join('; ');
		});
	}

	const far = (from: string, to: string) => expect.stringContaining(`moves from ${from} to ${to}: by`) as string;

	it.each<{ rule: string; from?: string; steps: readonly Step[]; says: readonly string[] }>([
		{ rule: 'two steps below the limit', steps: [{ price: '21.00' }, { price: '25.00' }], says: ['', far('18', '25')] },
		{
			rule: 'two Billing orders',
			steps: [
				{ price: '21.00', kind: 'billing' },
				{ price: '25.00', kind: 'billing' },
			],
			says: ['', far('18', '25')],
		},
		{ rule: 'down', steps: [{ price: '15.00' }, { price: '13.00' }], says: ['', far('18', '13')] },
		{
			rule: 'three of them',
			steps: [{ price: '20.00' }, { price: '21.00' }, { price: '22.00' }],
			says: ['', '', far('18', '22')],
		},
		{ rule: 'steps that stay below it', steps: [{ price: '20.00' }, { price: '21.00' }], says: ['', ''] },
		{ rule: 'there and back', steps: [{ price: '21.50' }, { price: '18.00' }], says: ['', ''] },
		{
			rule: 'a step that waits, and a small one after it',
			steps: [{ price: '22.00' }, { price: '25.00' }],
			says: [far('18', '22'), far('18', '25')],
		},
		{
			rule: 'a step that a person has approved, and a small one after it',
			steps: [{ price: '22.00', approvedBy: 'Ann' }, { price: '25.00' }],
			says: [far('18', '22'), ''],
		},
		{
			rule: 'one that was approved by nobody',
			steps: [{ price: '21.00', approvedBy: 'automatic' }, { price: '25.00' }],
			says: ['', far('18', '25')],
		},
		{
			rule: 'seats alone move no price',
			steps: [{ price: '22.00' }, { price: '22.00', seats: '12' }],
			says: [far('18', '22'), ''],
		},
		{
			rule: 'a step beside seats',
			steps: [
				{ price: '21.00', seats: '12' },
				{ price: '25.00', seats: '13' },
			],
			says: ['', far('18', '25')],
		},
		{
			rule: 'from 0, and then',
			from: '0',
			steps: [{ price: '10.00' }, { price: '11.90' }, { price: '14.00' }],
			says: ['', '', far('10', '14')],
		},
	])('$rule', ({ from = '18.00', steps, says }) => {
		expect(saidOf(steps, from)).toEqual(says);
	});
});
