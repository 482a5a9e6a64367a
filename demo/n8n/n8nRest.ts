import axios, { type AxiosInstance } from 'axios';
import { randomUUID } from 'node:crypto';
import { type Execution, hasEnded } from './executions';
import { owner } from './n8nEnvironment';
import { until } from './until';

export interface CredentialTestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

/** Which finished execution to wait for: the next one with an id above `afterId` (0: any). */
export interface WaitFor {
	readonly workflowId: string;
	readonly afterId?: string | undefined;
	readonly timeoutMs?: number | undefined;
}

/** The owner's session in a running n8n: what the editor does, plus the public API by a key of its own. */
export class N8nRest {
	private constructor(
		private readonly editor: AxiosInstance,
		private readonly publicApi: AxiosInstance,
	) {}

	/** Logs in and makes an API key with every right the owner can give. */
	static async login(url: string): Promise<N8nRest> {
		const common = { proxy: false, validateStatus: () => true } as const;
		const session = axios.create({ ...common, baseURL: `${url}/rest` });
		const login = await session.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		const cookie = (login.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
		if (login.status !== 200 || cookie === '') throw new Error(`n8n refused the login: ${said(login.data)}`);
		session.defaults.headers.common['Cookie'] = cookie;
		const rest = new N8nRest(session, axios.create({ ...common, baseURL: `${url}/api/v1` }));
		rest.publicApi.defaults.headers.common['X-N8N-API-KEY'] = await rest.makeApiKey();
		return rest;
	}

	private async makeApiKey(): Promise<string> {
		const scopes = await this.get<readonly string[]>('/api-keys/scopes');
		const label = randomUUID();
		const key = await this.post<{ readonly rawApiKey: string }>('/api-keys', { label, expiresAt: null, scopes });
		return key.rawApiKey;
	}

	/** GET of the editor's own API, below /rest; gives the answer's `data`. */
	async get<Answer>(path: string): Promise<Answer> {
		return await this.request<Answer>('GET', path);
	}

	/** POST of the editor's own API, below /rest; gives the answer's `data`. */
	async post<Answer>(path: string, body: unknown): Promise<Answer> {
		return await this.request<Answer>('POST', path, body);
	}

	private async request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const answer = await this.editor.request<{ readonly data: Answer }>({ method, url: path, data: body });
		if (answer.status >= 300) throw new Error(`n8n ${method} ${path}: ${answer.status} ${said(answer.data)}`);
		return answer.data.data;
	}

	/** Any call of n8n's public API, below /api/v1. */
	async api<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const answer = await this.publicApi.request<Answer>({ method, url: path, data: body });
		if (answer.status >= 300) throw new Error(`n8n ${method} ${path}: ${answer.status} ${said(answer.data)}`);
		return answer.data;
	}

	/** The newest 250 executions of a workflow, newest first. */
	async executions(workflowId: string, { includeData = false } = {}): Promise<readonly Execution[]> {
		const query = new URLSearchParams({ workflowId, limit: '250', includeData: String(includeData) });
		const page = await this.api<{ readonly data: readonly Execution[] }>('GET', `/executions?${query.toString()}`);
		return page.data;
	}

	async execution(executionId: string): Promise<Execution> {
		return await this.api<Execution>('GET', `/executions/${executionId}?includeData=true`);
	}

	/** Waits for the oldest execution after `afterId` to end and gives it with its data. */
	async waitForExecution({ workflowId, afterId = '0', timeoutMs = 60_000 }: WaitFor): Promise<Execution> {
		const ended = await until(`an execution of workflow ${workflowId} after ${afterId}`, timeoutMs, async () => {
			const newer = (await this.executions(workflowId)).filter(({ id }) => Number(id) > Number(afterId));
			return newer.sort((a, b) => Number(a.id) - Number(b.id)).find(hasEnded);
		});
		return await this.execution(ended.id);
	}

	/** Id of the newest execution of a workflow, '0' where there is none; the mark for `afterId`. */
	async newestExecutionId(workflowId: string): Promise<string> {
		const ids = (await this.executions(workflowId)).map(({ id }) => Number(id));
		return String(Math.max(0, ...ids));
	}

	/** Runs a workflow by hand from the named trigger node, as "Execute workflow" does, to its end. */
	async runWorkflow(workflowId: string, triggerName: string): Promise<Execution> {
		return await this.waitForEnd(await this.startWorkflow(workflowId, triggerName));
	}

	/** Starts a workflow by hand from the named trigger node and does not wait. @returns the execution's id. */
	async startWorkflow(workflowId: string, triggerName: string): Promise<string> {
		const start = { triggerToStartFrom: { name: triggerName } };
		const started = await this.post<{ readonly executionId: string }>(`/workflows/${workflowId}/run`, start);
		return started.executionId;
	}

	/** Waits for an execution to end and gives it with its data. */
	async waitForEnd(executionId: string, timeoutMs = 60_000): Promise<Execution> {
		return await until(`execution ${executionId}`, timeoutMs, async () => {
			const execution = await this.execution(executionId);
			return hasEnded(execution) ? execution : undefined;
		});
	}

	/** Publishes the current draft; n8n takes it up a little later, a polling trigger polls once then. */
	async publish(workflowId: string): Promise<void> {
		await this.api('POST', `/workflows/${workflowId}/publish`, {});
	}

	/** Publishes and waits until n8n has taken it up: its pages answer then. */
	async publishAndWait(workflowId: string): Promise<void> {
		await this.publish(workflowId);
		await until(`workflow ${workflowId} to be published`, 60_000, async () => {
			const { status } = await this.publication(workflowId);
			return status === 'published' || undefined;
		});
	}

	/** Unpublishes and waits until n8n has taken it up: published again before, the trigger would go on without a poll. */
	async unpublish(workflowId: string): Promise<void> {
		await this.api('POST', `/workflows/${workflowId}/unpublish`, {});
		await until(`workflow ${workflowId} to be unpublished`, 60_000, async () => {
			const { status } = await this.publication(workflowId);
			return status === 'not_published' || undefined;
		});
	}

	/** How far a published or unpublished workflow has come, with what its triggers said. */
	async publication(workflowId: string): Promise<Publication> {
		return await this.get<Publication>(`/workflows/${workflowId}/publication-status`);
	}

	/** What the Test button of a stored credential says, with some of its fields retyped if given. */
	async testCredential(
		credentialId: string,
		retyped: Readonly<Record<string, unknown>> = {},
	): Promise<CredentialTestResult> {
		const stored = await this.get<CredentialInEditor>(`/credentials/${credentialId}?includeData=true`);
		const { id, name, type, data } = stored;
		return await this.post('/credentials/test', { credentials: { id, name, type, data: { ...data, ...retyped } } });
	}
}

/** `not_published` or `published` only where no change of it is under way. */
export interface Publication {
	readonly status: 'failed' | 'in_progress' | 'not_published' | 'partial' | 'published';
	readonly triggers: readonly { readonly errorMessage: string | null }[];
}

interface CredentialInEditor {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** Secrets are blanked out by n8n, and filled in again by it when they come back unchanged. */
	readonly data: Readonly<Record<string, unknown>>;
}

function said(body: unknown): string {
	return (typeof body === 'string' ? body : JSON.stringify(body)).slice(0, 2_000);
}
