import { faultText } from '../faultText';
import type { PagePorts } from '../page';
import type { MappedThing } from './mappedThing';
import type { Offer } from './suggesting';

/** Rows of a list with what else is known of them, and what the unmapped ones may be mapped to. */
export interface OfferedRows<Row> {
	readonly rows: readonly Row[];
	/** One for each row. */
	readonly offers: readonly (Offer | undefined)[];
	/** Why nothing is offered; empty where it is. */
	readonly note: string;
}

/**
 * Asks Autotask about the rows of one page. A list is shown without it, too, with why.
 *
 * @throws what is no fault of Autotask.
 */
export async function readOffers<Name, Row>(
	{ list, suggesting }: MappedThing<Name, Row>,
	rows: readonly Row[],
	ports: PagePorts,
): Promise<OfferedRows<Row>> {
	try {
		const known = list.more ? await list.more(rows, ports) : rows;
		return { rows: known, offers: await suggesting.offersFor(known, ports), note: '' };
	} catch (error) {
		const why = faultText(error);
		if (why === undefined) throw error;
		return { rows, offers: rows.map(() => undefined), note: `Suggestions and prices are missing. ${why}` };
	}
}
