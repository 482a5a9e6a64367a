import { createHmac, randomBytes } from 'node:crypto';
import { BulkheadRejectedError } from 'cockatiel';
import { millisOf } from '../../domain/calendarDate';
import type { ConnectionId } from '../../domain/ids';
import { type Person, personKey } from '../../domain/people/person';
import type { Ports } from '../../ports/store/ports';
import type { StoredPerson } from '../../ports/store/people';
import { isPassword } from './password';

/** Nobody's: what is compared where nobody has that name, so that time does not tell names. */
const nobodys = { salt: '00'.repeat(16), hash: '00'.repeat(32) };
const rememberedMs = 10 * 60_000;
const mostRemembered = 1_000;
const key = randomBytes(32);
/** When logins were right, by a keyed hash of all that they were compared with; hashing each request would cost 50 ms. */
const right = new Map<string, number>();

function sealOf(connectionId: ConnectionId, password: string, { key: who, salt, hash }: StoredPerson): string {
	return createHmac('sha256', key)
		.update(JSON.stringify([connectionId, who, salt, hash, password]))
		.digest('hex');
}

function remember(seal: string, now: number): void {
	for (const [one, at] of right) if (at + rememberedMs < now || right.size >= mostRemembered) right.delete(one);
	right.set(seal, now);
}

/** What came of a login. */
export type Login =
	| { readonly kind: 'in'; readonly person: Person }
	| { readonly kind: 'refused' }
	/** Dozens of logins wait for their turn; nothing is known of this one. */
	| { readonly kind: 'busy' };

/**
 * Finds the person that a login is of.
 *
 * The person is read each time, so that one who was removed, or got another password or role, is refused or limited with
 * the next request. Only the hashing is spared, for ten minutes.
 */
export async function logIn(
	given: { readonly user: string; readonly password: string },
	connectionId: ConnectionId,
	{ store, clock }: Ports,
): Promise<Login> {
	const person = await store.person(connectionId, personKey(given.user));
	const now = millisOf(clock.now());
	const seal = person && sealOf(connectionId, given.password, person);
	const known = seal === undefined ? undefined : right.get(seal);
	if (person && known !== undefined && known <= now && now < known + rememberedMs) return inAs(person);
	try {
		const isRight = await isPassword(given.password, person ?? nobodys);
		if (!person || seal === undefined || !isRight) return { kind: 'refused' };
		remember(seal, now);
		return inAs(person);
	} catch (error) {
		if (error instanceof BulkheadRejectedError) return { kind: 'busy' };
		throw error;
	}
}

function inAs({ name, role }: StoredPerson): Login {
	return { kind: 'in', person: { name, role } };
}
