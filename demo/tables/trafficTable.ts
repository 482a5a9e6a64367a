import type { Traffic } from '../reading/autotask';
import { table } from '../screen/table';

/** What one act took. */
export interface ActFigures {
	readonly act: string;
	readonly seconds: number;
	readonly traffic: Traffic;
	/** Requests to the marketplace, logins left out. */
	readonly marketplaceRequests: number;
}

/** Requests of Autotask for each line or charge written; nothing where none was. */
export function requestsPerLine({ requests, written }: Traffic): string {
	return written === 0 ? '' : (requests / written).toFixed(2);
}

/** Autotask's requests in one sentence. */
export function trafficLine(traffic: Traffic): string {
	const { requests, writes, written } = traffic;
	const each =
		written === 0 ? '' : `, ${requestsPerLine(traffic)} requests for each line or charge written (${written})`;
	return `Autotask’s request log: ${requests} requests, ${writes} of them writes${each}.`;
}

/** Time and requests, act by act, with their sums. */
export function trafficTable(acts: readonly ActFigures[]): readonly string[] {
	const sum = (figure: (one: ActFigures) => number): number => acts.reduce((all, one) => all + figure(one), 0);
	const all: ActFigures = {
		act: 'All',
		seconds: sum(({ seconds }) => seconds),
		traffic: {
			requests: sum(({ traffic }) => traffic.requests),
			writes: sum(({ traffic }) => traffic.writes),
			written: sum(({ traffic }) => traffic.written),
		},
		marketplaceRequests: sum(({ marketplaceRequests }) => marketplaceRequests),
	};
	return table(
		[
			{ title: 'Act' },
			{ title: 'Seconds', align: 'right' },
			{ title: 'Marketplace requests', align: 'right' },
			{ title: 'Autotask requests', align: 'right' },
			{ title: 'of them writes', align: 'right' },
			{ title: 'Lines and charges', align: 'right' },
			{ title: 'Requests each', align: 'right' },
		],
		[...acts, all].map(({ act, seconds, traffic, marketplaceRequests }) => [
			act,
			seconds.toFixed(1),
			String(marketplaceRequests),
			String(traffic.requests),
			String(traffic.writes),
			String(traffic.written),
			requestsPerLine(traffic),
		]),
	);
}
