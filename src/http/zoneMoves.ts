import { type AutotaskZone, zoneHeaders } from './autotaskZone';
import { isHtml } from './classify';
import { isApiError, isNamed, type NoAnswerError } from './errors';
import type { Request, Response, Send } from './send';

type Outcome = { readonly response: Response } | { readonly error: unknown };

async function outcomeOf(sending: Promise<Response>): Promise<Outcome> {
	try {
		return { response: await sending };
	} catch (error) {
		return { error };
	}
}

function given(outcome: Outcome): Response {
	if ('error' in outcome) throw outcome.error;
	return outcome.response;
}

/** Nothing was written by a request that was sent on or not taken; of a page nobody knows. */
function isRead({ method, path }: Request): boolean {
	return method === 'GET' || /\/query(\/count)?$/.test(path);
}

/** Whether it looks as if the database had moved: redirected, no host there, a web page where rows belong. */
function pointsElsewhere(request: Request, outcome: Outcome): boolean {
	if ('error' in outcome)
		return isNamed(outcome.error, 'NoAnswerError') && (outcome.error as NoAnswerError).reason === 'unreachable';
	const { status } = outcome.response;
	return (status >= 300 && status < 400) || (isRead(request) && isHtml(outcome.response));
}

/** The zone is the same, the new one does not know the login, or the look-up gave no answer. */
function isNoMove(outcome: Outcome): boolean {
	if ('response' in outcome) return outcome.response.status === 401;
	return isApiError(outcome.error) && outcome.error.retryable;
}

/**
 * A sender of requests that are meant for one Autotask database: where its zone seems to have moved, the credential looks
 * it up again, once for each sender, and the request goes to the new zone. A database of another number gets nothing.
 *
 * Where the zone is still the same, or the new one refuses the login, the first outcome stands.
 */
export function followZone(send: Send, zone: AutotaskZone): Send {
	let isLookedUp = false;
	return async (request) => {
		const meant = { ...request.headers, [zoneHeaders.database]: String(zone.ci) };
		const first = await outcomeOf(send({ ...request, headers: meant }));
		if (isLookedUp || !pointsElsewhere(request, first)) return given(first);
		isLookedUp = true;
		const second = await outcomeOf(send({ ...request, headers: { ...meant, [zoneHeaders.left]: zone.url } }));
		return given(isNoMove(second) ? first : second);
	};
}
