import { isEqual, sortBy } from 'lodash';
import { amountOn, amountTolerance } from '../../../src/domain/amountTimeline';
import { agrees } from '../../../src/domain/money';
import { follow } from '../../../src/domain/owed/follow';
import { nothingOwed, type Owed } from '../../../src/domain/owed/owed';
import type { Ordered } from '../../../src/domain/line/ordered';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { dayText, type Period } from '../../oracle/days';
import { lastDay, type BatchSettings } from '../settings';
import { otherPeriodOf } from './periods/asked';
import { type Side, sidesOf } from './periods/sides';
import { type AllWays, waysOf } from './periods/ways';
import type { OracleTerms } from '../../oracle/orders';
import { balanceOf, owedPerPeriod, unbalanced, type Balance } from './balance';
import { billOf, wrongBills } from './bills';
import { Books } from './books';
import { gridOf, type Grid } from './grid';
import { orderedOf } from './orders';
import { followed as afterPeriod, replayed, type Product } from './products';
import { batchesOf, eventsOf, type Event, placeOf } from './events';
import { isKilled, type Paper } from './paper';
import { forOracleOf, taleOf } from './told';

/**
 * Follows events run by run; `seen` is called after each task, `edited` before and after somebody edits lines by hand. What
 * killed runs have not recorded is carried over again; a run after which somebody edits is not killed.
 */
function followed(
	{ sides, sideOf }: AllWays,
	events: readonly Event[],
	{ edits, kills }: Pick<Paper, 'edits' | 'kills'> = { edits: [], kills: [] },
	watching: { readonly seen?: (books: Books) => void; readonly edited?: (books: Books, edit: () => void) => void } = {},
): Books {
	const books = new Books(sides, sideOf);
	const seen = () => watching.seen?.(books);
	let open: readonly Event[] = [];
	for (const [nth, batch] of batchesOf(events, edits).entries()) {
		const own = [...open, ...batch.events];
		const kill = batch.edits.length > 0 || kills.length === 0 ? undefined : kills[nth % kills.length];
		const isJoined = kill?.isJoined === true && kill.after.length > 0;
		for (const after of kill?.after ?? []) books.run(own, seen, { after, isJoined });
		if (!isJoined) books.run(own, seen);
		open = isJoined ? own : [];
		const on = batch.events.at(-1)?.order.on ?? 0;
		if (batch.edits.length > 0) watching.edited?.(books, () => batch.edits.forEach((edit) => books.edit(edit, on)));
	}
	if (open.length > 0) books.run(open, seen);
	return books;
}

/** What is found on each billing period's side. */
function onSides<Found>(
	books: Books,
	grids: readonly Grid[],
	find: (side: Side, grid: Grid, at: number) => Found,
): readonly Found[] {
	return sidesOf(books).flatMap((side, at) => {
		const grid = grids[at];
		return grid ? [find(side, grid, at)] : [];
	});
}

/** Orders of the subscriptions one subscription after another, within each run. */
function bySubscription(events: readonly Event[]): readonly Event[] {
	return events.toSorted((a, b) => a.run - b.run || b.nth - a.nth);
}

/** Bills that are others where the orders of the subscriptions come in another order, each a product's own. Lines of their own. */
function notCommuting(
	books: Books,
	ways: AllWays,
	events: readonly Event[],
	grids: readonly Grid[],
): readonly string[] {
	if (ways.sides[0].isShared || books.products.length === 1 || events.some(({ id, task }) => id !== task)) return [];
	const others = sidesOf(followed(ways, bySubscription(events)));
	return onSides(books, grids, (side, { periods }, at) => {
		const other = others[at];
		const isOther = (period: Period) => other && !isEqual(billOf(side, period), billOf(other, period));
		return periods
			.filter(isOther)
			.map(({ start }) => `${dayText(start)} is another bill where the orders come in another order`);
	}).flat();
}

/** Whether a rise brings its own price to the line from the next boundary alone. Source: rule Q10, decision B2. */
function isPricedApart({ owed }: Pick<Product, 'owed'>, { on, risesOn, quantity, rate, isMove }: Ordered): boolean {
	if (!rate || isMove || risesOn === on || quantity <= unitsOn(owed.seats, on)) return false;
	return (['price', 'cost'] as const).some((of) => {
		const [held, brought] = [amountOn(owed[of], on), rate[of]];
		return held !== undefined && brought !== undefined && !agrees(held, brought, amountTolerance);
	});
}

