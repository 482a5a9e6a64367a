import type { Kysely } from 'kysely';
import type { Instant } from '../domain/ids';
import type { Access } from './engine/access';
import type { Engine } from './engine/engine';
import { refuseNewer } from './preparation';
import type { Schema } from './schema/schema';

type Work<Given extends readonly unknown[], Result> = (database: Kysely<Schema>, ...given: Given) => Promise<Result>;
type DatedWork<Given extends readonly unknown[], Result> = Work<[Instant, ...Given], Result>;

/** Makes methods of queries: the database comes from the access, everything else from the caller. */
export interface Binding {
	/** Of a query that changes nothing. */
	readonly reading: ReturnType<typeof bound>;
	/** Of one that runs in a transaction of its own. */
	readonly writing: ReturnType<typeof bound>;
	/** The same of queries that are told the present by the database. */
	readonly readingNow: ReturnType<typeof dated>;
	readonly writingNow: ReturnType<typeof dated>;
}

export function bindingTo(access: Access, engine: Pick<Engine, 'now' | 'place'>): Binding {
	const write: Access['write'] = async (work) =>
		await access.write(async (transaction) => {
			await refuseNewer(transaction, engine);
			return await work(transaction);
		});
	return {
		reading: bound(access.read),
		writing: bound(write),
		readingNow: dated(access.read, engine),
		writingNow: dated(write, engine),
	};
}

function bound(run: Access['read']) {
	return <Given extends readonly unknown[], Result>(work: Work<Given, Result>) =>
		async (...given: Given): Promise<Result> =>
			await run(async (database) => await work(database, ...given));
}

function dated(run: Access['read'], engine: Pick<Engine, 'now'>) {
	return <Given extends readonly unknown[], Result>(work: DatedWork<Given, Result>) =>
		bound(run)(async (database, ...given: Given) => await work(database, await engine.now(database), ...given));
}
