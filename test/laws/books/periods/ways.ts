import type { BatchSettings } from '../../settings';
import { termsOf } from '../../timeline';
import { contractsOnPaper } from '../succession';
import type { Paper } from '../paper';
import { forOracleOf, type Tale } from '../told';
import type { Ways } from '../ways';

/** The contracts by billing period, and which of them bills each product. */
export interface AllWays {
	readonly sides: readonly [Ways, ...Ways[]];
	readonly sideOf: readonly number[];
}

/** The first contract has 1, and those that take over from it the next ones. */
const idOfOther = 11;

export function waysOf(paper: Paper, tale: Tale, settings: BatchSettings): AllWays {
	const all = {
		takesNow: paper.proposals.takesNow,
		services: tale.products.map(({ service }) => service),
		isShared: paper.timeline.isShared,
		isRefused: settings.sameDate === 'refused',
	};
	const own: Ways = {
		...all,
		contract: forOracleOf(tale),
		contracts: contractsOnPaper(tale, { successions: tale.successions, firstId: 1 }),
		terms: termsOf(paper.timeline, settings),
	};
	const { other } = tale;
	if (!other || !tale.products.some(({ isOther }) => isOther))
		return { sides: [own], sideOf: tale.products.map(() => 0) };
	const theirs: Ways = {
		...all,
		contract: forOracleOf(tale, other),
		contracts: contractsOnPaper(other, { successions: [], firstId: idOfOther }),
		terms: termsOf({ ...paper.timeline, months: other.months }, settings),
	};
	return { sides: [own, theirs], sideOf: tale.products.map(({ isOther }) => (isOther ? 1 : 0)) };
}
