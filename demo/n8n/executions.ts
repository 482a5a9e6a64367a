/** One item as a node put it out. */
export interface ItemJson {
	readonly json: Readonly<Record<string, unknown>>;
	readonly pairedItem?: unknown;
}

/** What one run of a node left behind; `main[output]` is null where nothing went out. */
export interface NodeRun {
	readonly executionStatus?: string;
	readonly error?: { readonly message: string; readonly description?: string | null };
	readonly data?: { readonly main: ReadonlyArray<readonly ItemJson[] | null> };
	readonly hints?: ReadonlyArray<{ readonly message: string }>;
}

/** An execution as n8n's public API gives it; `data` only where it was asked for. */
export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled' | 'unknown';
	readonly mode: string;
	readonly startedAt: string;
	readonly stoppedAt: string | null;
	readonly data?: {
		readonly resultData: {
			readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
			readonly error?: { readonly message: string; readonly description?: string | null };
			readonly lastNodeExecuted?: string;
		};
	};
}

/** All items of one output over all runs of a node, in order; empty where the node did not run. */
export function outputItems(execution: Execution, node: string, output = 0): readonly ItemJson[] {
	const runs = execution.data?.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.main[output] ?? []);
}

/** Whether it goes on no more, well or badly. */
export function hasEnded({ status }: Execution): boolean {
	return status === 'success' || status === 'error' || status === 'crashed' || status === 'canceled';
}
