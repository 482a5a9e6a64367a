import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { zonedText } from '../domain/calendarDate';
import type { Instant } from '../domain/ids';

/** By whose clock times are shown: the connection's time zone, which the header names once. */
export const Zone = createContext('utc');

/** How the header names it. */
export function zoneName(timeZone: string): string {
	return timeZone === 'utc' ? 'UTC' : timeZone;
}

/** A moment by the clock of the connection. */
export function At({ at }: { readonly at: Instant }): VNode {
	const timeZone = useContext(Zone);
	return <time dateTime={at}>{zonedText(at, timeZone)}</time>;
}
