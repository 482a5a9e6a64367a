import type { Migration } from 'kysely';
import * as initial from './0001_initial';
import * as leftLines from './0002_left_lines';
import * as contractCreations from './0003_contract_creations';

/** In order; one that was released is never edited, a later one changes what it made. */
export const migrations: Readonly<Record<string, Migration>> = {
	'0001_initial': initial,
	'0002_left_lines': leftLines,
	'0003_contract_creations': contractCreations,
};
