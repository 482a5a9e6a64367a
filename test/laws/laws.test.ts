import { draws, explore, reported } from './explore';

const firstSeed = 20261001;
const all = draws(firstSeed, { severalRuns: 9, oneRun: 22, mixed: 7 });
const timelinesRun = all.reduce((sum, draw) => sum + draw.count, 0);

describe(`over ${timelinesRun} random timelines every bill is what the rules owe, nothing is written twice, unseen or unapproved`, () => {
	it.each(
		all.map((draw) => {
			const { proration, priceSource, arrival, sameDate } = draw.settings;
			const name = `${draw.count} timelines, ${arrival}, prorated by ${proration}, prices of ${priceSource}, second change of a day ${sameDate}`;
			return [name, draw] as const;
		}),
	)(
		'%s',
		async (_, draw) => {
			expect((await explore(draw)).map(reported)).toEqual([]);
		},
		180_000,
	);
});
