import { plusMillis } from '../domain/calendarDate';
import type { Instant } from '../domain/ids';
import type { Clock } from '../ports/clock';

/** What Autotask says about its entities, kept over executions: it costs requests and hardly ever changes. */
export interface MetadataCache {
	/** Gives what is kept, else loads it; callers at the same time share one load, and a failed one is not kept. */
	get<T>(key: string, load: () => Promise<T>): Promise<T>;
}

const keptMs = 6 * 60 * 60 * 1000;

/** Makes the cache of one Autotask database. Entries are kept for six hours. */
export function createMetadataCache(clock: Clock): MetadataCache {
	const entries = new Map<string, { readonly until: Instant; readonly value: Promise<unknown> }>();
	return {
		async get<T>(key: string, load: () => Promise<T>): Promise<T> {
			const known = entries.get(key);
			if (known && known.until > clock.now()) return (await known.value) as T;
			const value = load();
			entries.set(key, { until: plusMillis(clock.now(), keptMs), value });
			try {
				return await value;
			} catch (error) {
				if (entries.get(key)?.value === value) entries.delete(key);
				throw error;
			}
		},
	};
}
