import { createHash, timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { type BasicLogin, basicLogin } from '../../../src/pages/basicLogin';
import { faultText } from '../../../src/pages/faultText';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import type { LetIn } from '../../../src/pages/pageRequest';
import { toNodeError } from '../items/nodeErrors';
import { type ChainPorts, openPorts, sharedLogins } from '../opening/openPorts';
import { answerAsked, type AskedPage } from './pageRun';

/** What n8n itself serves pages of webhooks with: no origin, hence no cookies of n8n. And no page of others around it. */
const policy = "sandbox allow-downloads allow-forms allow-popups allow-scripts; frame-ancestors 'none'";

function isSame(given: string, wanted: string): boolean {
	const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
	return timingSafeEqual(one, other);
}

function said(statusCode: number, body: string): PageAnswer {
	return { statusCode, contentType: 'text/plain; charset=utf-8', location: '', disposition: '', body };
}

/** The owner's login, which the node's Basic Auth credential holds; undefined where it holds none. */
async function ownerOf(context: IWebhookFunctions): Promise<BasicLogin | undefined> {
	const { user, password } = await context.getCredentials<{ readonly user?: string; readonly password?: string }>(
		'httpBasicAuth',
	);
	return user?.trim() && password ? { user: user.trim(), password } : undefined;
}

const wanted = 'This page wants a user name and a password.';

/** Who is let in, with what was opened to know it. */
interface Entry {
	readonly letIn: LetIn;
	readonly ports?: ChainPorts;
}

/** One of the connection's people; whoever is not known hears no more than that. */
async function personOf(context: IWebhookFunctions, login: BasicLogin, owner: BasicLogin): Promise<Entry | PageAnswer> {
	try {
		const ports = await openPorts(context);
		const found = await sharedLogins().logIn(login, ports.inputs.connectionId, ports);
		if (found.kind === 'in') return { letIn: { ...found.person, owner: owner.user }, ports };
		return found.kind === 'busy' ? said(503, 'Too many logins at once. Load the page again.') : said(401, wanted);
	} catch (error) {
		if (faultText(error) === undefined) throw toNodeError(context.getNode(), error);
		return said(503, 'Logins cannot be checked now. The owner of the pages sees why after logging in.');
	}
}

/** Who a login is of: the owner, who may do everything and needs no store for it, or one of the people. */
async function whoIs(context: IWebhookFunctions, login: BasicLogin, owner: BasicLogin): Promise<Entry | PageAnswer> {
	const isOwner = isSame(JSON.stringify([login.user, login.password]), JSON.stringify([owner.user, owner.password]));
	if (isOwner) return { letIn: { name: owner.user, role: 'settings', owner: owner.user } };
	return await personOf(context, login, owner);
}

function send(context: IWebhookFunctions, answer: PageAnswer): void {
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
			...(statusCode === 401 ? { 'www-authenticate': 'Basic realm="Marketplace pages", charset="UTF-8"' } : {}),
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
		const owner = await ownerOf(context);
		const login = basicLogin(context.getHeaderData().authorization);
		if (!owner) send(context, said(500, 'The credential of the page has no user or no password. Enter both.'));
		else if (!login) send(context, said(401, wanted));
		else send(context, await answered(context, page, { login, owner }));
		return { noWebhookResponse: true };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function answered(
	context: IWebhookFunctions,
	page: AskedPage,
	{ login, owner }: { readonly login: BasicLogin; readonly owner: BasicLogin },
): Promise<PageAnswer> {
	const entry = await whoIs(context, login, owner);
	if ('statusCode' in entry) return entry;
	const { method, path } = context.getRequestObject();
	const asked = { method, webhookUrl: path, query: context.getQueryData(), body: context.getBodyData() };
	return await answerAsked(context, page, asked, entry);
}
