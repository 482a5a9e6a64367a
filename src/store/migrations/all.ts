import type { Migration } from 'kysely';
import * as initial from './0001_initial';
import * as leftLines from './0002_left_lines';

/** In order; one that was released is never edited, a later one changes what it made. */
export const migrations: Readonly<Record<string, Migration>> = {
	'0001_initial': initial,
	'0002_left_lines': leftLines,
};
