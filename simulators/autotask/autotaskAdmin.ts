import type { FaultPlan, HeldRequest, ReleaseHow } from '../faults';
import type { JsonObject, LoggedRequest } from '../http';
import type { ApiParts } from './api';
import { ledgerOf, snapshot, type Ledger, type TenantState } from './ledger';
import type { LimitFigures } from './limits';
import { numbered } from './picklists';
import { approveAndPost, unpost, type Posting, type Unposting } from './posting';
import { seedTenant, seedUserDefinedFields, type Seed, type SeededIds } from './seed';
import { setSwitches, type Switches } from './switches';
import type { UserDefinedField } from './tenant';
import type { ApiUser } from './zones';

/** What can be done to a simulated Autotask from outside its API; the admin API offers the same. */
export interface AutotaskAdmin {
	/** Forgets rows, lines, switches, limits, faults, requests and the set time; users and zones stay. */
	reset(): void;
	/** Remembers rows, lines, switches and the present; the function puts them back and forgets faults and requests. */
	keep(): () => void;
	seed(seed: Seed): SeededIds;
	seedUserDefinedFields(entity: string, fields: readonly UserDefinedField[]): void;
	state(): TenantState;
	ledger(): Ledger;
	requests(): readonly LoggedRequest[];
	clearRequests(): void;
	post(posting: Posting): JsonObject[];
	unpost(unposting: Unposting): void;
	setSwitches(switches: Partial<Switches>): Switches;
	setLimits(limits: Partial<LimitFigures> & { readonly used?: number }): LimitFigures;
	/** Gives a picklist other integers; stored rows keep their label. */
	setPicklist(list: string, values: Readonly<Record<number, string>>): void;
	addFault(plan: FaultPlan): void;
	clearFaults(): void;
	held(): readonly HeldRequest[];
	waitForHeld(timeoutMs?: number): Promise<readonly HeldRequest[]>;
	release(id?: number, how?: ReleaseHow): number;
	setNow(instant?: string): string;
	users(): readonly ApiUser[];
	setUsers(users: readonly ApiUser[]): void;
	moveToZone(name: string): void;
}

/** The admin functions over the parts of a simulator; `restart` puts its switches, limits and present as they began. */
export function adminOf(parts: ApiParts, restart: () => void): AutotaskAdmin {
	const { tenant, limits, faults, log, access, clock } = parts;
	return {
		reset: () => {
			tenant.reset();
			limits.setUsed(0);
			faults.clear();
			faults.release(undefined, 'drop');
			log.clear();
			restart();
		},
		keep: () => {
			const putBack = tenant.keep();
			const { home } = access;
			const now = clock.now().toISOString();
			return () => {
				putBack();
				limits.setUsed(0);
				faults.clear();
				faults.release(undefined, 'drop');
				log.clear();
				access.home = home;
				clock.set(now);
			};
		},
		seed: (seed) => seedTenant(tenant, seed),
		seedUserDefinedFields: (entity, fields) => seedUserDefinedFields(tenant, entity, fields),
		state: () => snapshot(tenant),
		ledger: () => structuredClone(ledgerOf(tenant)),
		requests: () => structuredClone(log.entries),
		clearRequests: () => log.clear(),
		post: (posting) => structuredClone(approveAndPost(tenant, posting)),
		unpost: (unposting) => unpost(tenant, unposting),
		setSwitches: (wanted) => {
			setSwitches(tenant.switches, wanted);
			if (wanted.picklistNumbers !== undefined) tenant.applyPicklistNumbers();
			tenant.changed();
			return { ...tenant.switches };
		},
		setLimits: ({ used, ...figures }) => {
			if (used !== undefined) limits.setUsed(used);
			return { ...Object.assign(limits.figures, figures) };
		},
		setPicklist: (list, values) => tenant.setPicklist(list, numbered(values)),
		addFault: (plan) => faults.add(plan),
		clearFaults: () => faults.clear(),
		held: () => faults.held(),
		waitForHeld: (timeoutMs) => faults.waitForHeld(timeoutMs),
		release: (id, how) => faults.release(id, how),
		setNow: (instant) => {
			clock.set(instant);
			return clock.now().toISOString();
		},
		users: () => access.users,
		setUsers: (users) => {
			access.users = [...users];
		},
		moveToZone: (name) => {
			if (!access.zones.some((zone) => zone.name === name)) throw new RangeError(`no zone ${name}`);
			access.home = name;
		},
	};
}
