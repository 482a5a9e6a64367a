import { calendarDate } from '../../../src/domain/calendarDate';
import { decimal } from '../../../src/domain/money';
import { joinsEarlier } from '../../../src/domain/portion/joinsEarlier';

const day = calendarDate;
const at = (from: string, amount: string) => ({ from: day(from), amount: decimal(amount) });
const held = { units: [], price: [at('2026-01-01', '18')], cost: [at('2026-01-01', '14.4')] };
const next = { name: 'Next', startsOn: day('2026-11-01') };

/** A line that is left on a day; at another price than 18.00, where one is said. */
function until(leftOn: string, price = '18') {
	return { leftOn: day(leftOn), held: { ...held, price: [at('2026-01-01', price)] } };
}

interface Row {
	readonly rule: string;
	readonly from: string;
	readonly price: string;
	readonly cost?: string;
	/** The first day of ten seats. */
	readonly seatsFrom: string;
	readonly left: readonly ReturnType<typeof until>[];
	readonly outcome: boolean | 'refused';
}

describe('a price that holds while seats are on a line before the one that they go to', () => {
	it.each<Row>([
		{
			rule: 'takes them there from then',
			from: '2026-11-10',
			price: '20',
			seatsFrom: '2026-11-01',
			left: [until('2026-11-21')],
			outcome: true,
		},
		{
			rule: 'leaves them where the line has it already',
			from: '2026-11-10',
			price: '18',
			seatsFrom: '2026-11-01',
			left: [until('2026-11-21')],
			outcome: false,
		},
		{
			rule: 'leaves them where they come later',
			from: '2026-11-10',
			price: '20',
			seatsFrom: '2026-11-21',
			left: [until('2026-11-21')],
			outcome: false,
		},
		{
			rule: 'waits before the contract of their own line',
			from: '2026-10-16',
			price: '20',
			seatsFrom: '2026-10-01',
			left: [until('2026-11-01')],
			outcome: 'refused',
		},
		{
			rule: 'waits with its cost alone, too',
			from: '2026-10-16',
			price: '18',
			cost: '15',
			seatsFrom: '2026-10-01',
			left: [until('2026-11-01')],
			outcome: 'refused',
		},
		{
			rule: 'waits with seats that come with it, too',
			from: '2026-10-16',
			price: '20',
			seatsFrom: '2026-10-16',
			left: [until('2026-11-01')],
			outcome: 'refused',
		},
		{
			// Else 10 x 2.00 x 8/31 = 5.16 of 23 to 30 Oct would be billed nowhere.
			rule: 'waits where they were on another line before the one that they leave',
			from: '2026-10-23',
			price: '20',
			seatsFrom: '2026-10-01',
			left: [until('2026-10-31'), until('2026-11-01', '20')],
			outcome: 'refused',
		},
	])('$rule', ({ from, price, cost = '14.4', seatsFrom, left, outcome }) => {
		const owed = {
			seats: [{ from: day(seatsFrom), units: 10 }],
			price: [at('2026-01-01', '18'), at(from, price)],
			cost: [at('2026-01-01', '14.4'), at(from, cost)],
		};
		const joins = () => joinsEarlier('The order', { owed, from: day(from), to: next, left });
		if (outcome === 'refused') expect(joins).toThrow('go on on contract Next from 2026-11-01');
		else expect(joins()).toBe(outcome);
	});
});
