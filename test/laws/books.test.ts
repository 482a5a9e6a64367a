import { drawsOnPaper, exploreOnPaper } from './books/explore';

const all = drawsOnPaper(20261101, { severalRuns: 44, oneRun: 40, mixed: 42 });
const timelinesRun = all.reduce((sum, draw) => sum + draw.count, 0);

describe(`over ${timelinesRun} random timelines on paper every task leaves billed and charged less owed as it was`, () => {
	it.each(
		all.map((draw) => {
			const { proration, priceSource, arrival, sameDate } = draw.settings;
			const name = `${draw.count} timelines, ${arrival}, prorated by ${proration}, prices of ${priceSource}, second change of a day ${sameDate}`;
			return [name, draw] as const;
		}),
	)('%s', (_, draw) => {
		expect(exploreOnPaper(draw)).toEqual([]);
	});
});
