import type { Kysely } from 'kysely';
import type { Access } from './engine/access';
import type { Schema } from './schema/schema';

type Work<Given extends readonly unknown[], Result> = (database: Kysely<Schema>, ...given: Given) => Promise<Result>;

/** Makes methods of queries: the database comes from the access, everything else from the caller. */
export interface Binding {
	/** Of a query that changes nothing. */
	readonly reading: ReturnType<typeof bound>;
	/** Of one that runs in a transaction of its own. */
	readonly writing: ReturnType<typeof bound>;
}

export function bindingTo(access: Access): Binding {
	return { reading: bound(access.read), writing: bound(access.write) };
}

function bound(run: Access['read']) {
	return <Given extends readonly unknown[], Result>(work: Work<Given, Result>) =>
		async (...given: Given): Promise<Result> =>
			await run(async (database) => await work(database, ...given));
}
