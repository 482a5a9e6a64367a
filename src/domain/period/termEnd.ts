import { compact, minBy } from 'lodash';
import { lengthInMonths, type PeriodLength } from '../billingPeriod';
import {
	type CalendarDate,
	daysBetween,
	isNever,
	leadingDay,
	monthsBetween,
	plusDays,
	plusMonths,
} from '../calendarDate';
import type { Subscription } from '../order/order';
import type { SeenSubscription } from '../order/seenSubscription';

/** What the marketplace's expirationDate means. */
export type ExpirationMeaning = 'dayAfter' | 'lastDay';

/** A subscription with the ends of its terms that were seen before. */
export type Remembered = Subscription &
	Pick<SeenSubscription, 'earlierExpirations'> &
	Partial<Pick<SeenSubscription, 'seenAt' | 'expirationSeenAt'>>;

/** How many days before the new term a distributor may renew. Source: rule Q6. */
const earlyDays = 3;

/** How many days after the start of its term a renewal may come and still count from it. Source: rule Q6. */
const renewalGraceDays = 30;

type TermDays = Pick<
	Remembered,
	'expirationOn' | 'renewalOn' | 'earlierExpirations' | 'createdOn' | 'subscriptionPeriod'
>;

/**
 * The day that a renewal date means of a subscription that shows no expiration: the end of a term counted from the creation,
 * where that comes up to three days later, since older installations renew early. Source: rule P3.
 */
function renewalMeant(createdOn: CalendarDate, term: PeriodLength | undefined, renewalOn: CalendarDate): CalendarDate {
	const months = (term && lengthInMonths(term)) ?? 12;
	const whole = Math.floor(monthsBetween(createdOn, renewalOn) / months);
	const ends = [whole, whole + 1].map((terms) => plusMonths(createdOn, terms * months));
	return ends.find((end) => end >= renewalOn && daysBetween(renewalOn, end) <= earlyDays) ?? renewalOn;
}

/** The subscription with the days that are meant: those that stand for no end at all are left out. Source: rule P3. */
function withMeantDays<Of extends TermDays>({ expirationOn, renewalOn, earlierExpirations, ...rest }: Of) {
	const isOld = expirationOn === undefined && earlierExpirations.length === 0;
	const meant = (day: CalendarDate) => (isOld ? renewalMeant(rest.createdOn, rest.subscriptionPeriod, day) : day);
	return {
		...rest,
		...(expirationOn === undefined || isNever(expirationOn) ? {} : { expirationOn }),
		...(renewalOn === undefined || isNever(renewalOn) ? {} : { renewalOn: meant(renewalOn) }),
		earlierExpirations: earlierExpirations.filter((day) => !isNever(day)),
	};
}

function dayAfterTerm(expiration: CalendarDate, expirationIs: ExpirationMeaning): CalendarDate {
	return expirationIs === 'lastDay' ? plusDays(expiration, 1) : expiration;
}

function isCancelled({ status }: Pick<Subscription, 'status'>): boolean {
	return status === 'terminated' || status === 'removed';
}

/**
 * The end of the present term. A cancellation may have set the expiration to its own day: where no end was seen before,
 * the day that the subscription would have been renewed on says it.
 */
function presentEnd(subscription: Remembered, expirationIs: ExpirationMeaning): CalendarDate | undefined {
	const { expirationOn, earlierExpirations, renewalOn } = withMeantDays(subscription);
	if (isCancelled(subscription) && earlierExpirations.length === 0 && renewalOn !== undefined) return renewalOn;
	return expirationOn ? dayAfterTerm(expirationOn, expirationIs) : renewalOn;
}

/** Whether the present end was seen at least a day before the day. */
function isSeenBefore(day: CalendarDate, { seenAt, expirationSeenAt = seenAt }: Remembered): boolean {
	return expirationSeenAt !== undefined && leadingDay(expirationSeenAt) < plusDays(day, -1);
}

/**
 * Where the present term began, by its length. The first one may be shorter or longer than the normal one: it begins with
 * the subscription, also where its end was seen before the day that a normal one would have begun on. Source: rule Q5.
 */