/** What a product owes under a proration, stated amounts aside; nothing where a rise's price is apart. `until`: before this one of its events. */
function underProration(terms: OracleTerms, events: readonly Event[], nth: number, until?: string): Owed | undefined {
	const own = sortBy(
		events.filter((event) => event.nth === nth),
		placeOf,
	);
	let owed: Owed = nothingOwed;
	for (const event of own) {
		if (event.task === until) return owed;
		if (event.order.kind === 'ends' || event.order.kind === 'begins') {
			const was = event.begins === undefined ? owed : underProration(terms, events, event.begins, event.task);
			if (!was) return undefined;
			owed = afterPeriod(owed, otherPeriodOf(terms, event, { before: { owed }, was: { ended: was } }));
			continue;
		}
		const asked = orderedOf(terms, owed, event);
		const { stated: _, ...ordered } = asked ?? {};
		if (asked && isPricedApart({ owed }, asked)) return undefined;
		if (asked) owed = follow(owed, ordered as Ordered);
	}
	return owed;
}

/** Periods that owe something else by the other proration. Source: decision B1. */
function otherByProration(ways: AllWays, events: readonly Event[], grids: readonly Grid[]): readonly string[] {
	return ways.sideOf.flatMap((side, nth) => {
		const [own, grid] = [ways.sides[side], grids[side]];
		if (!own || !grid) return [];
		const by = (proration: 'autotask' | 'marketplace') => {
			const terms = { ...own.terms, proration };
			const owed = underProration(terms, events, nth);
			return owed && owedPerPeriod(terms, [{ owed }], grid, 'price').owed;
		};
		const [market, autotask] = [by('marketplace'), by('autotask')];
		if (!market || !autotask) return [];
		return grid.periods.flatMap(({ start }, at) => {
			const [one = 0, other = 0] = [market[at], autotask[at]];
			if (Math.abs(one - other) < 0.001) return [];
			return [
				`${dayText(start)} of ${nth + 1} owes ${one.toFixed(2)} cents where the marketplace prorates, ${other.toFixed(2)} where Autotask does`,
			];
		});
	});
}

/** A balance with what an edit by hand has made of it: what somebody puts on days of another price is billed so. */
function moved(balance: Balance, before: Balance, after: Balance): Balance {
	const sum = (of: keyof Balance) =>
		balance[of].map((cents, at) => cents + (after[of][at] ?? 0) - (before[of][at] ?? 0));
	return { price: sum('price'), cost: sum('cost') };
}

/** What breaks a law where a timeline is followed on paper; nothing where all hold. */
export function brokenOnPaper(paper: Paper, settings: BatchSettings): readonly string[] {
	const tale = taleOf(paper, settings);
	const ways = waysOf(paper, tale, settings);
	const events = eventsOf(paper, tale, settings);
	const until = lastDay(settings);
	const grids = ways.sides.map(({ contract }) => gridOf(contract, until));
	const balancesOf = (books: Books) => onSides(books, grids, balanceOf);
	const broken: string[] = [];
	let balances = balancesOf(new Books(ways.sides, ways.sideOf));
	const wasOn = (at: number): Balance => balances[at] ?? { price: [], cost: [] };
	const books = followed(ways, events, paper, {
		seen: (now) => {
			if (broken.length > 0) return;
			const after = now.products.flatMap(({ orders }) => orders.at(-1)?.ordered.id ?? []).join(', ');
			const faults = onSides(now, grids, (side, grid, at) => unbalanced(side, grid, wasOn(at)));
			broken.push(...faults.flat().map((fault) => `after ${after}: ${fault}`));
		},
		edited: (now, edit) => {
			const before = balancesOf(now);
			edit();
			const after = balancesOf(now);
			balances = balances.map((one, at) => moved(one, before[at] ?? one, after[at] ?? one));
		},
	});
	const bills = onSides(books, grids, (side, _grid, at) => {
		const contract = forOracleOf(tale, at === 0 ? tale : tale.other, books.refused);
		return wrongBills(side, { ...side.ways, contract }, until, wasOn(at));
	});
	const counted = events.filter(({ id, isSuccession }) => !isSuccession && !books.refused.has(id));
	return [
		...broken,
		...books.faults,
		...bills.flat(),
		...replayed(books.products),
		...(paper.edits.length > 0 || isKilled(paper) ? [] : notCommuting(books, ways, events, grids)),
		...otherByProration(ways, counted, grids),
	];
}
