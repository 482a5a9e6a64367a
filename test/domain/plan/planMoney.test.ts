import { decimal } from '../../../src/domain/money';
import { moneyMoved, type PlanMoney } from '../../../src/domain/plan/planMoney';
import { contractOf, detailOf, planOf, type Scenario } from '../planning/scenario';

const ten = { lines: [{ units: 10, isOurs: true }], links: [{ units: 10 }] };
const rise = { on: '2026-10-16', quantity: '13' };
const dearer = { unitPrice: '20.00', unitCost: '16.00' };
const yearly = contractOf({ periodType: 'yearly', startsOn: '2026-02-01', endsOn: '2028-01-31' });

/** `180 to 234 monthly from 2026-11-01`, with what it costs. */
function told({ recurring }: PlanMoney): readonly string[] {
	return recurring.map(
		({ before, after, costs, periodType, from }) =>
			`${before} to ${after} ${periodType} from ${from}${costs ? `, cost ${costs.before} to ${costs.after}` : ''}`,
	);
}

interface Row {
	readonly rule: string;
	readonly given: Scenario;
	readonly recurring: readonly string[];
	/** Price and cost. */
	readonly once: readonly [string, string | undefined];
}

// Ten at 18.00 that cost 14.40, planned on 17 October.
const rows: readonly Row[] = [
	{
		rule: 'a rise: the rest of its period once, then each period',
		given: { ...ten, task: rise },
		recurring: ['180.00 to 234.00 monthly from 2026-11-01, cost 144.00 to 187.20'],
		once: ['27.87', '22.30'],
	},
	{
		rule: 'a rise that the marketplace prorates: its charge once, then each period',
		given: { ...ten, task: rise, facts: { settings: { proration: 'marketplace' } } },
		recurring: ['180.00 to 234.00 monthly from 2026-11-01, cost 144.00 to 187.20'],
		once: ['27.87', '22.30'],
	},
	{
		rule: 'a fall: nothing until its boundary',
		given: { ...ten, task: { on: '2026-10-11', quantity: '6' } },
		recurring: ['180.00 to 108.00 monthly from 2026-11-01, cost 144.00 to 86.40'],
		once: ['0.00', '0.00'],
	},
	{
		rule: 'a sale of a period that has begun: the period and the setup once, then each period',
		given: {
			task: {
				kind: 'sales',
				on: '2026-10-01',
				details: [
					detailOf({ type: 'setup', unitPrice: '50.00', extendedPrice: '50.00' }),
					detailOf({ quantity: '10', unitPrice: '18.00', extendedPrice: '180.00' }),
				],
				quantity: '10',
			},
		},
		recurring: ['0.00 to 180.00 monthly from 2026-11-01, cost 0.00 to 144.00'],
		once: ['230.00', undefined],
	},
	{
		// 87.10 for 15 days of ten at 18.00 and 134.19 for 16 days of 13 at 20.00, less 180.00.
		rule: 'another price: that of all units of the line',
		given: { ...ten, task: { ...rise, subscription: dearer } },
		recurring: ['180.00 to 260.00 monthly from 2026-11-01, cost 144.00 to 208.00'],
		once: ['41.29', '33.03'],
	},
	{
		// 15 x 20.00 x 16/31 and 12 x 18.00 x 15/31 are 259.35, less 216.00.
		rule: 'and of units on it that are not the subscription’s',
		given: {
			lines: [{ units: 12, isOurs: true, others: 2 }],
			links: [{ units: 10 }],
			task: { ...rise, subscription: dearer },
		},
		recurring: ['216.00 to 300.00 monthly from 2026-11-01, cost 172.80 to 240.00'],
		once: ['43.35', '34.68'],
	},
	{
		rule: 'a year that began in February and is sold by now is billed at once',
		given: {
			facts: { contracts: [yearly], listPrice: '216.00', listCost: '172.80' },
			task: {
				kind: 'sales',
				on: '2026-02-01',
				quantity: '5',
				subscription: {
					billingPeriod: { type: 'year', duration: 1 },
					unitPrice: '216.00',
					unitCost: '172.80',
					expiresOn: '2027-02-01',
				},
			},
		},
		recurring: ['0.00 to 1080.00 yearly from 2027-02-01, cost 0.00 to 864.00'],
		once: ['1080.00', '864.00'],
	},
	{
		rule: 'in a contract’s last period: what its last day is billed for a period',
		given: { ...ten, contract: { endsOn: '2026-10-31' }, task: rise },
		recurring: ['180.00 to 234.00 monthly from 2026-11-01, cost 144.00 to 187.20'],
		once: ['27.87', '22.30'],
	},
	{
		// 3 x 18.00 x 5/31, 3 x 14.40 x 5/31.
		rule: 'to the last day of a contract that ends in the midst of a period',
		given: { ...ten, contract: { endsOn: '2026-10-20' }, task: rise },
		recurring: ['180.00 to 234.00 monthly from 2026-11-01, cost 144.00 to 187.20'],
		once: ['8.71', '6.97'],
	},
	{
		rule: 'nothing where Autotask holds it already',
		given: { lines: [{ units: 13, isOurs: true }], links: [{ units: 13 }], task: rise },
		recurring: ['234.00 to 234.00 monthly from 2026-11-01, cost 187.20 to 187.20'],
		once: ['0.00', '0.00'],
	},
	{
		rule: 'a change on the first day of a period is found on it: nothing once',
		given: { ...ten, task: { on: '2026-10-17', quantity: '13' }, contract: { startsOn: '2026-01-17' } },
		recurring: ['180.00 to 234.00 monthly from 2026-10-17, cost 144.00 to 187.20'],
		once: ['0.00', '0.00'],
	},
	{
		rule: 'a cancellation ends what was billed',
		given: {
			...ten,
			task: { kind: 'cancellation', on: '2026-10-11', subscription: { status: 'terminated', quantity: '0' } },
		},
		recurring: ['180.00 to 0.00 monthly from 2026-11-01, cost 144.00 to 0.00'],
		once: ['0.00', '0.00'],
	},
];

describe('what a plan changes of the bills', () => {
	it.each(rows)('$rule', ({ given, recurring, once }) => {
		const { money } = planOf(given);
		expect(money && told(money)).toEqual(recurring);
		expect([money?.once, money?.onceCost]).toEqual(once);
	});

	it('moves as much as it changes once and each period, whatever the sign', () => {
		const of = { periodType: 'monthly', from: '2026-11-01' } as PlanMoney['recurring'][number];
		const recurring = [{ ...of, before: decimal('180.00'), after: decimal('108.00') }];
		expect(moneyMoved({ recurring, once: decimal('-20.00') })).toBe('92');
	});
});