function presentStart(subscription: Remembered, expirationIs: ExpirationMeaning): CalendarDate | undefined {
	const end = presentEnd(subscription, expirationIs);
	const months = subscription.subscriptionPeriod && lengthInMonths(subscription.subscriptionPeriod);
	if (!end || !months) return undefined;
	const counted = plusMonths(end, -months);
	const { createdOn } = subscription;
	if (withMeantDays(subscription).earlierExpirations.length > 0) return counted;
	const isLonger = isSeenBefore(plusDays(counted, -earlyDays), subscription);
	return isLonger || counted < createdOn ? createdOn : counted;
}

/**
 * Days on which a term of the subscription ended and the next one began or would have begun.
 *
 * The ends that were seen, the present one, and where that one's term has begun. Source: rule P3.
 */
export function termBoundaries(subscription: Remembered, expirationIs: ExpirationMeaning): readonly CalendarDate[] {
	const seen = withMeantDays(subscription).earlierExpirations.map((end) => dayAfterTerm(end, expirationIs));
	return compact([...seen, presentEnd(subscription, expirationIs), presentStart(subscription, expirationIs)]);
}

/**
 * The day from which a renewal counts: the start of the new term, for an order up to three days earlier or thirty days
 * later; one outside of that keeps its own day, since nothing says that the days before it are renewed too. Source: rule Q6.
 */
export function renewalDay(
	ordered: CalendarDate,
	subscription: Remembered,
	expirationIs: ExpirationMeaning,
): CalendarDate {
	const nearest = minBy(termBoundaries(subscription, expirationIs), (day) => Math.abs(daysBetween(day, ordered)));
	if (nearest === undefined) return ordered;
	const late = daysBetween(nearest, ordered);
	return late >= -earlyDays && late <= renewalGraceDays ? nearest : ordered;
}

/**
 * Whether the day is one on which a term of the subscription ends.
 *
 * A platform may set the expiration to the day of a cancellation itself: then only an end that was seen before counts, or
 * one that a whole term lies before. Source: rules Q5 and P3.
 */
export function endsTerm(on: CalendarDate, subscription: Remembered, expirationIs: ExpirationMeaning): boolean {
	const { createdOn, earlierExpirations, subscriptionPeriod } = withMeantDays(subscription);
	const seen = earlierExpirations.map((end) => dayAfterTerm(end, expirationIs));
	if (seen.includes(on)) return true;
	const present = presentEnd(subscription, expirationIs);
	if (present === undefined || seen.some((end) => end > present)) return false;
	if (presentStart(subscription, expirationIs) === on) return on > createdOn;
	if (present !== on) return false;
	const months = subscriptionPeriod && lengthInMonths(subscriptionPeriod);
	const begun = seen.at(-1) ?? createdOn;
	return isSeenBefore(on, subscription) || (months !== undefined && on >= plusMonths(begun, months - 1));
}

/**
 * The end of a term that a Change counts from which completes within three days of it; undefined where there is none.
 * Source: rule Q5.
 */
export function termEndNear(
	completed: CalendarDate,
	subscription: Remembered,
	expirationIs: ExpirationMeaning,
): CalendarDate | undefined {
	const ends = termBoundaries(subscription, expirationIs).filter((day) => endsTerm(day, subscription, expirationIs));
	const nearest = minBy(ends, (day) => Math.abs(daysBetween(day, completed)));
	return nearest !== undefined && Math.abs(daysBetween(nearest, completed)) <= earlyDays ? nearest : undefined;
}

/** The day that the subscription's own periods are counted from. Source: rule P3. */
export function ownBoundary(
	subscription: TermDays,
	expirationIs: ExpirationMeaning,
	options: { readonly isCancelled: boolean },
): CalendarDate {
	const { expirationOn, earlierExpirations, renewalOn, createdOn } = withMeantDays(subscription);
	if (options.isCancelled) {
		const [before] = earlierExpirations.toReversed();
		if (before !== undefined) return dayAfterTerm(before, expirationIs);
		if (renewalOn !== undefined) return renewalOn;
	}
	if (expirationOn !== undefined) return dayAfterTerm(expirationOn, expirationIs);
	return renewalOn ?? createdOn;
}
