import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerPage } from '../../src/pages/answerPage';
import type { Page, PagePorts } from '../../src/pages/page';
import { readPageRequest } from '../../src/pages/pageRequest';

const home = '/webhook/marketplace';

/** Where a page stands: Home is the folder of the others. */
function placeOf({ name, isFolder }: Page): string {
	return isFolder === true ? home : `${home}/${name}`;
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, string | readonly string[]>>> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const sent = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
	return Object.fromEntries(
		[...new Set(sent.keys())].map((name) => {
			const values = sent.getAll(name);
			return [name, values.length > 1 ? values : (values[0] ?? '')];
		}),
	);
}

/** Pages at the addresses that n8n gives them, for a browser. */
export interface ServedPages {
	readonly url: string;
	close(): Promise<void>;
}

/** Serves the pages on a free port, to whoever names a user. */
export async function servePages(pages: readonly Page[], ports: PagePorts): Promise<ServedPages> {
	const server = createServer((request, response) => {
		const answering = async () => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://pages');
			const page = pages.find((one) => pathname === placeOf(one));
			if (!page) return void response.writeHead(404).end();
			const { method, headers } = request;
			if (headers.authorization === undefined)
				return void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="pages"' }).end();
			const query = Object.fromEntries(searchParams);
			const read = readPageRequest({ method, query, headers, body: method === 'POST' ? await bodyOf(request) : {} });
			const answer = await answerPage(page, read, ports);
			const location = answer.location === '' ? {} : { location: answer.location };
			response.writeHead(answer.statusCode, { 'Content-Type': answer.contentType, ...location }).end(answer.body);
		};
		answering().catch((error: unknown) => response.writeHead(500).end(String(error)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
