import type { MetadataCache } from './metadataCache';
import type { AutotaskPicklists } from './picklists';
import type { Querying } from './query';

/** One Autotask database with all that it takes to ask it. */
export interface Tenant extends Querying {
	readonly picklists: AutotaskPicklists;
	readonly metadata: MetadataCache;
}
