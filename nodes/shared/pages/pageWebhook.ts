import { createHash, timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { basicLogin } from '../../../src/pages/basicLogin';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { toNodeError } from '../items/nodeErrors';
import { answerAsked, type AskedPage } from './pageRun';

type Answer = Pick<PageAnswer, 'statusCode' | 'contentType' | 'body'> & Partial<PageAnswer>;

/** What n8n itself serves pages of webhooks with: no origin, hence no cookies of n8n. And no page of others around it. */
const policy = "sandbox allow-downloads allow-forms allow-popups allow-scripts; frame-ancestors 'none'";

function isSame(given: string, wanted: string): boolean {
	const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
	return timingSafeEqual(one, other);
}

/** What is said to a browser that may not see the page; undefined for one that may. */
async function whyNotIn(context: IWebhookFunctions): Promise<Answer | undefined> {
	const contentType = 'text/plain; charset=utf-8';
	const { user, password } = await context.getCredentials<{ readonly user?: string; readonly password?: string }>(
		'httpBasicAuth',
	);
	if (!user?.trim() || !password)
		return { statusCode: 500, contentType, body: 'The credential of the page has no user or no password. Enter both.' };
	const login = basicLogin(context.getHeaderData().authorization);
	if (login && isSame(JSON.stringify([login.user, login.password]), JSON.stringify([user.trim(), password])))
		return undefined;
	return { statusCode: 401, contentType, body: 'This page wants a user name and a password.' };
}

function send(context: IWebhookFunctions, answer: Answer): void {
	const { statusCode, contentType, location, disposition, body } = answer;
	context
		.getResponseObject()
		.writeHead(statusCode, {
			'content-type': contentType,
			'content-security-policy': policy,
			'x-frame-options': 'DENY',
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			...(statusCode === 401 ? { 'www-authenticate': 'Basic realm="Marketplace pages"' } : {}),
			...(location ? { location } : {}),
			...(disposition ? { 'content-disposition': disposition } : {}),
		})
		.end(body);
}

/**
 * Answers a browser by itself: n8n makes no execution of it and keeps nothing that was typed.
 *
 * @throws the error of n8n for what no page can say; n8n makes a failed execution of it, without the request.
 */
export async function answerWebhook(context: IWebhookFunctions, page: AskedPage): Promise<IWebhookResponseData> {
	try {
		const refused = await whyNotIn(context);
		const { method, path } = context.getRequestObject();
		const asked = {
			method,
			webhookUrl: path,
			headers: context.getHeaderData(),
			query: context.getQueryData(),
			body: context.getBodyData(),
		};
		send(context, refused ?? (await answerAsked(context, page, asked)));
		return { noWebhookResponse: true };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
