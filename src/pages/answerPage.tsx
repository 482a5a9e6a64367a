import { mayDo, roles } from '../domain/people/role';
import type { SentForm } from '../ports/store/forms';
import { faultText } from './faultText';
import { formHours, formOf, makeToken, readToken } from './formToken';
import { neededFor } from './allowed';
import { type Frame, frameOf, rendered, unread } from './rendered';
import type { ActionOutcome, Notice, Page, PagePorts } from './page';
import { goTo, type PageAnswer } from './pageAnswer';
import { field, type PageRequest } from './pageRequest';

async function shown(
	page: Page,
	request: PageRequest,
	ports: PagePorts,
	options: { readonly notice?: Notice; readonly statusCode?: number } = {},
): Promise<PageAnswer> {
	const view = await page.show({ request, token: makeToken(formOf(page.name, request.user), ports) }, ports);
	if ('body' in view) return view;
	return await rendered(page, view, await frameOf(request, ports, options));
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

/** What is shown in this answer alone. */
async function told(
	page: Page,
	request: PageRequest,
	{ message, told: content }: Extract<ActionOutcome, { kind: 'told' }>,
	ports: PagePorts,
): Promise<PageAnswer> {
	const notice: Notice = { kind: 'done', message };
	return await rendered(page, { title: 'Note it now', content }, await frameOf(request, ports, { notice }));
}

async function posted(page: Page, request: PageRequest, ports: PagePorts): Promise<PageAnswer> {
	if (request.user === '') {
		const message =
			'No user name came with this form, so nobody could be named for what it does. Nothing was done; give the page a Basic Auth credential with a user.';
		return await shown(page, request, ports, { notice: problem(message), statusCode: 403 });
	}
	const reading = readToken(field(request, 'token'), formOf(page.name, request.user), ports);
	if (reading.kind !== 'fresh') {
		const message =
			reading.kind === 'old'
				? `This page was open for more than ${formHours} hours. Nothing was done; look at it again, then send it.`
				: `This form did not come from this page of connection ${ports.inputs.connectionId}, or was shown to another person. Nothing was done; load the page again.`;
		return await shown(page, request, ports, { notice: problem(message), statusCode: 403 });
	}
	const action = field(request, 'action');
	const needed = neededFor(page, action);
	if (!mayDo(request.role, needed)) {
		const message = `You ${roles[request.role].name.toLowerCase()}, and this needs the role "${roles[needed].name}". Nothing was done; somebody who may change settings can give you another role.`;
		return await shown(page, { ...request, method: 'GET' }, ports, { notice: problem(message), statusCode: 403 });
	}
	if (page.looks?.includes(action) === true) return await shown(page, request, ports);
	const { nonce } = reading;
	if (!(await ports.store.takeForm(nonce, ports.clock.now()))) return await sentBefore(page, request, nonce, ports);
	const outcome = await acted(page, request, ports);
	const location = outcome.kind === 'done' ? outcome.location : '';
	const kept = outcome.kind === 'told' ? `${outcome.message} ${outcome.again}` : outcome.message;
	await ports.store.endForm(nonce, { location, message: kept });
	if (outcome.kind === 'told') return await told(page, request, outcome, ports);
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
	request: Frame['request'],
): Promise<PageAnswer> {
	const message = faultText(error);
	if (message === undefined) throw error;
	const content = <p>Nothing was done. Load the page again when the cause is gone.</p>;
	const title = 'Not available now';
	return await rendered(page, { title, content }, { notice: problem(message), statusCode: 502, request });
}

/**
 * Answers one request of a browser.
 *
 * A form is done once, however often it is sent; one without a user, without a token of this page, store and person, or of
 * a person whose role it exceeds, does nothing. What was refused is shown again with what was typed. A fault of either
 * system or of the store becomes a page that says so; any other error is thrown.
 */
export async function answerPage(page: Page, request: PageRequest, ports: PagePorts): Promise<PageAnswer> {
	try {
		if (request.method === 'POST') return await posted(page, request, ports);
		const notice = await doneNotice(request, ports);
		return await shown(page, request, ports, notice ? { notice } : {});
	} catch (error) {
		return await answerFault(page, error, unread(request.folder));
	}
}
