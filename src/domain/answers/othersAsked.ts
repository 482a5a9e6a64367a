import { type Attention, partsOf } from '../attention';
import type { OthersAnswer } from './answers';
import { readAnswer } from './approval';

/** Other units as a person writes them of a task: `others=2@15`. */
export function othersWord({ units, seenInForce }: OthersAnswer): string {
	return `others=${units}@${seenInForce}`;
}

/**
 * The question how many units of a line that somebody has edited are not this marketplace's, as the next step of its
 * cause; `known` are those of before, of what Autotask holds now. Source: rule Q13.
 */
export function othersStep(known: OthersAnswer): string {
	return ` Retry the task with others=<units that are not this marketplace's>@${known.seenInForce}; ${othersWord(known)} makes the line hold our subscriptions and ${known.units} more.`;
}

/** What is known of the question that a cause asks, as `othersStep` has put it; none where it asks another one. */
export function othersAskedIn(attention: Attention): OthersAnswer | undefined {
	if (attention.reason !== 'changed in Autotask') return undefined;
	const { step = '' } = partsOf(attention);
	for (const word of step.split(' ')) {
		const { units, seenInForce } = readAnswer(word)?.otherUnits ?? {};
		if (units !== undefined && seenInForce !== undefined) return { units, seenInForce };
	}
	return undefined;
}
