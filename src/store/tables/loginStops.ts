import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/ids';
import type { Schema } from '../schema/schema';

export async function readLoginStop(database: Kysely<Schema>, credentialHash: string): Promise<Instant | undefined> {
	const row = await database
		.selectFrom('loginStops')
		.select('until')
		.where('credentialHash', '=', credentialHash)
		.executeTakeFirst();
	return row?.until;
}

/** Replaces an earlier stop of the same credential. */
export async function saveLoginStop(database: Kysely<Schema>, credentialHash: string, until: Instant): Promise<void> {
	await database
		.insertInto('loginStops')
		.values({ credentialHash, until })
		.onConflict((conflict) => conflict.column('credentialHash').doUpdateSet({ until }))
		.execute();
}
