import { tasksPage } from '../../../src/pages/board/tasksPage';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { checkSettings, planSettings, syncOptions } from '../../sync/fixtureClients';
import { contract, editByHand, sold, startWorld, type World, type WorldOptions } from '../../sync/fixtureWorld';
import { type OpenPage, openPage, textOf } from '../openPage';
import { sentForm } from '../sentForm';

let world: World;
let board: OpenPage;

const build = { priceSource: 'marketplace' } as const;
const review = 'all';

async function open(options: WorldOptions = {}): Promise<void> {
	world = await startWorld(options);
	board = openPage(
		tasksPage({
			plan: { ...planSettings, build: { ...planSettings.build, ...build } },
			sync: syncOptions,
			check: { ...checkSettings, processAutomatically: false },
		}),
		world,
	);
}

afterEach(async () => await world.close());

const byHand = { check: { processAutomatically: false }, build };
const at = '2026-10-16T09:00:00Z';

/** Ten that are billed, something done to their line by hand, and a rise to 13. */
async function riseAfter(edit: (line: number) => Promise<void>): Promise<void> {
	await open();
	const { subscriptionId = '' } = await sold(world, {}, { build });
	const [line] = world.autotaskSide.state().entities.ContractServices ?? [];
	await edit(Number(line?.id));
	world.order({ kind: 'change', subscriptionId, quantity: 13, at });
	await world.run(byHand);
}

async function saleOn(contracts: WorldOptions['contracts']): Promise<void> {
	await open({ contracts: contracts ?? [] });
	world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 10, at });
	await world.run(byHand);
}

const others = Array.from({ length: 3 }, (_, nth) => contract({ id: 20002 + nth, contractName: `Other, ${nth}` }));

/** The value of the button whose name begins so. */
function buttonIn({ body }: PageAnswer, name: string): string {
	return new RegExp(`value="([^"]*)" aria-label="${name}`).exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
}

async function followed({ statusCode, location }: PageAnswer): Promise<PageAnswer> {
	expect(statusCode).toBe(303);
	return await board.show(Object.fromEntries(new URLSearchParams(location.split('?')[1])));
}

interface Case {
	readonly asks: string;
	readonly given: () => Promise<void>;
	readonly says: string;
	/** A button, or what is chosen or typed in the field. */
	readonly answer: { readonly button: string } | { readonly field: RegExp; readonly value: string };
	/** The row of the plan that comes, and what is written once it is approved. */
	readonly row: string;
	readonly written: readonly string[];
}

const cases: readonly Case[] = [
	{
		asks: 'whose price counts, and leaves the one in Autotask',
		given: async () =>
			await riseAfter(
				async () => await editByHand(world, { effectiveDate: '2026-10-05', unitChange: 0, adjustedUnitPrice: 16.2 }),
			),
		says: 'Autotask has 16.2, which this marketplace did not write. Whose price counts for this task?',
		answer: { button: 'Leave what Autotask has' },
		// 3 x 16.20 = 48.60 a month.
		row: '10 to 13 16.20 +£48.60 a month',
		written: ['+3@2026-10-16'],
	},
	{
		asks: 'how many units somebody has added, of which one way is a button',
		given: async () =>
			await riseAfter(async () => await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 2 })),
		says: 'How many of the 12 units that Autotask holds now are not this marketplace',
		answer: { button: 'None, as before' },
		// 13 in place of 12: 18.00 a month.
		row: '+£18.00 a month',
		written: ['+1@2026-10-16'],
	},
	{
		asks: 'how many units somebody has added, by a number',
		given: async () =>
			await riseAfter(async () => await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 2 })),
		says: 'Of 12 in Autotask; 0 were known before',
		answer: { field: /name="(answer-[^"]*others-0-12)"/, value: '2' },
		// 15 in place of 12: 54.00 a month.
		row: '+£54.00 a month',
		written: ['+3@2026-10-16'],
	},
	{
		asks: 'whether a line is gone for good',
		given: async () =>
			await riseAfter(async (line) => {
				world.autotaskSide.removeLine(line);
				return await Promise.resolve();
			}),
		says: 'is gone for good, the task is planned without it',
		answer: { button: 'It is gone for good' },
		// 13 x 18.00 = 234.00 on a line of its own.
		row: '+£234.00 a month',
		written: ['+13@2026-10-16'],
	},
	{
		asks: 'which of two contracts',
		given: async () => await saleOn([contract(), others[0] ?? contract()]),
		says: 'Which contract bills it?',
		answer: { button: 'Other, 0' },
		row: '0 to 10 18.00 +£180.00 a month',
		written: ['+10@2026-10-16'],
	},
	{
		asks: 'which of many contracts, by a list',
		given: async () => await saleOn([contract(), ...others]),
		says: 'Which contract bills it?',
		answer: { field: /<select name="(answer-[^"]*)"/, value: '20004' },
		row: '0 to 10 18.00 +£180.00 a month',
		written: ['+10@2026-10-16'],
	},
	{
		asks: 'whether a contract is created where none fits',
		given: async () => await saleOn([]),
		says: 'No contract fits.',
		answer: { button: 'Propose a new contract' },
		row: '0 to 10 18.00 +£180.00 a month',
		written: ['+10@2026-10-16'],
	},
];

