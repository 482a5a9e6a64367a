import { draws, explore, reported } from './explore';

const firstSeed = 20261001;
/** Half of the ways of settings, so that each arrival, proration and price source is met. */
const all = draws(firstSeed, { severalRuns: 8, oneRun: 20, mixed: 5 }).filter((_, at) => at % 2 === 0);
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
		60_000,
	);
});
