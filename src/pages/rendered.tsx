import type { VNode } from 'preact';
import { renderToStringAsync } from 'preact-render-to-string';
import type { ConnectionId } from '../domain/ids';
import { address } from './address';
import { formOf, makeToken } from './formToken';
import type { Notice, Page, PagePorts, PageView } from './page';
import { htmlAnswer, type PageAnswer } from './pageAnswer';
import type { PageRequest } from './pageRequest';
import { homeOf } from './places';
import { Allowed, type Asking } from './allowed';
import { Layout } from './layout';
import { Zone } from './zone';

/** What stands around a view. */
export interface Frame {
	readonly notice?: Notice;
	readonly statusCode: number;
	readonly connection?: ConnectionId;
	readonly checkToken?: string;
	/** Who looks, and from where. */
	readonly request: Pick<PageRequest, 'user' | 'role' | 'query' | 'folder'>;
	readonly timeZone?: string;
}

function framed(page: Pick<Page, 'name' | 'isFolder'>, { title, goesOn, content }: PageView, frame: Frame): VNode {
	const { notice, connection, checkToken, request } = frame;
	const { user, role, query, folder } = request;
	const base = page.isFolder === true ? { href: `${folder}/`, self: address(homeOf(folder), query) } : undefined;
	return (
		<Layout
			page={page.name}
			title={title}
			home={homeOf(folder)}
			{...(notice ? { notice } : {})}
			{...(connection === undefined ? {} : { connection })}
			{...(user === '' ? {} : { user, role })}
			{...(checkToken === undefined ? {} : { checkToken })}
			{...(goesOn === undefined ? {} : { goesOn })}
			{...(base === undefined ? {} : { base })}
		>
			{content}
		</Layout>
	);
}

/** A whole document. */
export async function rendered(
	page: Pick<Page, 'name' | 'isFolder'> & Asking,
	view: PageView,
	frame: Frame,
): Promise<PageAnswer> {
	const { role } = frame.request;
	const body = await renderToStringAsync(
		<Zone.Provider value={frame.timeZone ?? 'utc'}>
			<Allowed.Provider value={{ role, page }}>{framed(page, view, frame)}</Allowed.Provider>
		</Zone.Provider>,
	);
	return htmlAnswer(`<!doctype html>${body}`, frame.statusCode);
}

/** The frame of a request that was let in. */
export async function frameOf(
	request: PageRequest,
	ports: PagePorts,
	{ notice, statusCode = 200 }: { readonly notice?: Notice; readonly statusCode?: number },
): Promise<Frame> {
	const connection = ports.inputs.connectionId;
	const timeZone = (await ports.store.connection(connection))?.timeZone;
	return {
		...(notice && { notice }),
		statusCode,
		connection,
		checkToken: makeToken(formOf('tasks', request.user), ports),
		request,
		...(timeZone === undefined ? {} : { timeZone }),
	};
}

/** What is known of a request before it is read. */
export function unread(folder: string): Frame['request'] {
	return { user: '', role: 'look', query: {}, folder };
}
