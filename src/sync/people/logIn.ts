import { createHmac, randomBytes } from 'node:crypto';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
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

/** What a browser says who it is. */
interface Given {
	readonly user: string;
	readonly password: string;
}

/** What came of a login. */
export type Login =
	| { readonly kind: 'in'; readonly person: Person }
	| { readonly kind: 'refused' }
	/** Dozens of logins wait for their turn; nothing is known of this one. */
	| { readonly kind: 'busy' };

/** The logins of a process. */
export interface Logins {
	/**
	 * Finds the person that a login is of.
	 *
	 * The person is read each time, so that one who was removed, or got another password or role, is refused or limited
	 * with the next request. Only the hashing is spared, for ten minutes.
	 */
	logIn(given: Given, connectionId: ConnectionId, ports: Ports): Promise<Login>;
}

/** Which logins were right, by a keyed hash of all that they were compared with; hashing each request would cost 50 ms. */
class Remembered {
	private readonly key = randomBytes(32);
	private readonly right = new Map<string, number>();

	sealOf(connectionId: ConnectionId, password: string, { key: who, salt, hash }: StoredPerson): string {
		const compared = JSON.stringify([connectionId, who, salt, hash, password]);
		return createHmac('sha256', this.key).update(compared).digest('hex');
	}

	has(seal: string, now: number): boolean {
		const at = this.right.get(seal);
		return at !== undefined && at <= now && now < at + rememberedMs;
	}

	add(seal: string, now: number): void {
		for (const [one, at] of this.right)
			if (at + rememberedMs < now || this.right.size >= mostRemembered) this.right.delete(one);
		this.right.set(seal, now);
	}
}

function inAs({ name, role }: StoredPerson): Login {
	return { kind: 'in', person: { name, role } };
}

/** Logins that share their turns and what is remembered. Two are hashed at a time and fifty wait, so that guessing leaves the machine free for the rest. */
export function createLogins(): Logins {
	const turns = bulkhead(2, 50);
	const remembered = new Remembered();
	const isRight = async (password: string, person: StoredPerson | undefined) =>
		await turns.execute(async () => await isPassword(password, person ?? nobodys));
	return {
		logIn: async ({ user, password }, connectionId, { store, clock }) => {
			const person = await store.person(connectionId, personKey(user));
			const now = millisOf(clock.now());
			const seal = person && remembered.sealOf(connectionId, password, person);
			if (person && seal !== undefined && remembered.has(seal, now)) return inAs(person);
			try {
				if (!(await isRight(password, person)) || !person || seal === undefined) return { kind: 'refused' };
				remembered.add(seal, now);
				return inAs(person);
			} catch (error) {
				if (error instanceof BulkheadRejectedError) return { kind: 'busy' };
				throw error;
			}
		},
	};
}
