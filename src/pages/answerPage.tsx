import { renderToStringAsync } from 'preact-render-to-string';
import type { ConnectionId } from '../domain/ids';
import type { SentForm } from '../ports/store/forms';
import { address } from './address';
import { homeOf } from './places';
import { faultText } from './faultText';
import { makeToken, readToken, formHours } from './formToken';
import { Layout } from './layout';
import { Zone } from './zone';
import type { ActionOutcome, Notice, Page, PagePorts, PageView } from './page';
import { goTo, htmlAnswer, type PageAnswer } from './pageAnswer';
import { field, type PageRequest } from './pageRequest';

async function rendered(
	page: Pick<Page, 'name' | 'isFolder'>,
	view: PageView,
	options: {
		readonly notice: Notice | undefined;
		readonly statusCode: number;
		readonly connection?: ConnectionId;
		readonly checkToken?: string;
		/** Empty where nobody is logged in. */
		readonly user?: string;
		/** The state in its address. */
		readonly query?: PageRequest['query'];
		/** The last part of Home's address. */
		readonly folder: string;
		readonly timeZone?: string;
	},
): Promise<PageAnswer> {
	const { notice, statusCode, connection, checkToken, user = '', query = {}, folder, timeZone = 'utc' } = options;
	const base = page.isFolder === true ? { href: `${folder}/`, self: address(homeOf(folder), query) } : undefined;
	const body = await renderToStringAsync(
		<Zone.Provider value={timeZone}>
			<Layout
				page={page.name}
				title={view.title}
				home={homeOf(folder)}
				{...(notice ? { notice } : {})}
				{...(connection === undefined ? {} : { connection })}
				{...(user === '' ? {} : { user })}
				{...(checkToken === undefined ? {} : { checkToken })}
				{...(view.goesOn === undefined ? {} : { goesOn: view.goesOn })}
				{...(base === undefined ? {} : { base })}
			>
				{view.content}
			</Layout>
		</Zone.Provider>,
	);
	return htmlAnswer(`<!doctype html>${body}`, statusCode);
}

async function shown(
	page: Page,
	request: PageRequest,
	ports: PagePorts,
	options: { readonly notice?: Notice; readonly statusCode?: number } = {},
): Promise<PageAnswer> {
	const view = await page.show({ request, token: makeToken(page.name, ports) }, ports);
	if ('body' in view) return view;
	const { notice, statusCode = 200 } = options;
	const { query, user, folder } = request;
	const checkToken = makeToken('tasks', ports);
	const connection = ports.inputs.connectionId;
	const timeZone = (await ports.store.connection(connection))?.timeZone ?? 'utc';
	return await rendered(page, view, { notice, statusCode, connection, checkToken, user, query, folder, timeZone });
}

function problem(message: string): Notice {
	return { kind: 'problem', message };
}

async function acted(page: Page, request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const name = field(request, 'action');
	const action = Object.hasOwn(page.actions, name) ? page.actions[name] : undefined;
	if (!action) return { kind: 'refused', message: `This page has no action ${name.slice(0, 40) || 'without a name'}.` };
	try {
		return await action(request, ports);
	} catch (error) {
		const message = faultText(error);
		if (message === undefined) throw error;
		return { kind: 'refused', message };
	}
}

const doubleClick = { waits: 80, millis: 250 };

/** What became of a form that was sent before; a second click waits a while for the answer to the first, which its browser does not see. */
async function endOfForm(nonce: string, ports: PagePorts): Promise<SentForm['ended']> {
	let ended = (await ports.store.form(nonce))?.ended;
	for (let wait = 0; !ended && wait < doubleClick.waits; wait++) {
		await ports.clock.wait(doubleClick.millis);
		ended = (await ports.store.form(nonce))?.ended;
	}
	return ended;
}

