import type { Attention } from './task';

/** What a person is asked where somebody has edited a line: how many of its units are not this marketplace's. */
export interface OthersAsked {
	/** As they were known before. */
	readonly known: number;
	/** Units that Autotask holds now. */
	readonly inForce: number;
}

/** The question as the last part of a cause's message, answerable by a retry. Source: rule Q13. */
export function othersStep({ known, inForce }: OthersAsked): string {
	return ` Retry the task with others=<units that are not this marketplace's>@${inForce}; others=${known}@${inForce} makes the line hold our subscriptions and ${known} more.`;
}

/** The question that a cause asks, as `othersStep` has put it; none where it asks another one. */
export function othersAskedIn({ reason, message }: Pick<Attention, 'reason' | 'message'>): OthersAsked | undefined {
	if (reason !== 'changed in Autotask') return undefined;
	const [, known, inForce] = /others=(\d+)@(\d+)/.exec(message) ?? [];
	return known === undefined || inForce === undefined ? undefined : { known: Number(known), inForce: Number(inForce) };
}
