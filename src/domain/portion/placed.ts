import type { CalendarDate } from '../calendarDate';
import type { LineChanges } from '../writes/lineBooks';
import type { TheirsOnLine } from '../writes/setByHand';
import type { MeantUnits } from './meantUnits';
import type { Placing } from './placing';
import type { Repricing } from './repricing';

/** A product on the line that it is on from then on. */
export interface Placed extends MeantUnits, Omit<Repricing, 'pricedFrom'>, LineChanges {
	/** The day from which its price is another one, whichever line it is on then. */
	readonly pricedFrom: CalendarDate;
	/** What somebody has set on its line that the task would write over. Source: rule Q16. */
	readonly overwrites?: TheirsOnLine;
}

/** A product with the line that it was placed on, and what was known of it then. */
export interface PlacedProduct {
	readonly placed: Placed;
	readonly placing: Placing;
}
