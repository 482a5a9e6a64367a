import type { ComponentChildren, VNode } from 'preact';
import type { PagePorts } from '../page';
import type { ListWindow } from './listState';

/** One column of a list of mappings. */
export interface MappedColumn<Row> {
	readonly head: string;
	/** Of the head; its cells have classes of their own. */
	readonly headClass?: 'number';
	/** What the row is mapped to: of an unmapped row the choice stands there. */
	readonly isTarget?: true;
	readonly class?: (row: Row) => string;
	/** `token` is for the forms of a cell. */
	readonly show: (row: Row, token: string) => ComponentChildren;
}

/** How a list that is long is searched and filled. */
export interface ListSearch {
	/** What is searched. */
	readonly hint: string;
	/** Said where the list is empty and nothing was searched for. */
	readonly empty: string;
	/** Said above the list; empty where there is nothing to say. */
	readonly note?: (total: number, ports: PagePorts) => Promise<string>;
	/** Reads from the marketplace what the list shows; gives how many of `what` were read. */
	readonly load: {
		readonly button: string;
		readonly what: string;
		readonly read: (ports: PagePorts, by: string) => Promise<number>;
	};
}

/** A list of things with what each is mapped to. `Name` names one of them in an address. */
export interface MappedList<Name, Row> {
	/** The rows of the window, or of a list that is not searched all rows; `total` is of all pages. */
	readonly read: (
		window: ListWindow,
		ports: PagePorts,
	) => Promise<{ readonly rows: readonly Row[]; readonly total: number }>;
	/** The rows of one page with what Autotask knows of them. */
	readonly more?: (rows: readonly Row[], ports: PagePorts) => Promise<readonly Row[]>;
	readonly caption: string;
	readonly columns: readonly MappedColumn<Row>[];
	/** What the links of a row say and lead to; without `name` it cannot be mapped. */
	readonly links: (row: Row) => {
		readonly label: string;
		readonly name: Name | undefined;
		readonly isMapped: boolean;
	};
	/** The heading that a row stands under, where the list has headings. */
	readonly group?: (row: Row) => string;
	readonly csv: {
		readonly heads: readonly string[];
		readonly cells: (row: Row) => readonly string[];
		/** Rows of mappings that are in no list, such as of products that nobody holds any more. */
		readonly unlisted: (listed: readonly Row[], ports: PagePorts) => Promise<readonly (readonly string[])[]>;
	};
	readonly search?: ListSearch;
	/** What stands above a list that is not searched. */
	readonly intro?: () => VNode;
}
