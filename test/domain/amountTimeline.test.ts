import fc from 'fast-check';
import {
	amountFrom,
	type AmountStep,
	type AmountTimeline,
	type OrderPlace,
	withoutRepeats,
} from '../../src/domain/amountTimeline';
import { calendarDate as day } from '../../src/domain/calendarDate';
import { decimal } from '../../src/domain/money';

const said = (from: string, amount: string, place: string): AmountStep => ({
	from: day(from),
	amount: decimal(amount),
	place: place as OrderPlace,
});

function together(orders: readonly AmountStep[]): AmountTimeline {
	return withoutRepeats(orders.reduce<AmountTimeline>(amountFrom, []));
}

const orders = fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), amount: fc.integer({ min: 18, max: 20 }) }), {
	minLength: 2,
	maxLength: 7,
});

describe('what a seat costs over time', () => {
	it('is a price until a later order has another one', () => {
		const sale = said('2026-10-01', '18', '1');
		const renewal = said('2027-09-01', '15', '3');
		const billing = said('2026-11-01', '16', '2');
		expect(together([sale, renewal, billing])).toEqual([sale, billing, renewal]);
	});

	it('is nothing of an order that is followed after a later one whose price began before', () => {
		const sale = said('2026-10-01', '18', '1');
		const later = said('2026-10-15', '20', '3');
		expect(together([sale, later, said('2026-11-01', '16', '2')])).toEqual([sale, later]);
	});

	it('is the old price again from where a later order repeated it', () => {
		const [sale, repeated] = [said('2026-10-01', '18', '1'), said('2026-12-01', '18', '3')];
		const billing = said('2026-11-01', '16', '2');
		expect(together([sale, repeated, billing])).toEqual([sale, billing, repeated]);
	});

	it('is the same whichever order is followed late', () => {
		fc.assert(
			fc.property(orders, fc.nat(), (drawn, late) => {
				const all = drawn.map((one, at) => said(`2026-10-0${one.day}`, String(one.amount), String(at)));
				const nth = late % all.length;
				const [own] = all.slice(nth);
				const mixed = [...all.toSpliced(nth, 1), ...(own ? [own] : [])];
				expect(together(mixed)).toEqual(together(all));
			}),
		);
	});
});