describe('a question of the review', () => {
	it.each(cases)('asks $asks; the answer makes a plan, which is seen and then approved', async (one) => {
		await one.given();
		const before = world.adjustments();
		const shown = await board.show({ review });
		expect(textOf(shown)).toContain('Needs a decision first (1)');
		expect(textOf(shown)).toContain(one.says);
		expect(shown.body).not.toMatch(/name="plans"/);
		const { answer } = one;
		const field = 'field' in answer ? (answer.field.exec(shown.body)?.[1] ?? '') : '';
		const form =
			'button' in answer ? { choose: buttonIn(shown, answer.button) } : { [field]: answer.value, plans: ['x:y'] };
		const again = await followed(await board.send({ review }, sentForm(shown.body, 'sync', form)));
		expect(textOf(again)).toContain('Planned with your answer. Nothing is written yet: look at it, then approve.');
		expect(textOf(again)).toContain('answered Look at its plan, then approve it.');
		expect(textOf(again)).toContain(one.row);
		expect(world.adjustments()).toEqual(before);
		const [, entry = ''] = /name="plans" value="([^"]+)"/.exec(again.body) ?? [];
		const sent = await board.send({ review }, sentForm(again.body, 'sync', { plans: entry }));
		expect(sent.statusCode).toBe(303);
		expect(world.adjustments()).toEqual([...before, ...one.written]);
	});

	it('takes no answer to what it asked before something moved', async () => {
		await riseAfter(async () => await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 2 }));
		const shown = await board.show({ review });
		const choose = buttonIn(shown, 'None, as before');
		await editByHand(world, { effectiveDate: '2026-10-12', unitChange: 2 });
		const [task] = (await world.tasks()).filter(({ state }) => state === 'attention');
		await board.send({}, { action: 'retry', tasks: task?.id });
		await world.run(byHand);
		const now = await board.show({ review });
		expect(textOf(now)).toContain('How many of the 14 units');
		const late = await board.send({ review }, sentForm(now.body, 'sync', { choose }));
		expect([late.statusCode, textOf(late)]).toEqual([422, expect.stringContaining('has changed since it was shown')]);
	});

	it('that the planner refuses stays a question, with why', async () => {
		await riseAfter(async () => await editByHand(world, { effectiveDate: '2026-10-10', unitChange: 2 }));
		const shown = await board.show({ review });
		const [, field = ''] = /name="(answer-[^"]*others-0-12)"/.exec(shown.body) ?? [];
		const sent = await board.send({ review }, sentForm(shown.body, 'sync', { [field]: 'two', plans: ['x:y'] }));
		expect([sent.statusCode, textOf(sent)]).toEqual([422, expect.stringContaining('as a whole number')]);
		expect(sent.body).toContain(`name="${field}" value="two"`);
	});
});
