import type { VNode } from 'preact';
import type { Role } from '../domain/people/role';
import type { AutotaskPort } from '../ports/autotask/autotask';
import type { MarketplacePort } from '../ports/marketplace';
import type { ConnectionInputs } from '../ports/store/connections';
import type { Ports } from '../ports/store/ports';
import type { PageAnswer } from './pageAnswer';
import type { PageRequest } from './pageRequest';

/** What a page works with: the connection of the node's credentials, and both systems. */
export interface PagePorts extends Ports {
	readonly inputs: ConnectionInputs;
	readonly autotask: AutotaskPort;
	readonly marketplace: MarketplacePort;
}

/** What is said at the top of a page. */
export interface Notice {
	readonly kind: 'done' | 'problem' | 'note';
	readonly message: string;
}

/** One view of a page. */
export interface PageView {
	readonly title: string;
	readonly content: VNode;
	/** Where the browser goes on by itself at once, relative to the page: work that is done in slices. */
	readonly goesOn?: string;
}

/** What a page is shown from. */
export interface Showing {
	readonly request: PageRequest;
	/** For a hidden field named `token` in each form that posts. */
	readonly token: string;
}

/** What became of a posted form. `location` is relative to the page; where it was refused, the page is shown again with what was typed. */
export type ActionOutcome =
	| { readonly kind: 'done'; readonly location: string; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string }
	/** What is shown once, in the answer itself, and kept nowhere: a password that was made. `again` is said instead where the form is sent a second time. */
	| { readonly kind: 'told'; readonly message: string; readonly told: VNode; readonly again: string };

/** What a form of a page does. */
export type Acting = (request: PageRequest, ports: PagePorts) => Promise<ActionOutcome>;

/** One page: what a GET shows, and what its forms do. */
export interface Page {
	/** The last part of its address; tokens are bound to it. */
	readonly name: string;
	/** Whether its address is the folder of the other pages: Home. */
	readonly isFolder?: boolean;
	readonly show: (showing: Showing, ports: PagePorts) => Promise<PageView | PageAnswer>;
	/** Actions of forms that do nothing: `show` shows what they sent. */
	readonly looks?: readonly string[];
	/** What a person needs for its actions; `approve` where it does not say, and for those that `needs` names. */
	readonly role?: Role;
	readonly needs?: Readonly<Record<string, Role>>;
	/** By the value of the form's field `action`. */
	readonly actions: Readonly<Record<string, Acting>>;
}
