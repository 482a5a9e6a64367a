import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { type ApiError, isApiError, isNamed, type MalformedResponseError } from '../../../src/http/errors';

function described(error: ApiError | MalformedResponseError): string {
	const parts = [`${error.system}, ${error.method} ${error.path}`];
	if (error.correlationId !== undefined) parts.push(`correlation id ${error.correlationId}`);
	return `${parts.join('; ')}.${nextStep(error)}`;
}

function nextStep(error: ApiError | MalformedResponseError): string {
	if (isNamed(error, 'LoginRefusedError')) return ' Open the credential, correct it and use its test.';
	if (isNamed(error, 'UnprovenError')) return ' The next run looks at Autotask before it writes again.';
	if (isApiError(error) && error.retryable) return ' It is safe to run the workflow again.';
	return '';
}

function isOfApi(error: unknown): error is ApiError | MalformedResponseError {
	return isApiError(error) || isNamed(error, 'MalformedResponseError');
}

/**
 * The error that n8n shows for one of ours: a failure of another system as NodeApiError, anything else as
 * NodeOperationError. Errors of n8n itself go through as they are. Neither headers nor bodies are in it.
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (isNamed(error, 'NodeApiError') || isNamed(error, 'NodeOperationError'))
		return error as NodeApiError | NodeOperationError;
	const at = itemIndex === undefined ? {} : { itemIndex };
	if (isOfApi(error)) {
		const status = 'status' in error && error.status !== undefined ? { httpCode: String(error.status) } : {};
		const plain: JsonObject = { name: error.name, message: error.message };
		return new NodeApiError(node, plain, { message: error.message, description: described(error), ...status, ...at });
	}
	return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)), at);
}
