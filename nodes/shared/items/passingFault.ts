import { isApiError } from '../../../src/http/errors';

/** A fault of another system that may be gone at the next try, such as an outage; never a refused login. */
export function isPassingFault(error: unknown): error is Error {
	return isApiError(error) && error.retryable;
}
