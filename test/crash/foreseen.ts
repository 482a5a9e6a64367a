/** Errors that a run may end with; anything else is a defect. */
const foreseen: readonly string[] = [
	'ApiError',
	'LimitError',
	'RefusedError',
	'UnprovenError',
	'LoginRefusedError',
	'MalformedResponseError',
	'CredentialError',
	'StoreError',
];

const mark = 'UNFORESEEN';

/** What stopped a run; an error that no rule foresees is marked. */
export function problemOf(error: unknown): string {
	if (!(error instanceof Error)) return `${mark} ${String(error)}`;
	return foreseen.includes(error.name) ? `${error.name}: ${error.message}` : `${mark} ${error.stack ?? error.message}`;
}

/** Whether no rule foresees what stopped a run. */
export function isUnforeseen(problem: string): boolean {
	return problem.startsWith(mark);
}
