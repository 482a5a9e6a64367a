import { missedCharges } from '../../../src/domain/writes/missed';
import { chargeText, day, heldLine, meantLine, monthOf, type TableLine } from './lineFixture';

interface Moment {
	readonly meant: TableLine;
	readonly held: TableLine;
}

interface Row {
	readonly rule: string;
	readonly before: Moment;
	readonly after: Moment;
	readonly charges: readonly string[];
	/** The contract's; the end of the year where absent. */
	readonly lastDay?: string;
}

const ten: TableLine = { units: { '2026-10-01': 10 } };
const lacking: Moment = {
	meant: { units: { '2026-10-01': 10, '2026-11-01': 11 } },
	held: { units: { '2026-10-01': 10, '2026-11-02': 11 } },
};

const rows: readonly Row[] = [
	{
		rule: 'a line that holds what it is to hold is charged nothing',
		before: { meant: ten, held: ten },
		after: { meant: { units: { '2026-10-01': 12 } }, held: { units: { '2026-10-01': 12 } } },
		charges: [],
	},
	{
		rule: 'what the line lacked before the task is no matter of it',
		before: lacking,
		after: lacking,
		charges: [],
	},
	{
		rule: 'units that somebody else put on the line cancel out',
		before: { meant: { units: { '2026-10-01': 17 } }, held: { units: { '2026-10-01': 17 } } },
		after: {
			meant: { units: { '2026-10-01': 17, '2026-11-01': 18 } },
			held: { units: { '2026-10-01': 17, '2026-11-03': 18 } },
		},
		charges: ['1.20@2026-11-01 cost 0.96'],
	},
	{
		rule: 'a charge is given back once a later task brings the day what it lacked',
		before: lacking,
		after: { meant: ten, held: ten },
		charges: ['-0.60@2026-11-01 cost -0.48'],
	},
	{
		rule: 'a fall that comes months later than meant is credited in each period',
		lastDay: '2027-12-31',
		before: { meant: ten, held: ten },
		after: {
			meant: { units: { '2026-10-01': 10, '2026-11-01': 9 } },
			held: { units: { '2026-10-01': 10, '2027-01-02': 9 } },
		},
		charges: ['-18.00@2026-11-01 cost -14.40', '-18.00@2026-12-01 cost -14.40', '-0.58@2027-01-01 cost -0.46'],
	},
	{
		rule: 'units of a day at two prices: those missing at the price that is meant',
		before: { meant: ten, held: ten },
		after: {
			meant: { units: { '2026-10-01': 10, '2026-11-01': 11 }, price: { '2026-11-01': '20.00' } },
			held: { units: { '2026-10-01': 10, '2026-11-02': 11 }, price: { always: '18.00', '2026-11-02': '20.00' } },
		},
		charges: ['1.33@2026-11-01 cost 0.48'],
	},
	{
		rule: 'a price that can not be told charges nothing',
		before: { meant: ten, held: { ...ten, price: {} } },
		after: { meant: { units: { '2026-10-01': 11, '2026-11-01': 10 } }, held: { ...ten, price: {} } },
		charges: ['0.00@2026-10-01 cost 14.40'],
	},
	{
		rule: 'a change near the end of the calendar is charged for what is left of it',
		lastDay: '9999-12-31',
		before: { meant: ten, held: ten },
		after: {
			meant: { units: { '2026-10-01': 10, '9999-12-01': 11 } },
			held: { units: { '2026-10-01': 10 } },
		},
		charges: ['18.00@9999-12-01 cost 14.40'],
	},
	{
		rule: 'days after the contract has ended are charged nothing',
		before: { meant: ten, held: ten },
		after: { meant: { units: { '2026-10-01': 10, '2026-12-31': 11 } }, held: ten },
		charges: ['0.58@2026-12-31 cost 0.46'],
	},
];

describe('missedCharges', () => {
	it.each(rows)('$rule', ({ before, after, charges, lastDay = '2026-12-31' }) => {
		const books = ({ meant, held }: Moment) => ({ meant: meantLine(meant), held: heldLine(held) });
		const made = missedCharges(books(before), books(after), { periodOf: monthOf, lastDay: day(lastDay) });
		expect(made.map(chargeText)).toEqual(charges);
	});
});
