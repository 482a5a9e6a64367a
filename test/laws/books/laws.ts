import { isEqual } from 'lodash';
import { amountOn, amountTolerance } from '../../../src/domain/amountTimeline';
import { agrees } from '../../../src/domain/money';
import { follow } from '../../../src/domain/owed/follow';
import { nothingOwed } from '../../../src/domain/owed/owed';
import type { Ordered } from '../../../src/domain/owed/ordered';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { dayText, periodsFrom } from '../../oracle/days';
import { lastDay, type BatchSettings } from '../settings';
import { termsOf } from '../timeline';
import { owedPerPeriod, unbalanced } from './balance';
import { billOf, wrongBills } from './bills';
import { Books, type Product, type Ways } from './books';
import { knownAfter, orderedOf, type Known } from './orders';
import { contractOf, eventsOf, type Event, type Paper } from './paper';

function waysOf(paper: Paper, settings: BatchSettings): Ways {
	return {
		contract: contractOf(paper, settings),
		terms: termsOf(paper.timeline, settings),
		isShared: paper.timeline.isShared,
		isRefused: settings.sameDate === 'refused',
	};
}

/** Follows events run by run; `seen` is called after each of them. */
function followed(ways: Ways, events: readonly Event[], edits: Paper['edits'], seen: (books: Books) => void): Books {
	const books = new Books(ways);
	for (const [at, event] of events.entries()) {
		books.plan(event);
		seen(books);
		const isLast = events[at + 1]?.run !== event.run;
		const own = edits.filter(({ after }) => after === at);
		if (isLast || own.length > 0) books.write();
		for (const edit of own) books.edit(edit, event.order.on);
		if (own.length > 0) seen(books);
	}
	return books;
}

/** Orders of the subscriptions one subscription after another, within each run. */
function bySubscription(events: readonly Event[]): readonly Event[] {
	return events.toSorted((a, b) => a.run - b.run || b.nth - a.nth);
}

/** Bills that are others where the orders of the subscriptions come in another order. Lines of their own. */
function notCommuting(books: Books, events: readonly Event[], settings: BatchSettings): readonly string[] {
	if (books.ways.isShared || books.products.length === 1) return [];
	const other = followed(books.ways, bySubscription(events), [], () => undefined);
	const { start, months } = books.ways.contract;
	return periodsFrom(start, months, lastDay(settings)).flatMap((period) =>
		isEqual(billOf(books, period), billOf(other, period))
			? []
			: [`${dayText(period.start)} is another bill where the orders come in another order`],
	);
}

/** Whether a rise brings its own price to the line from the next boundary alone. Source: rule Q10, decision B2. */
function isPricedApart({ known: { owed } }: Pick<Product, 'known'>, { on, risesOn, quantity, rate }: Ordered): boolean {
	if (!rate || risesOn === on || quantity <= unitsOn(owed.seats, on)) return false;
	return (['price', 'cost'] as const).some((of) => {
		const [held, brought] = [amountOn(owed[of], on), rate[of]];
		return held !== undefined && brought !== undefined && !agrees(held, brought, amountTolerance);
	});
}

/** What a subscription owes under a proration, stated amounts aside; nothing where a rise's price is apart. */
function underProration(ways: Ways, events: readonly Event[], nth: number): Known | undefined {
	const subscription = ways.contract.subscriptions[nth];
	let known: Known = { owed: nothingOwed, quantity: 0, price: 0 };
	for (const event of events) {
		const asked = subscription && orderedOf(ways, subscription, known, event);
		const { stated: _, ...ordered } = asked ?? {};
		if (asked && isPricedApart({ known }, asked)) return undefined;
		known = knownAfter(known, event.order, asked && follow(known.owed, ordered as Ordered));
	}
	return known;
}

/** Periods that owe something else by the other proration. Source: decision B1. */
function otherByProration(ways: Ways, events: readonly Event[], settings: BatchSettings): readonly string[] {
	const periods = periodsFrom(ways.contract.start, ways.contract.months, lastDay(settings));
	return ways.contract.subscriptions.flatMap((_, nth) => {
		const own = events.filter((event) => event.nth === nth);
		const by = (proration: 'autotask' | 'marketplace') => {
			const terms = { ...ways.terms, proration };
			const known = underProration({ ...ways, terms }, own, nth);
			return known && owedPerPeriod(terms, [{ known }], periods, 'price').map(({ owed }) => owed);
		};
		const [market, autotask] = [by('marketplace'), by('autotask')];
		if (!market || !autotask) return [];
		return periods.flatMap(({ start }, at) => {
			const [one = 0, other = 0] = [market[at], autotask[at]];
			const text = `${dayText(start)} of ${nth + 1} owes ${one.toFixed(2)} cents where the marketplace prorates, ${other.toFixed(2)} where Autotask does`;
			return Math.abs(one - other) < 0.001 ? [] : [text];
		});
	});
}

/** What breaks a law where a timeline is followed on paper; nothing where all hold. */
export function brokenOnPaper(paper: Paper, settings: BatchSettings): readonly string[] {
	const ways = waysOf(paper, settings);
	const events = eventsOf(paper, ways.contract, settings);
	const until = lastDay(settings);
	const broken: string[] = [];
	const books = followed(ways, events, paper.edits, (now) => {
		if (broken.length > 0) return;
		const after = now.products.flatMap(({ orders }) => orders.at(-1)?.id ?? []).join(', ');
		broken.push(...unbalanced(now, until).map((fault) => `after ${after}: ${fault}`));
	});
	return [
		...broken,
		...books.faults,
		...wrongBills(books, until),
		...books.replayed(),
		...(paper.edits.length > 0 ? [] : notCommuting(books, events, settings)),
		...otherByProration(ways, events, settings),
	];
}
