import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

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
