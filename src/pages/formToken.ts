import { randomUUID, timingSafeEqual } from 'node:crypto';
import { millisOf } from '../domain/calendarDate';
import type { Clock } from '../ports/clock';
import type { StorePort } from '../ports/store/store';

type TokenPorts = { readonly clock: Clock; readonly store: StorePort };

/** How long a page may stay open before its forms are refused. */
export const formHours = 12;

/** What a posted token says. */
export type TokenReading =
	{ readonly kind: 'fresh'; readonly nonce: string } | { readonly kind: 'old' } | { readonly kind: 'forged' };

function seal(store: StorePort, page: string, nonce: string, until: string): string {
	return store.keyedHash(`form ${page} ${nonce} ${until}`).slice(0, 32);
}

/** A token for the forms of one view of a page: it can be sent once, by that page, within `formHours`. */
export function makeToken(page: string, { clock, store }: TokenPorts): string {
	const nonce = randomUUID().replaceAll('-', '');
	const until = String(millisOf(clock.now()) + formHours * 3_600_000);
	return `${nonce}.${until}.${seal(store, page, nonce, until)}`;
}

/** Whether the token was made for that page by this store, and is not too old. Whether it was sent before, the store says. */
export function readToken(token: string, page: string, { clock, store }: TokenPorts): TokenReading {
	const [, nonce, until, sealed] = /^([a-z0-9]{1,32})\.(\d{1,16})\.([0-9a-f]{32})$/.exec(token) ?? [];
	if (nonce === undefined || until === undefined || sealed === undefined) return { kind: 'forged' };
	const expected = seal(store, page, nonce, until);
	if (!timingSafeEqual(Buffer.from(sealed), Buffer.from(expected))) return { kind: 'forged' };
	return Number(until) < millisOf(clock.now()) ? { kind: 'old' } : { kind: 'fresh', nonce };
}
