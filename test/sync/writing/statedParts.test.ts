import { type BilledCase, byAutotask, byMarketplace, expectedOf, play } from '../fixtureBilled';
import { contract, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const threeMore = { kind: 'change', quantity: 13, amounts: 'wholePeriodForDays', at: '2026-10-16T09:00:00Z' } as const;
const onThe20th = { at: '2026-03-20T09:00:00Z', billedOn: 1 };
const twoMore = { kind: 'change', quantity: 12, at: '2026-10-25T09:00:00Z' } as const;
const sixteenMonths = {
	world: {
		contracts: [contract({ contractPeriodType: 'Yearly', startDate: '2026-02-01', endDate: '2029-01-31' })],
	},
	sale: { productId: 'PRD-Y', quantity: 1, firstTermMonths: 16 },
	then: [],
} as const;

const cases: readonly BilledCase[] = [
	{
		// 10 x 18.00 + 54.00
		rule: 'days that are charged as a whole period are charged as stated, where the marketplace prorates',
		settings: byMarketplace,
		then: [threeMore],
		adjustments: ['+10@2026-10-01', '+3@2026-11-01'],
		charges: ['54.00@2026-10-16'],
		billed: { '2026-10': '234.00', '2026-11': '234.00' },
	},
	{
		// 10 x 18.00 + 3 x 18.00 x 16 / 31
		rule: 'Autotask prorates them itself',
		settings: byAutotask,
		then: [threeMore],
		adjustments: ['+10@2026-10-01', '+3@2026-10-16'],
		billed: { '2026-10': '207.87', '2026-11': '234.00' },
	},
	{
		// 2 x 18.00 x 7 / 31
		rule: 'a term to the 20th that is billed on the 1st is charged to the 1st',
		world: { now: '2026-03-10T08:00:00Z' },
		sale: onThe20th,
		settings: byMarketplace,
		then: [twoMore],
		adjustments: ['+10@2026-04-01', '+2@2026-11-01'],
		charges: ['69.68@2026-03-20', '8.13@2026-10-25'],
		billed: { '2026-10': '188.13', '2026-11': '216.00' },
	},
	{
		// 10 x 18.00 x 12 / 31; 10 x 18.00 x 24 / 31 and 12 x 18.00 x 7 / 31, each rounded
		rule: 'Autotask prorates such a term to the 1st too',
		world: { now: '2026-03-10T08:00:00Z' },
		sale: onThe20th,
		settings: byAutotask,
		then: [twoMore],
		adjustments: ['+10@2026-03-20', '+2@2026-10-25'],
		billed: { '2026-03': '69.68', '2026-10': '188.12', '2026-11': '216.00' },
	},
	{
		// 288.00 x 4 / 16
		rule: 'of a first term of sixteen months four lie before the boundary',
		...sixteenMonths,
		settings: byMarketplace,
		adjustments: ['+1@2027-02-01'],
		charges: ['72.00@2026-10-01'],
		billed: { '2026-10': '72.00', '2027-02': '216.00', '2028-02': '216.00' },
	},
	{
		// 216.00 x 123 / 365
		rule: 'Autotask prorates the days of such a term before the boundary',
		...sixteenMonths,
		settings: byAutotask,
		adjustments: ['+1@2026-10-01'],
		billed: { '2026-10': '72.79', '2027-02': '216.00', '2028-02': '216.00' },
	},
];

describe('parts of a period as an order states them, billed', () => {
	it.each(cases)('$rule', async (of) => {
		world = await startWorld(of.world);
		expect(await play(world, of)).toEqual(expectedOf(of));
	});

	it('the same without a duration', async () => {
		const [, , other] = cases;
		if (!other) throw new Error('there is no such case');
		const made = await startWorld(other.world);
		const { marketplaceSide } = made;
		world = {
			...made,
			order: (what) => {
				const placed = made.order(what);
				const order = marketplaceSide.state().orders.find(({ id }) => id === placed.orderId);
				const details = order?.details.map(({ duration: _duration, ...line }) => line) ?? [];
				if (order) marketplaceSide.seed({ orders: [{ ...order, details }] });
				return placed;
			},
		};
		expect(await play(world, other)).toEqual(expectedOf(other));
	});
});
