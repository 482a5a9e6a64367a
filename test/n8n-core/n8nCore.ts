import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder, readInstalled } from '../../demo/n8n/installed';
import type { ShiftedClock } from '../../demo/n8n/n8nEnvironment';
import type { ItemJson, NodeRun } from '../../demo/n8n/executions';

/** A workflow as its file holds it. */
export interface WorkflowJson {
	readonly name?: string;
	readonly nodes: readonly unknown[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly settings?: Readonly<Record<string, unknown>>;
}

/** Credential fields by credential type. */
export type CredentialMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An error as n8n would show it. */
export interface ShownError {
	readonly name: string;
	readonly message: string;
	readonly description?: string | null;
	readonly httpCode?: string | null;
	readonly context?: Readonly<Record<string, unknown>>;
}

export interface RunRequest {
	readonly workflow: WorkflowJson;
	readonly credentials?: CredentialMap;
	/** n8n's execution mode; `manual` where not given, which our nodes treat as a look only. */
	readonly mode?: 'manual' | 'trigger' | 'cli' | 'integrated' | 'internal' | 'retry';
	/** The workflow's own start node where not given. */
	readonly startNode?: string;
	/** Items handed to the start node. */
	readonly input?: readonly ItemJson[];
}

export interface WorkflowRun {
	readonly status: string;
	readonly error?: ShownError;
	readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
	/** With the tokens that were renewed during the run; hand them to the next one. */
	readonly credentials: CredentialMap;
}

export interface PollRequest {
	readonly workflow: WorkflowJson;
	/** Name of the polling node. */
	readonly node: string;
	readonly credentials?: CredentialMap;
	readonly mode?: 'trigger' | 'manual';
	readonly activation?: 'init' | 'create' | 'update' | 'activate' | 'manual';
	readonly staticData?: Readonly<Record<string, unknown>>;
}

export interface PollAnswer {
	/** Null where the poll found nothing, and where it threw. */
	readonly output: ReadonlyArray<readonly ItemJson[]> | null;
	readonly error?: ShownError;
	readonly staticData: Readonly<Record<string, unknown>>;
	readonly credentials: CredentialMap;
}

export interface ListRequest {
	readonly workflow: WorkflowJson;
	/** Name of the node whose parameter is being chosen. */
	readonly node: string;
	readonly method: string;
	readonly filter?: string;
	readonly paginationToken?: string;
	readonly credentials?: CredentialMap;
}

export interface ListAnswer {
	readonly answer: {
		readonly results: readonly { readonly name: string; readonly value: string | number }[];
		readonly paginationToken?: string;
	};
	readonly credentials: CredentialMap;
}

export interface N8nCoreOptions {
	/** n8n's own folder lies in it; one that ends with the process where not given. */
	readonly userFolder?: string;
	readonly clock?: ShiftedClock;
	readonly env?: Readonly<Record<string, string>>;
	/** Holds package.json and dist; the checkout where not given. */
	readonly packageFolder?: string;
}

type Message =
	| { readonly ready: true }
	| { readonly id: number; readonly answer: unknown }
	| { readonly id: number; readonly failure: ShownError };

interface Waiting {
	readonly resolve: (answer: unknown) => void;
	readonly reject: (error: Error) => void;
}

/** All items of one output over all runs of a node; empty where the node did not run. */
export function itemsOf(run: WorkflowRun, node: string, output = 0): readonly ItemJson[] {
	return (run.runData[node] ?? []).flatMap((one) => one.data?.main[output] ?? []);
}

/** Our built package on the real n8n-core, in a process of its own; several requests may be under way at once. */
export class N8nCore {
	private readonly waiting = new Map<number, Waiting>();
	private requests = 0;

	private constructor(
		private readonly child: ChildProcess,
		private readonly removeFolder: () => void,
	) {
		child.on('message', (message: Message) => this.receive(message));
		child.once('exit', (code, signal) => this.abandon(`n8n-core ended by ${signal ?? `exit code ${code}`}`));
	}

	/** @throws Error where set-up has not installed n8n, or the package does not load. */
	static async start(options: N8nCoreOptions = {}): Promise<N8nCore> {
		const own = options.userFolder === undefined ? mkdtempSync(join(tmpdir(), 'n8n-core-')) : undefined;
		const removeFolder = (): void => {
			if (own !== undefined) rmSync(own, { recursive: true, force: true });
		};
		const child = forkCore({ ...options, userFolder: options.userFolder ?? own ?? '' });
		const started = await Promise.race([once(child, 'message'), once(child, 'exit')]);
		if (child.exitCode === null && child.signalCode === null) return new N8nCore(child, removeFolder);
		removeFolder();
		throw new Error(`n8n-core did not start: ${String(started[0])}; its output is above.`);
	}

	/** Runs a workflow to its end; a failing node is part of the answer. */
	async run(request: RunRequest): Promise<WorkflowRun> {
		return (await this.ask('run', request)) as WorkflowRun;
	}

	/** Polls once; what the poll throws is part of the answer. */
	async poll(request: PollRequest): Promise<PollAnswer> {
		return (await this.ask('poll', request)) as PollAnswer;
	}

	/** Asks for the list of a parameter; what it throws is thrown. */
	async list(request: ListRequest): Promise<ListAnswer> {
		return (await this.ask('list', request)) as ListAnswer;
	}

	/** Our node types as the editor would get them. */
	async descriptions(): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> {
		return (await this.ask('descriptions', {})) as ReadonlyArray<Readonly<Record<string, unknown>>>;
	}

	/** The longest time, in ms, for which timers could not fire since this was last asked. */
	async longestStallMs(): Promise<number> {
		return (await this.ask('longestStall', {})) as number;
	}

	async stop(): Promise<void> {
		await this.end(() => this.child.disconnect());
	}

	/** Ends the process at once; requests under way are rejected. */
	async kill(): Promise<void> {
		await this.end(() => this.child.kill('SIGKILL'));
	}

	private async end(by: () => void): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			const exit = once(this.child, 'exit');
			by();
			await exit;
		}
		this.removeFolder();
	}

	private async ask(kind: string, request: unknown): Promise<unknown> {
		const id = ++this.requests;
		return await new Promise((resolve, reject) => {
			this.waiting.set(id, { resolve, reject });
			this.child.send({ id, kind, request });
		});
	}

	private receive(message: Message): void {
		if ('ready' in message) return;
		const waiting = this.waiting.get(message.id);
		this.waiting.delete(message.id);
		if ('answer' in message) waiting?.resolve(message.answer);
		else waiting?.reject(Object.assign(new Error(message.failure.message), message.failure));
	}

	private abandon(reason: string): void {
		for (const { reject } of this.waiting.values()) reject(new Error(reason));
		this.waiting.clear();
	}
}

function forkCore({ userFolder, clock, env, packageFolder }: N8nCoreOptions & { userFolder: string }): ChildProcess {
	const { nodeBinary, n8nFolder } = readInstalled();
	return fork(join(__dirname, 'runWorkflow.cjs'), [], {
		execPath: nodeBinary,
		execArgv: [],
		env: {
			PATH: process.env['PATH'],
			HOME: userFolder,
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: 'in-process',
			N8N_FOLDER: n8nFolder,
			NODE_PATH: join(n8nFolder, 'node_modules'),
			PACKAGE_FOLDER: packageFolder ?? projectFolder,
			GENERIC_TIMEZONE: 'Europe/Berlin',
			N8N_LOG_LEVEL: 'silent',
			...clock,
			...env,
		},
	});
}
