import type { Kysely } from 'kysely';
import type { CounterRow, Schema } from '../schema/schema';

/** Takes so many numbers in a row and returns the first; they are given back only with the whole transaction. */
export async function takeNumbers(database: Kysely<Schema>, name: CounterRow['name'], count: number): Promise<number> {
	const counter = database.updateTable('counters').set((eb) => ({ value: eb('value', '+', count) }));
	const { value } = await counter.where('name', '=', name).returning('value').executeTakeFirstOrThrow();
	return value - count + 1;
}
