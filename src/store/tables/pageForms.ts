import type { Kysely } from 'kysely';
import { plusMillis } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { SentForm } from '../../ports/store/forms';
import type { Schema } from '../schema/schema';

const keptMillis = 7 * 86_400_000;

/** False where the form was taken before. Forms of more than a week ago are forgotten: their tokens are long too old. */
export async function takeForm(database: Kysely<Schema>, nonce: string, now: Instant): Promise<boolean> {
	await database.deleteFrom('pageForms').where('sentAt', '<', plusMillis(now, -keptMillis)).execute();
	const added = await database
		.insertInto('pageForms')
		.values({ nonce, sentAt: now, location: null, message: null })
		.onConflict((conflict) => conflict.column('nonce').doNothing())
		.executeTakeFirst();
	return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Keeps what became of a form, for the page that follows it and for whoever sends it again. */
export async function endForm(
	database: Kysely<Schema>,
	nonce: string,
	{ location, message }: { readonly location: string; readonly message: string },
): Promise<void> {
	await database.updateTable('pageForms').set({ location, message }).where('nonce', '=', nonce).execute();
}

/** What became of a form; undefined where it was never sent. */
export async function readForm(database: Kysely<Schema>, nonce: string): Promise<SentForm | undefined> {
	const row = await database.selectFrom('pageForms').selectAll().where('nonce', '=', nonce).executeTakeFirst();
	if (!row) return undefined;
	return row.location === null ? {} : { ended: { location: row.location, message: row.message ?? '' } };
}
