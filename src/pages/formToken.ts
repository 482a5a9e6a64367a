import { randomUUID, timingSafeEqual } from 'node:crypto';
import { millisOf } from '../domain/calendarDate';
import type { Clock } from '../ports/clock';
import type { ConnectionId } from '../domain/ids';
import { personKey } from '../domain/people/person';
import type { StorePort } from '../ports/store/store';

type TokenPorts = {
	readonly clock: Clock;
	readonly store: StorePort;
	readonly inputs: { readonly connectionId: ConnectionId };
};

/** How long a page may stay open before its forms are refused. */
export const formHours = 12;

/** What a posted token says. */
export type TokenReading =
	{ readonly kind: 'fresh'; readonly nonce: string } | { readonly kind: 'old' } | { readonly kind: 'forged' };

function seal({ store, inputs }: TokenPorts, page: string, nonce: string, until: string): string {
	return store.keyedHash(`form ${page} ${nonce} ${until} ${inputs.connectionId}`).slice(0, 32);
}

/**
 * What the token of a form is bound to. The person it was shown to is part of it: otherwise one who may do little could
 * have another one send a form by luring their browser to it.
 */
export function formOf(page: string, user: string): string {
	return `${page} for ${personKey(user)}`;
}

/** A token of `formOf` a page, or of a step of its own: it can be sent once, at that connection, within `formHours`. */
export function makeToken(page: string, ports: TokenPorts): string {
	const nonce = randomUUID().replaceAll('-', '');
	const until = String(millisOf(ports.clock.now()) + formHours * 3_600_000);
	return `${nonce}.${until}.${seal(ports, page, nonce, until)}`;
}

/** Whether the token was made for that of the connection by this store, and is not too old. Whether it was sent before, the store says. */
export function readToken(token: string, page: string, ports: TokenPorts): TokenReading {
	const [, nonce, until, sealed] = /^([a-z0-9]{1,32})\.(\d{1,16})\.([0-9a-f]{32})$/.exec(token) ?? [];
	if (nonce === undefined || until === undefined || sealed === undefined) return { kind: 'forged' };
	const expected = seal(ports, page, nonce, until);
	if (!timingSafeEqual(Buffer.from(sealed), Buffer.from(expected))) return { kind: 'forged' };
	return Number(until) < millisOf(ports.clock.now()) ? { kind: 'old' } : { kind: 'fresh', nonce };
}
