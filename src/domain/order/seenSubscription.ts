import type { CalendarDate } from '../calendarDate';
import type { Instant } from '../ids';
import type { Subscription } from './order';

/** A subscription as last seen, with what the API forgets. */
export interface SeenSubscription extends Subscription {
	readonly seenAt: Instant;
	/** When its present expiration was first seen, where that was earlier. Source: rule Q5. */
	readonly expirationSeenAt?: Instant;
	/** Ends of its terms that were seen before, oldest first (rule P3). */
	readonly earlierExpirations: readonly CalendarDate[];
}
