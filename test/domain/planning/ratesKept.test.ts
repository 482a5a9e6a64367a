import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { Decimal } from '../../../src/domain/money';
import { ratesKept } from '../../../src/domain/planning/planLines';
import type { LineChanges } from '../../../src/domain/writes/lineBooks';

const day = (text: string) => text as CalendarDate;
const amount = (from: string, value: string) => ({ from: day(from), amount: value as Decimal });
const after = (price: LineChanges['after']['price']) =>
	({ after: { units: [{ from: day('2027-10-05'), units: 10 }], price, cost: [] } }) as unknown as LineChanges;

const sold = { unitsAfter: [{ from: day('2027-10-05'), units: 10 }] };
const from = day('2028-09-23');

describe("the line's own price that a task lets stay", () => {
	it('is the same whether or not earlier rows were read along with it, where no units change', () => {
		const own = ratesKept(after([amount('2028-01-01', '18')]), sold, { from });
		const all = ratesKept(after([amount('2027-10-05', '16'), amount('2028-01-01', '18')]), sold, { from });
		expect(own).toEqual([{ price: '18' }]);
		expect(all).toEqual(own);
	});

	it("is told by each day from the task's own on, on which units change", () => {
		const rising = { unitsAfter: [...sold.unitsAfter, { from: day('2028-10-01'), units: 12 }] };
		const held = after([amount('2028-01-01', '18'), amount('2028-10-01', '20')]);
		expect(ratesKept(held, rising, { from })).toEqual([{ price: '20' }]);
	});
});
