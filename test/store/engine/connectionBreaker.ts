import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to the server that breaks where it is told to. */
export interface Breaker {
	readonly port: number;
	/** Breaks the next connection that sends the text, which the server then never sees. */
	cutBefore(text: string): void;
	/** Lets the server have the text, and breaks the connection instead of handing on the answer. */
	cutAfter(text: string): void;
	/** Breaks every connection there is. */
	cutAll(): Promise<void>;
	/** How often it has broken one at a text. */
	cuts(): number;
	/** Nobody listens any more. */
	close(): Promise<void>;
}

/** Listens on a port of its own and hands on to the server of that port. */
export async function connectionBreaker(serverPort: number): Promise<Breaker> {
	const pairs = new Set<readonly [Socket, Socket]>();
	let wanted: { readonly text: string; readonly when: 'before' | 'after' } | undefined;
	let cuts = 0;
	const listener = createServer((near) => {
		const far = createConnection(serverPort, '127.0.0.1');
		const pair = [near, far] as const;
		pairs.add(pair);
		let isLastAnswer = false;
		const cut = () => {
			cuts += isLastAnswer ? 1 : 0;
			for (const socket of pair) socket.destroy();
			pairs.delete(pair);
		};
		near.on('data', (data) => {
			if (wanted !== undefined && data.includes(wanted.text)) {
				isLastAnswer = true;
				const { when } = wanted;
				wanted = undefined;
				if (when === 'before') return cut();
			}
			far.write(data);
		});
		far.on('data', (data) => (isLastAnswer ? cut() : near.write(data)));
		for (const socket of pair) {
			socket.on('error', cut);
			socket.on('close', () => pair.forEach((each) => each.destroy()));
		}
	}).listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const cutAll = async () => {
		const all = [...pairs].flat();
		const closed = all.map(async (socket) => (socket.closed ? undefined : await once(socket, 'close')));
		for (const socket of all) socket.destroy();
		pairs.clear();
		await Promise.all(closed);
	};
	return {
		port: (listener.address() as AddressInfo).port,
		cutBefore: (text) => void (wanted = { text, when: 'before' }),
		cutAfter: (text) => void (wanted = { text, when: 'after' }),
		cutAll,
		cuts: () => cuts,
		close: async () => {
			if (!listener.listening) return;
			listener.close();
			await cutAll();
		},
	};
}