/** A form that was sent before: on to where it led, or word that it is under way. */
async function sentBefore(page: Page, request: PageRequest, nonce: string, ports: PagePorts): Promise<PageAnswer> {
	const ended = await endOfForm(nonce, ports);
	if (ended && ended.location !== '') return goTo(fromPage(page, request, withDone(ended.location, nonce)));
	const message = ended
		? `This form was sent before: ${ended.message}`
		: 'This form was sent before and is not answered yet. Nothing was done twice; load the page again to see what it did.';
	return await shown(page, { ...request, method: 'GET' }, ports, { notice: problem(message), statusCode: 409 });
}

function withDone(location: string, nonce: string): string {
	return `${location}${location.includes('?') ? '&' : '?'}done=${nonce}`;
}

/** A place beside the other pages, as it is seen from this one: what a header says knows nothing of the page's base. */
function fromPage({ isFolder = false }: Page, { folder }: PageRequest, location: string): string {
	return isFolder ? `${folder}/${location}` : location;
}

async function posted(page: Page, request: PageRequest, ports: PagePorts): Promise<PageAnswer> {
	if (request.user === '') {
		const message =
			'No user name came with this form, so nobody could be named for what it does. Nothing was done; give the page a Basic Auth credential with a user.';
		return await shown(page, request, ports, { notice: problem(message), statusCode: 403 });
	}
	const reading = readToken(field(request, 'token'), page.name, ports);
	if (reading.kind !== 'fresh') {
		const message =
			reading.kind === 'old'
				? `This page was open for more than ${formHours} hours. Nothing was done; look at it again, then send it.`
				: `This form did not come from this page of connection ${ports.inputs.connectionId}. Nothing was done; load the page again.`;
		return await shown(page, request, ports, { notice: problem(message), statusCode: 403 });
	}
	if (page.looks?.includes(field(request, 'action')) === true) return await shown(page, request, ports);
	const { nonce } = reading;
	if (!(await ports.store.takeForm(nonce, ports.clock.now()))) return await sentBefore(page, request, nonce, ports);
	const outcome = await acted(page, request, ports);
	const location = outcome.kind === 'done' ? outcome.location : '';
	await ports.store.endForm(nonce, { location, message: outcome.message });
	if (outcome.kind === 'done') return goTo(fromPage(page, request, withDone(outcome.location, nonce)));
	return await shown(page, request, ports, { notice: problem(outcome.message), statusCode: 422 });
}

async function doneNotice(request: PageRequest, ports: PagePorts): Promise<Notice | undefined> {
	const nonce = request.query['done'];
	if (nonce === undefined || !/^[a-z0-9]{1,32}$/.test(nonce)) return undefined;
	const ended = (await ports.store.form(nonce))?.ended;
	return ended && { kind: 'done', message: ended.message };
}

/**
 * The page that says what is wrong where nothing else can be shown.
 *
 * @throws the error itself where it is none of ours.
 */
export async function answerFault(
	page: Pick<Page, 'name' | 'isFolder'>,
	error: unknown,
	folder: string,
): Promise<PageAnswer> {
	const message = faultText(error);
	if (message === undefined) throw error;
	const content = <p>Nothing was done. Load the page again when the cause is gone.</p>;
	return await rendered(
		page,
		{ title: 'Not available now', content },
		{ notice: problem(message), statusCode: 502, folder },
	);
}

/**
 * Answers one request of a browser.
 *
 * A form is done once, however often it is sent; one without a user, or without a token of this page and
 * store, does nothing. What was
 * refused is shown again with what was typed. A fault of either system or of the store becomes a page that says so;
 * any other error is thrown.
 */
export async function answerPage(page: Page, request: PageRequest, ports: PagePorts): Promise<PageAnswer> {
	try {
		if (request.method === 'POST') return await posted(page, request, ports);
		const notice = await doneNotice(request, ports);
		return await shown(page, request, ports, notice ? { notice } : {});
	} catch (error) {
		return await answerFault(page, error, request.folder);
	}
}
