import { htmlAnswer, jsonAnswer, type Answer } from '../../http';

/** Ends a call with the answer it carries; nothing has taken effect then. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	constructor(readonly answer: Answer) {
		super(answer.body ?? `status ${answer.status}`);
	}
}

/** A rule of Autotask was broken: 500 with the texts. */
export function refuse(...errors: string[]): never {
	throw new Refusal(jsonAnswer(500, { errors }));
}

/** The path exists, not with this method. */
export function refuseMethod(method: string): never {
	const Message = `The requested resource does not support http method '${method}'.`;
	throw new Refusal(jsonAnswer(405, { Message }));
}

/** The path does not exist: a page of the web server, not JSON. */
export function refusePath(): never {
	const text =
		'The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.';
	throw new Refusal(
		htmlAnswer(
			404,
			`<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head><body><h2>404 - File or directory not found.</h2><h3>${text}</h3></body></html>`,
		),
	);
}
