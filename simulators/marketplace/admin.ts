import type { FaultPlan, Faults, HeldRequest, ReleaseHow } from '../faults';
import type { LoggedRequest, RequestLog } from '../http';
import type { ActResult, MarketplaceAct } from './actKinds';
import { act } from './acts';
import type { Logins } from './logins';
import type { Marketplace, MarketplaceSettings } from './marketplace';
import type { MarketplaceRecords } from './records';
import type { MarketplaceSwitches } from './switches';

/** What a test or the demo may do to a simulated marketplace behind its API. */
export interface MarketplaceAdmin {
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
	/** The requests received, oldest first; never a header, a query or a body. */
	requests(): readonly LoggedRequest[];
	clearRequests(): void;
	setSwitches(moves: Partial<MarketplaceSwitches> | Readonly<Record<string, unknown>>): MarketplaceSwitches;
	/** Changes settings, such as the password; tokens given out stay good. */
	setSettings(changes: Partial<MarketplaceSettings> | Readonly<Record<string, unknown>>): void;
	/** Ends all tokens; says how many had been given out. */
	expireTokens(): number;
	addFault(plan: FaultPlan): void;
	clearFaults(): void;
	held(): readonly HeldRequest[];
	waitForHeld(timeoutMs?: number): Promise<readonly HeldRequest[]>;
	release(id?: number, how?: ReleaseHow): number;
	/** Sets the present; without an instant the process's own time is followed. */
	setNow(instant?: string): string;
	now(): string;
}

/** What the admin functions act on. */
export interface MarketplaceParts {
	readonly market: Marketplace;
	readonly logins: Logins;
	readonly log: RequestLog;
	readonly faults: Faults;
	/** Puts switches and present as they were at the start. */
	readonly restart: () => void;
}

/** The typed admin functions of one marketplace. */
export function adminOf({ market, logins, log, faults, restart }: MarketplaceParts): MarketplaceAdmin {
	return {
		reset: () => {
			market.reset();
			logins.expireAll();
			faults.clear();
			faults.release(undefined, 'drop');
			log.clear();
			restart();
		},
		keep: () => {
			const putBack = market.keep();
			const now = presentOf(market);
			return () => {
				putBack();
				logins.expireAll();
				faults.clear();
				faults.release(undefined, 'drop');
				log.clear();
				market.clock.set(now);
			};
		},
		seed: (records) => market.put(records),
		remove: (id) => market.remove(id),
		act: (what) => act(market, what),
		state: () => structuredClone({ ...market.records(), switches: market.switches, now: presentOf(market) }),
		requests: () => structuredClone(log.entries),
		clearRequests: () => log.clear(),
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
		addFault: (plan) => faults.add(plan),
		clearFaults: () => faults.clear(),
		held: () => faults.held(),
		waitForHeld: (timeoutMs) => faults.waitForHeld(timeoutMs),
		release: (id, how) => faults.release(id, how),
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
