import { millisOf, plusMillis } from '../domain/calendarDate';
import type { Clock } from '../ports/clock';
import { isLimit, retryAfterMs } from './classify';
import { LimitError, type SystemName } from './errors';
import type { LoginStops } from './loginStop';
import { patience } from './retry';
import type { Send } from './send';

/** What to hash for the wait of a user: apart from the stops of its logins. */
export function limitText(system: SystemName, user: string): string {
	return JSON.stringify(['limit', system, user]);
}

/**
 * A sender that holds requests back for as long as the system has asked to, where that is longer than a run waits in its
 * place: also those of later runs and of other processes.
 *
 * @param userHash `StorePort.keyedHash` of `limitText`.
 * @throws LimitError instead of sending. Source: rule F2.
 */
export function guardLimit(
	send: Send,
	stops: LoginStops,
	userHash: string,
	clock: Clock,
	system: SystemName = 'Autotask',
): Send {
	return async (request) => {
		const until = await stops.loginStop(userHash);
		const now = clock.now();
		if (until !== undefined && until > now) {
			const wait = millisOf(until) - millisOf(now);
			const failed = { system, method: request.method, path: request.path.split('?')[0] ?? '', retryAfterMs: wait };
			throw new LimitError(failed, until);
		}
		const response = await send(request);
		const wait = isLimit(response) ? retryAfterMs(response.headers['retry-after'], millisOf(clock.now())) : undefined;
		if (wait !== undefined && wait > patience.longestWaitMs)
			await stops.saveLoginStop(userHash, plusMillis(clock.now(), wait));
		return response;
	};
}
