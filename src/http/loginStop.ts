import { plusMillis } from '../domain/calendarDate';
import type { Clock } from '../ports/clock';
import type { StorePort } from '../ports/store/store';
import { isNamed, LoginRefusedError, type SystemName } from './errors';
import type { Request, Send } from './send';

/** Where the stops are kept: the store. */
export type LoginStops = Pick<StorePort, 'loginStop' | 'saveLoginStop'>;

/** How long no request goes out after a refused login, so that a schedule cannot lock the user. */
export const loginStopMs = 15 * 60 * 1000;

/** What to hash for a credential: user and secrets, so that changed values are tried at once. */
export function loginText(user: string, secret: string): string {
	return JSON.stringify([user, secret]);
}

/**
 * A sender that holds requests back while a stop is recorded for the credential, and records one when the login is
 * refused although it has been renewed.
 *
 * @param credentialHash `StorePort.keyedHash` of `loginText`.
 * @throws LoginRefusedError instead of giving a 401, with `until`.
 */
export function guardLogin(
	send: Send,
	stops: LoginStops,
	credentialHash: string,
	clock: Clock,
	system: SystemName = 'Autotask',
): Send {
	const stopped = (
		request: Request,
		until: Awaited<ReturnType<LoginStops['loginStop']>>,
		why: string,
	): LoginRefusedError =>
		new LoginRefusedError(
			{ system, method: request.method, path: request.path.split('?')[0] ?? '', status: 401 },
			`${why} No request is sent with this login until ${until}, so that the user is not locked; ` +
				`correct the credential (changed values are tried at once) or wait.`,
			until,
		);
	const record = async (request: Request, why: string): Promise<LoginRefusedError> => {
		const until = plusMillis(clock.now(), loginStopMs);
		await stops.saveLoginStop(credentialHash, until);
		return stopped(request, until, why);
	};
	return async (request) => {
		const until = await stops.loginStop(credentialHash);
		if (until !== undefined && until > clock.now()) throw stopped(request, until, `${system} has refused this login.`);
		try {
			const response = await send(request);
			if (response.status !== 401) return response;
		} catch (error) {
			if (isNamed(error, 'LoginRefusedError')) throw await record(request, error.message);
			throw error;
		}
		throw await record(request, `${system} refused the login.`);
	};
}
