import { calendarDate } from '../../../src/domain/calendarDate';
import { decimal } from '../../../src/domain/money';
import { joinsEarlier } from '../../../src/domain/portion/joinsEarlier';

const day = calendarDate;
const at = (from: string, amount: string) => ({ from: day(from), amount: decimal(amount) });
const held = { units: [], price: [at('2026-01-01', '18')], cost: [at('2026-01-01', '14.4')] };
const next = { name: 'Next', startsOn: day('2026-11-01') };

/** Ten seats on a line until a day. */
function ten(from: string, leftOn: string) {
	return { link: { units: [{ from: day(from), units: 10 }], leftOn: day(leftOn) }, held };
}

interface Row {
	readonly rule: string;
	readonly from: string;
	readonly price: string;
	readonly cost?: string;
	readonly left: readonly ReturnType<typeof ten>[];
	readonly outcome: boolean | 'refused';
}

describe('a price that holds while seats are on a line before the one that they go to', () => {
	it.each<Row>([
		{
			rule: 'takes them there from then',
			from: '2026-11-10',
			price: '20',
			left: [ten('2026-11-01', '2026-11-21')],
			outcome: true,
		},
		{
			rule: 'leaves them where the line has it already',
			from: '2026-11-10',
			price: '18',
			left: [ten('2026-11-01', '2026-11-21')],
			outcome: false,
		},
		{
			rule: 'leaves them where they come later',
			from: '2026-11-10',
			price: '20',
			left: [ten('2026-11-21', '2026-11-21')],
			outcome: false,
		},
		{
			rule: 'waits before the contract of their own line',
			from: '2026-10-16',
			price: '20',
			left: [ten('2026-10-01', '2026-11-01')],
			outcome: 'refused',
		},
		{
			rule: 'waits with its cost alone, too',
			from: '2026-10-16',
			price: '18',
			cost: '15',
			left: [ten('2026-10-01', '2026-11-01')],
			outcome: 'refused',
		},
		{
			// Else 10 x 2.00 x 8/31 = 5.16 of 23 to 30 Oct would be billed nowhere.
			rule: 'waits where they were on another line before the one that they leave',
			from: '2026-10-23',
			price: '20',
			left: [ten('2026-10-01', '2026-10-31'), ten('2026-10-31', '2026-11-01')].map((line, nth) =>
				nth === 0 ? line : { ...line, held: { ...held, price: [at('2026-01-01', '20')] } },
			),
			outcome: 'refused',
		},
	])('$rule', ({ from, price, cost = '14.4', left, outcome }) => {
		const owed = {
			price: [at('2026-01-01', '18'), at(from, price)],
			cost: [at('2026-01-01', '14.4'), at(from, cost)],
		};
		const joins = () => joinsEarlier('The order', { owed, from: day(from), to: next, left });
		if (outcome === 'refused') expect(joins).toThrow('go on on contract Next from 2026-11-01');
		else expect(joins()).toBe(outcome);
	});
});
