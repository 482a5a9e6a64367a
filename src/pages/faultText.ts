const sayable = [
	'ApiError',
	'CredentialError',
	'LimitError',
	'LoginExpiredError',
	'LoginRefusedError',
	'MalformedResponseError',
	'NoAnswerError',
	'RefusedError',
	'SettingError',
	'StoreError',
	'UnknownConnectionError',
	'UnprovenError',
	'UnreadableRequestError',
];

/** What a page may say of a fault: messages of ours name the object and the next step, others are not shown. */
export function faultText(error: unknown): string | undefined {
	return error instanceof Error && sayable.includes(error.name) ? error.message : undefined;
}
