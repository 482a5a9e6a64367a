import { omit } from 'lodash';
import type { Rate } from '../../domain/contract/lineState';
import type { Aside, LinkOwed } from '../../domain/line/linkOwed';
import type { Ordered } from '../../domain/line/ordered';
import type { JournalEntry } from '../../ports/store/journal';
import type { LinkedLine } from '../../ports/store/lines';

type Rates = { readonly [Field in keyof Pick<Ordered, 'rate' | 'lineRate' | 'theirs'>]?: Partial<Rate> };

const rateFields = ['rate', 'lineRate', 'theirs'] as const;

function ratesWithoutCost<Some extends Rates>(of: Some): Some {
	const told = rateFields.flatMap((field) => (of[field] ? [[field, omit(of[field], 'cost')] as const] : []));
	return { ...of, ...Object.fromEntries(told) };
}

function booksWithoutCost<Books extends { readonly asides: readonly Aside[] }>(books: Books): Books {
	return { ...books, cost: [], asides: books.asides.map(ratesWithoutCost) };
}

function owedWithoutCost(owed: LinkOwed): LinkOwed {
	const { ahead } = owed;
	if (!ahead) return booksWithoutCost(owed);
	return {
		...booksWithoutCost(owed),
		ahead: { before: booksWithoutCost(ahead.before), orders: ahead.orders.map(ratesWithoutCost) },
	};
}

/** What is ours without what it says of costs: Autotask hides them, so none of it can be held against what is there. Source: rule A5. */
export function withoutCosts<
	Own extends { readonly links: readonly LinkedLine[]; readonly journal: readonly JournalEntry[] },
>(own: Own): Own {
	return {
		...own,
		journal: own.journal.map((entry) => omit(entry, ['costBefore', 'costAfter'])),
		links: own.links.map((link) => (link.owed ? { ...link, owed: owedWithoutCost(link.owed) } : link)),
	};
}
