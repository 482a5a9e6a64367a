import { jsonAnswer, type Answer } from '../http';

/** A call that the platform refuses: status, code and text of its JSON answer. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
		this.name = 'Refusal';
	}

	/** The answer that tells it. */
	answer(): Answer {
		return jsonAnswer(this.status, { code: this.code, message: this.message }, this.headers);
	}
}
