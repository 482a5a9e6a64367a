import { chargesOf, detailOf, type LineFigures, planned, type Scenario, writesOf } from './scenario';

const rise: Scenario['task'] = {
	on: '2026-10-16',
	quantity: '13',
	details: [detailOf({ quantity: '3', unitPrice: '18.00', extendedPrice: '54.00' })],
};
const fall: Scenario['task'] = {
	on: '2026-10-16',
	quantity: '6',
	details: [detailOf({ quantity: '6', unitPrice: '18.00', extendedPrice: '108.00' })],
};
const at = (unitPrice: string) => detailOf({ quantity: '10', unitPrice, extendedPrice: `${Number(unitPrice) * 10}` });
const dearer: Scenario['task'] = {
	on: '2026-10-16',
	quantity: '10',
	details: [at('20.00')],
	subscription: { unitPrice: '20.00' },
};
const end: Scenario['task'] = { kind: 'cancellation', on: '2026-10-16', quantity: '0' };

/** What is written, then what is charged, or why nothing is. */
function outcomeOf(scenario: Scenario): readonly string[] {
	const outcome = planned(scenario);
	if (outcome.kind === 'attention') return [outcome.reason];
	return [writesOf(outcome.plan).join(), chargesOf(outcome.plan).join()];
}

describe('a price that somebody else has set in Autotask', () => {
	it.each<{
		rule: string;
		rates: NonNullable<LineFigures['rates']>;
		/** What we have left before, `[day, price]`; at 18.00 where absent. */
		before?: readonly (readonly [string, string])[];
		task: Scenario['task'];
		outcome: readonly string[];
	}>([
		{
			rule: 'from a later day on stays, and a rise charges nothing for it',
			rates: [['2026-12-01', '20.00']],
			task: rise,
			outcome: ['+3 @ 2026-10-16', ''],
		},
		{
			rule: 'from a later day on stays, and a fall charges nothing for it',
			rates: [['2026-12-01', '20.00']],
			task: fall,
			outcome: ['-4 @ 2026-11-01', ''],
		},
		{
			rule: 'from a later day on is nothing to charge once the units have gone',
			rates: [['2026-12-01', '20.00']],
			task: end,
			outcome: ['-10 @ 2026-11-01', ''],
		},
		{
			rule: "does not end with the order's own before a person says so",
			rates: [['2026-10-01', '20.00']],
			task: rise,
			outcome: ['changed in Autotask'],
		},
		{
			rule: "ends with the order's own where a person says so, which charges nothing for it",
			rates: [['2026-10-01', '20.00']],
			task: { ...rise, answers: { seenPrices: ['20'] } },
			outcome: ['+3 @ 2026-10-16 at 18 cost 14.4', ''],
		},
		{
			rule: 'does not end where a person has said so of another figure',
			rates: [['2026-10-01', '20.00']],
			task: { ...rise, answers: { seenPrices: ['19', '20/14'] } },
			outcome: ['changed in Autotask'],
		},
		{
			rule: 'is written nowhere where it is the one that the order brings',
			rates: [['2026-10-01', '20.00']],
			task: dearer,
			outcome: ['', ''],
		},
		{
			rule: 'stays where the order repeats quantity and price',
			rates: [['2026-10-01', '16.20']],
			task: { on: '2026-10-16', quantity: '10', details: [at('18.00')] },
			outcome: ['', ''],
		},
		{
			rule: 'within the days for which the order prices all of the period is not written over either',
			rates: [['2026-10-05', '16.20']],
			task: dearer,
			outcome: ['changed in Autotask'],
		},
		{
			rule: "within those days ends with the order's own where a person says so",
			rates: [['2026-10-05', '16.20']],
			task: { ...dearer, answers: { seenPrices: ['16.2'] } },
			outcome: ['+0 @ 2026-10-01 at 20 cost 14.4,+0 @ 2026-10-05 at 20 cost 14.4', ''],
		},
		{
			rule: 'and a cost are asked about together',
			rates: [['2026-10-01', '16.20', '13.00']],
			task: rise,
			outcome: ['changed in Autotask'],
		},
		{
			rule: "and a cost end with the order's own where a person says so of both",
			rates: [['2026-10-01', '16.20', '13.00']],
			task: { ...rise, answers: { seenPrices: ['16.2/13'] } },
			outcome: ['+3 @ 2026-10-16 at 18 cost 14.4', ''],
		},
		{
			rule: 'of cost alone waits too where the order brings another',
			rates: [['2026-10-01', '18.00', '16.00']],
			task: rise,
			outcome: ['changed in Autotask'],
		},
		{
			rule: 'from an earlier day on is nothing to charge once the units have gone',
			rates: [['2026-10-01', '20.00']],
			task: end,
			outcome: ['-10 @ 2026-11-01', ''],
		},
		{
			rule: 'is theirs too where we had that price before',
			rates: [
				['2026-06-01', '20.00'],
				['2026-10-01', '18.00'],
			],
			before: [
				['2026-01-01', '18.00'],
				['2026-06-01', '20.00'],
			],
			task: end,
			outcome: ['-10 @ 2026-11-01', ''],
		},
		{
			rule: 'of cost alone is nothing to charge once the units have gone',
			rates: [['2026-10-01', '18.00', '16.00']],
			task: end,
			outcome: ['-10 @ 2026-11-01', ''],
		},
		{
			rule: 'of cost alone from a later day on stays',
			rates: [['2026-12-01', '18.00', '16.00']],
			task: rise,
			outcome: ['+3 @ 2026-10-16', ''],
		},
	])('$rule', ({ rates, before, task, outcome }) => {
		const prices = before ?? [['2026-01-01', '18.00']];
		const line: LineFigures = {
			units: 10,
			isOurs: true,
			rates,
			journalled: prices.map(([, price]) => ({ price, cost: '14.40' })).toReversed(),
			ownWrites: prices.map(([on, price], at) => ({
				on,
				unitDelta: at === 0 ? 10 : 0,
				isRecorded: true,
				price,
				cost: '14.40',
			})),
		};
		const links = [{ units: 10, prices, costs: [['2026-01-01', '14.40']] as const }];
		expect(outcomeOf({ lines: [line], links, task })).toEqual(outcome);
	});

	it.each([
		{ rule: 'the end of its units', task: end, outcome: ['-10 @ 2026-11-01', ''] },
		{
			rule: 'a rise from before',
			task: { ...rise, on: '2026-10-08', answers: { seenPrices: ['20'] } },
			outcome: ['+3 @ 2026-10-08 at 18 cost 14.4,+0 @ 2026-10-16 at 18 cost 14.4', ''],
		},
	])(
		'is theirs too where a write of ours was taken back that a killed run had left there: $rule',
		({ task, outcome }) => {
			const write = { isRecorded: true, cost: '14.40' };
			const line: LineFigures = {
				units: [
					['2026-01-01', 10],
					['2026-10-16', 10],
				],
				isOurs: true,
				rates: [['2026-10-01', '20.00']],
				journalled: [{ price: '20.00' }, { price: '18.00', cost: '14.40' }],
				ownWrites: [
					{ ...write, on: '2026-01-01', unitDelta: 10, price: '18.00' },
					{ ...write, on: '2026-10-16', unitDelta: 2, price: '18.00', priceBefore: '20.00' },
					{ ...write, on: '2026-10-16', unitDelta: -2, price: '20.00', priceBefore: '18.00' },
				],
			};
			const links = [
				{ units: 10, prices: [['2026-01-01', '18.00']] as const, costs: [['2026-01-01', '14.40']] as const },
			];
			expect(outcomeOf({ lines: [line], links, task })).toEqual(outcome);
		},
	);

	it.each([
		// Else 10 x -2.00 for every month, as if what somebody else had set were owed by nobody.
		{
			rule: "ends with the order's own where a person says so",
			task: { ...rise, answers: { seenPrices: ['20'] } },
			outcome: ['+3 @ 2026-10-16 at 18 cost 14.4', ''],
		},
		{ rule: 'asks a person before it ends', task: rise, outcome: ['changed in Autotask'] },
		{ rule: 'is nothing to charge once the units have gone', task: end, outcome: ['-10 @ 2026-11-01', ''] },
	])('from the first day of its units on, which came at the price of the service: $rule', ({ task, outcome }) => {
		const line: LineFigures = {
			units: [
				['2026-01-01', 0],
				['2026-10-01', 10],
			],
			isOurs: true,
			rates: [['2026-10-01', '20.00']],
			journalled: [{ price: '18.00', cost: '14.40' }],
			ownWrites: [{ on: '2026-10-01', unitDelta: 10, isRecorded: true }],
		};
		const links = [
			{
				units: [['2026-10-01', 10]] as const,
				prices: [['2026-10-01', '18.00']] as const,
				costs: [['2026-10-01', '14.40']] as const,
			},
		];
		expect(outcomeOf({ lines: [line], links, task })).toEqual(outcome);
	});
});
