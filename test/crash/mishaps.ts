import type { FaultAction } from '../../simulators/faults';
import { below, oneOf, seeded, type Random } from './seeded';

/** Something that goes wrong when a request is about to be sent. */
export type Mishap =
	| { readonly kind: 'fault'; readonly action: FaultAction; readonly times: number }
	/** The marketplace ends all tokens. */
	| { readonly kind: 'tokensExpire' }
	/** The Autotask database goes to another zone. */
	| { readonly kind: 'zoneMoves' }
	/** The clock of the process is set forward, or back. */
	| { readonly kind: 'clockJumps'; readonly minutes: number };

/** A mishap and what it befalls: the nth of all requests, or of all writes to Autotask, of all runs together. */
export interface PlannedMishap {
	readonly of: 'requests' | 'writes';
	/** Counted from 1. */
	readonly nth: number;
	readonly mishap: Mishap;
}

const page = '<html><body>Service unavailable</body></html>';
const refusal = JSON.stringify({ errors: ['The record is locked by another user.'] });

function fault(action: FaultAction, times = 1): Mishap {
	return { kind: 'fault', action, times };
}

/** Every kind of mishap, as it is drawn. */
const kinds: Readonly<Record<string, (random: Random) => Mishap>> = {
	lostAnswer: () => fault({ kind: 'loseAnswerAfterEffect' }),
	closedConnection: (random) => fault({ kind: 'closeBeforeEffect' }, 1 + below(5, random)),
	limit: (random) => fault({ kind: 'status', status: 429 }, 1 + below(3, random)),
	limitWithTime: (random) =>
		fault({ kind: 'status', status: 429, retryAfter: oneOf(['2', '30', '100', '600'], random) }, 1 + below(2, random)),
	refusal: () => fault({ kind: 'status', status: 500, body: refusal }),
	outage: (random) => fault({ kind: 'status', status: 503, body: page }, 1 + below(6, random)),
	badGateway: () => fault({ kind: 'status', status: 502, body: page, afterEffect: true }),
	unexplained: () => fault({ kind: 'status', status: 500, afterEffect: true }),
	maintenance: () => fault({ kind: 'status', status: 200, body: page }),
	truncated: () => fault({ kind: 'truncateJson' }),
	slowAnswer: () => fault({ kind: 'hold', effect: 'beforeRelease' }),
	lateEffect: () => fault({ kind: 'hold', effect: 'afterRelease' }),
	refusedLogin: (random) => fault({ kind: 'status', status: 401, body: '{}' }, 1 + below(4, random)),
	expiredTokens: () => ({ kind: 'tokensExpire' }),
	movedZone: () => ({ kind: 'zoneMoves' }),
	clockJump: (random) => ({ kind: 'clockJumps', minutes: oneOf([-30, -2, 1, 3, 20, 90], random) }),
};

export const mishapKinds = Object.keys(kinds);

/** Requests and writes of a campaign among which mishaps are drawn: more than its first run has. */
const drawnAmong = { requests: 60, writes: 14 } as const;

/** One to five mishaps that depend on the seed alone; each seed has another kind among them, so that none is left out. */
export function mishapsOf(seed: number): readonly PlannedMishap[] {
	const random = seeded(seed);
	const count = 1 + below(5, random);
	return Array.from({ length: count }, (_, at) => {
		const name = at === 0 ? mishapKinds[seed % mishapKinds.length] : oneOf(mishapKinds, random);
		const mishap = kinds[name ?? '']?.(random);
		if (!mishap) throw new RangeError(`no mishap ${name}`);
		const of = oneOf(['requests', 'writes'] as const, random);
		return { of, nth: 1 + below(drawnAmong[of], random), mishap };
	});
}
