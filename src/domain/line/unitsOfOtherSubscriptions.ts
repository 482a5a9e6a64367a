import type { UnitTimeline } from '../unitTimeline';
import { isLinkOf, type Ledger, type LedgerLine, type LinkedProduct, linksOf } from './ledger';

/** Units of everybody else's subscriptions on the line. */
export function unitsOfOtherSubscriptions(
	ledger: Ledger,
	line: LedgerLine,
	of: LinkedProduct,
): readonly UnitTimeline[] {
	return linksOf(ledger, line.target)
		.filter((link) => !isLinkOf(link, of))
		.map((link) => link.units);
}
