import { forgetRequests, requestAdmin, type RequestAdmin, type RequestParts } from '../requestAdmin';
import type { ActResult, MarketplaceAct } from './actKinds';
import { act } from './acts';
import type { Logins } from './logins';
import type { Marketplace, MarketplaceSettings } from './marketplace';
import type { MarketplaceRecords } from './records';
import type { MarketplaceSwitches } from './switches';

/** What a test or the demo may do to a simulated marketplace behind its API. */
export interface MarketplaceAdmin extends RequestAdmin {
	/** Forgets records, requests, tokens, faults and the set time; switches are as at the start, settings stay. */
	reset(): void;
	/** Remembers records, switches, settings and the present; the function puts them back and forgets tokens, faults and requests. */
	keep(): () => void;
	/** Inserts records, or replaces those with an equal id. */
	seed(records: Partial<MarketplaceRecords>): void;
	/** Removes one record; says whether it was there. */
	remove(id: string): boolean;
	/** Lets something happen, as `acts.ts` says. */
	act(what: MarketplaceAct): ActResult;
	/** All records by id, switches and the present. */
	state(): MarketplaceRecords & { readonly switches: MarketplaceSwitches; readonly now: string };
	setSwitches(moves: Partial<MarketplaceSwitches> | Readonly<Record<string, unknown>>): MarketplaceSwitches;
	/** Changes settings, such as the password; tokens given out stay good. */
	setSettings(changes: Partial<MarketplaceSettings> | Readonly<Record<string, unknown>>): void;
	/** Ends all tokens; says how many had been given out. */
	expireTokens(): number;
	/** Sets the present; without an instant the process's own time is followed. */
	setNow(instant?: string): string;
	now(): string;
}

/** What the admin functions act on. */
export interface MarketplaceParts extends RequestParts {
	readonly market: Marketplace;
	readonly logins: Logins;
	/** Puts switches and present as they were at the start. */
	readonly restart: () => void;
}

/** The typed admin functions of one marketplace. */
export function adminOf(parts: MarketplaceParts): MarketplaceAdmin {
	const { market, logins, restart } = parts;
	return {
		...requestAdmin(parts),
		reset: () => {
			market.reset();
			logins.expireAll();
			forgetRequests(parts);
			restart();
		},
		keep: () => {
			const putBack = market.keep();
			const now = presentOf(market);
			return () => {
				putBack();
				logins.expireAll();
				forgetRequests(parts);
				market.clock.set(now);
			};
		},
		seed: (records) => market.put(records),
		remove: (id) => market.remove(id),
		act: (what) => act(market, what),
		state: () => structuredClone({ ...market.records(), switches: market.switches, now: presentOf(market) }),
		setSwitches: (moves) => {
			market.move({ ...moves });
			return market.switches;
		},
		setSettings: (changes) => {
			for (const name of Object.keys(changes)) {
				if (!(name in market.settings)) throw new RangeError(`unknown setting: ${name}`);
			}
			market.settings = { ...market.settings, ...changes };
		},
		expireTokens: () => logins.expireAll(),
		setNow: (instant) => {
			market.clock.set(instant);
			return presentOf(market);
		},
		now: () => presentOf(market),
	};
}

function presentOf(market: Marketplace): string {
	return market.clock.now().toISOString();
}
