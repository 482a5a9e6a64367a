import type { Kysely } from 'kysely';
import { plusMillis } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { Schema } from '../schema/schema';

/** Takes a lease that is free or has run out, or renews the holder's own; false while somebody else holds it. */
export async function takeLease(
	database: Kysely<Schema>,
	now: Instant,
	name: string,
	holder: string,
	forMs: number,
): Promise<boolean> {
	const until = plusMillis(now, forMs);
	const rows = await database
		.insertInto('leases')
		.values({ name, holder, until })
		.onConflict((conflict) =>
			conflict
				.column('name')
				.doUpdateSet({ holder, until })
				.where((eb) => eb.or([eb('leases.holder', '=', holder), eb('leases.until', '<=', now)])),
		)
		.returning('name')
		.execute();
	return rows.length > 0;
}

/** Nothing happens where somebody else holds it by now. */
export async function releaseLease(database: Kysely<Schema>, name: string, holder: string): Promise<void> {
	await database.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
}

/** Whether the holder's lease still stands; at the instant `until` it does not. */
export async function holdsLease(
	database: Kysely<Schema>,
	now: Instant,
	name: string,
	holder: string,
): Promise<boolean> {
	const held = database.selectFrom('leases').select('name').where('name', '=', name).where('holder', '=', holder);
	return (await held.where('until', '>', now).executeTakeFirst()) !== undefined;
}
