import type { Attention } from '../attention';
import type { ContractServiceId } from '../ids';
import type { OthersAnswer } from './answers';
import { answersAsked } from './approval';

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
	for (const { otherUnits } of answersAsked(attention)) {
		const { units, seenInForce } = otherUnits ?? {};
		if (units !== undefined && seenInForce !== undefined) return { units, seenInForce };
	}
	return undefined;
}

/** The next step of a cause where a line no longer comes back; of that line. Source: rule Q15. */
export function goneStep(line: ContractServiceId): string {
	return ` If the line is gone for good, retry the task with gone=${line}: it is planned without that line, for your approval.`;
}

/** The line that may be gone for good, as `goneStep` has named it; none where the cause asks something else. */
export function goneAskedIn(attention: Attention): ContractServiceId | undefined {
	return answersAsked(attention).find(({ goneLine }) => goneLine !== undefined)?.goneLine;
}
