import type { AttentionReason } from '../../domain/attention';
import type { ConnectionId, Instant } from '../../domain/ids';
import type { CountedPlans, OverviewStore } from '../../ports/store/overview';
import { countText } from '../moneyText';
import { sumsText } from '../sumText';

/** What was found and planned since a moment. */
export interface Checked {
	/** Tasks that the check made; undefined where nothing was checked. */
	readonly found: number | undefined;
	/** Plans that wait for approval. */
	readonly waiting: CountedPlans;
	readonly unmapped: number;
	/** Tasks that need something else. */
	readonly others: number;
	/** Tasks that need nobody. */
	readonly approved: number;
}

const mappings: readonly AttentionReason[] = ['customer not mapped', 'product not mapped', 'charge not mapped'];

/** Reads it. */
export async function checkedSince(
	connectionId: ConnectionId,
	since: Instant,
	found: number | undefined,
	store: OverviewStore,
): Promise<Checked> {
	const count = async (which: object) =>
		await store.countPlans(connectionId, { states: ['attention'], since, ...which });
	return {
		found,
		waiting: await count({ reasons: ['approval'] }),
		unmapped: (await count({ reasons: mappings })).tasks,
		others: (await count({ notReasons: ['approval', ...mappings] })).tasks,
		approved: (await count({ states: ['approved'] })).tasks,
	};
}

function several(count: number, one: string, more: string): string {
	return `${countText(count)} ${count === 1 ? one : more}`;
}

/** `3 new orders; 2 plans wait for approval, +£25.00 a month; 1 needs a mapping.` */
export function checkedText({ found, waiting, unmapped, others, approved }: Checked): string {
	const money = sumsText(waiting.sums) || (waiting.untold === waiting.tasks ? '' : 'no change of the bills');
	const parts = [
		...(found === undefined ? [] : [found > 0 ? several(found, 'new order', 'new orders') : 'Nothing new']),
		...(waiting.tasks > 0
			? [`${several(waiting.tasks, 'plan waits', 'plans wait')} for approval${money === '' ? '' : `, ${money}`}`]
			: []),
		...(approved > 0 ? [`${several(approved, 'needs', 'need')} no approval, written with the next check`] : []),
		...(unmapped > 0 ? [several(unmapped, 'needs a mapping', 'need a mapping')] : []),
		...(others > 0 ? [several(others, 'needs a decision', 'need a decision')] : []),
	];
	return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}
