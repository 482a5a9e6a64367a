import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SimulatorClock } from './clock';

/** Plain JSON, as parsed. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object; a key may be missing. */
export type JsonObject = { [key: string]: Json };

/** One received request; `path` is the decoded-once pathname without query, `body` the raw text. */
export interface ReceivedRequest {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** Origin the request was addressed to, such as http://127.0.0.1:8081. */
	readonly origin: string;
}

/** What goes back; a `body` of undefined is an empty answer. */
export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** An answer, or a socket that is closed without one, or an answer that breaks off in the middle. */
export type Outcome =
	| { readonly kind: 'answer'; readonly answer: Answer }
	| { readonly kind: 'close' }
	| { readonly kind: 'truncate'; readonly answer: Answer };

/** A running HTTP server on loopback. */
export interface RunningServer {
	readonly port: number;
	/** Origin without a trailing slash. */
	readonly url: string;
	/** Ends at once, open sockets included. */
	close(): Promise<void>;
}

/** A JSON answer. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
	return {
		status,
		headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
		body: JSON.stringify(value),
	};
}

/** An HTML answer. */
export function htmlAnswer(status: number, html: string): Answer {
	return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: html };
}

/** Parses a request body; an empty one is undefined, an unreadable one throws a SyntaxError. */
export function parseJsonBody(request: Pick<ReceivedRequest, 'body'>): Json | undefined {
	return request.body.trim() === '' ? undefined : (JSON.parse(request.body) as Json);
}

/** True for a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Listens on 127.0.0.1 and hands each request to `handle`. A handler that throws answers 500 with the text.
 *
 * @param port 0 takes a free one.
 */
export async function startHttpServer(
	handle: (request: ReceivedRequest) => Promise<Outcome>,
	port = 0,
): Promise<RunningServer> {
	const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 66_000 }, (incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('error', () => response.destroy());
		response.on('error', () => response.destroy());
		incoming.on('end', () => {
			const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
			const received: ReceivedRequest = {
				method: incoming.method ?? 'GET',
				path: url.pathname,
				query: url.searchParams,
				headers: incoming.headers,
				body: Buffer.concat(chunks).toString('utf8'),
				origin: `http://${incoming.headers.host ?? '127.0.0.1'}`,
			};
			handle(received)
				.catch((error: unknown): Outcome => ({ kind: 'answer', answer: unexpectedAnswer(error) }))
				.then((outcome) => {
					if (outcome.kind === 'close' || response.destroyed) {
						incoming.socket.destroy();
						return;
					}
					send(outcome, response, incoming.socket);
				})
				.catch(() => incoming.socket.destroy());
		});
	});
	const sockets = trackSockets(server);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const bound = (server.address() as AddressInfo).port;
	return {
		port: bound,
		url: `http://127.0.0.1:${bound}`,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}

function send(outcome: Extract<Outcome, { answer: Answer }>, response: ServerResponse, socket: Socket): void {
	const { answer } = outcome;
	const body = Buffer.from(answer.body ?? '', 'utf8');
	response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(body.length) });
	if (outcome.kind === 'answer') {
		response.end(body);
		return;
	}
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroy());
}

function trackSockets(server: Server): Set<Socket> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	return sockets;
}

function unexpectedAnswer(error: unknown): Answer {
	const text = error instanceof Error ? error.message : String(error);
	return jsonAnswer(500, { simulatorFault: text });
}

/** One line of a request log. It never holds a header or the query of a request. */
export interface LoggedRequest {
	readonly n: number;
	readonly time: string;
	readonly method: string;
	readonly path: string;
	/** What the simulator took it for, such as 'read', 'write', 'zone', 'login'. */
	kind: string;
	/** HTTP status; 0 while under way and where no answer was given. */
	status: number;
	ms: number;
	/** The parsed body, writes only. */
	body?: Json;
}

/** The requests a simulator has received since it started or since the log was cleared, oldest first. */
export class RequestLog {
	readonly entries: LoggedRequest[] = [];
	private last = 0;

	constructor(private readonly clock: SimulatorClock) {}

	/** Notes an arriving request; its `status` and `ms` are filled in when it ends. */
	begin(request: ReceivedRequest, kind: string): LoggedRequest {
		this.last += 1;
		const time = this.clock.now().toISOString();
		const entry: LoggedRequest = {
			n: this.last,
			time,
			method: request.method,
			path: request.path,
			kind,
			status: 0,
			ms: 0,
		};
		this.entries.push(entry);
		return entry;
	}

	/** Forgets all requests; numbers go on. */
	clear(): void {
		this.entries.length = 0;
	}
}

/** Text made safe for HTML content and attribute values. */
export function escapeHtml(text: unknown): string {
	const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return String(text ?? '').replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** A plain page for people, light and dark. `body` is HTML, `title` is text. */
export function htmlPage(title: string, body: string): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>
:root{color-scheme:light dark}body{font:14px/1.45 system-ui,sans-serif;margin:1.5rem auto;max-width:100rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.day,th{white-space:nowrap}.wide{overflow-x:auto}td code{display:block;min-width:20rem}@media(max-width:40rem){td,th{white-space:nowrap}}code,pre{font:12px/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.bad{color:light-dark(#b00020,#ff8a80)}nav a{margin-right:1rem}caption{text-align:left;font-weight:600;padding:.4rem 0}
</style><h1>${escapeHtml(title)}</h1>${body}</html>`;
}

/** An instant as people read it: without milliseconds, in UTC. */
export function shownInstant(instant: string): string {
	return instant.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2');
}

/** An HTML table, scrolling where it is wider than the page; a cell is text, or `{ html }` where it is already safe. */
export function htmlTable(
	head: readonly string[],
	rows: readonly (readonly (string | number | { html: string })[])[],
): string {
	const cell = (value: string | number | { html: string }): string => {
		if (typeof value === 'object') return `<td>${value.html}</td>`;
		const kind = typeof value === 'number' ? 'n' : /^\d{4}-\d\d-\d\d/.test(value) ? 'day' : '';
		return `<td${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(value)}</td>`;
	};
	const title = (name: string, column: number): string =>
		`<th${typeof rows[0]?.[column] === 'number' ? ' class="n"' : ''}>${escapeHtml(name)}</th>`;
	const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
	return `<div class="wide"><table><thead><tr>${head.map(title).join('')}</tr></thead><tbody>${body}</tbody></table></div>`;
}
