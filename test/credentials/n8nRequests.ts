import axios from 'axios';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

/** n8n's request helper, by the rules of its own: what `ignoreHttpStatusErrors` does not cover is an error. */
export async function httpRequest(options: IHttpRequestOptions): Promise<unknown> {
	const ignored = options.ignoreHttpStatusErrors;
	const isFine = (status: number): boolean => {
		if (ignored === undefined || ignored === false) return status >= 200 && status < 300;
		return ignored === true || !ignored.except.includes(status);
	};
	const { data, headers, status } = await axios.request({
		url: options.url,
		method: options.method ?? 'GET',
		validateStatus: isFine,
		headers: { ...options.headers } as Record<string, string>,
		...(options.baseURL !== undefined && { baseURL: options.baseURL }),
		...(options.body !== undefined && { data: options.body }),
		...(options.qs !== undefined && { params: options.qs }),
		...(options.encoding === 'text' && { responseType: 'text' }),
		...(options.disableFollowRedirect && { maxRedirects: 0 }),
	});
	return options.returnFullResponse ? { body: data, headers, statusCode: status } : data;
}

/** What a credential's `preAuthentication` is called on. */
export const requestHelper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;

/** The name of the hidden field that n8n renews. */
export function expirableOf(type: ICredentialType): string {
	return type.properties.find((one) => one.type === 'hidden' && one.typeOptions?.expirable === true)?.name ?? '';
}

function statusOf(error: unknown): unknown {
	return typeof error === 'object' && error !== null && 'response' in error
		? (error.response as { status?: unknown }).status
		: undefined;
}

/**
 * A request as n8n sends it with a credential: looks up when the hidden field is empty, and renews once after a status
 * of the list.
 */
export async function requestWith(
	type: ICredentialType,
	fields: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	renewing: readonly number[] = [401],
): Promise<unknown> {
	const { authenticate, preAuthentication } = type;
	if (typeof authenticate !== 'function' || !preAuthentication)
		throw new RangeError('not a credential that renews itself');
	const renew = async (): Promise<void> =>
		void Object.assign(fields, await preAuthentication.call(requestHelper, fields));
	if ((fields[expirableOf(type)] ?? '') === '') await renew();
	try {
		return await httpRequest(await authenticate(fields, options));
	} catch (error) {
		if (!renewing.some((status) => status === statusOf(error))) throw error;
		await renew();
		return await httpRequest(await authenticate(fields, options));
	}
}
