import type { JsonObject } from '../../http';
import { forgetRequests, requestAdmin, type RequestAdmin } from '../../requestAdmin';
import type { ApiParts } from '../answering/api';
import type { LimitFigures } from '../answering/limits';
import type { ApiUser } from '../answering/zones';
import { applyPicklistNumbers } from '../tenant/picklistNumbers';
import { numbered } from '../tenant/picklists';
import { setSwitches, type Switches } from '../tenant/switches';
import { refuse } from '../tenant/refusal';
import type { Tenant, UserDefinedField } from '../tenant/tenant';
import { ledgerOf, snapshot, type Ledger, type TenantState } from './ledger';
import { approveAndPost, unpost, type Posting, type Unposting } from './posting';
import { seedTenant, seedUserDefinedFields, type Seed, type SeededIds } from './seed';

/** What can be done to a simulated Autotask from outside its API; the admin API offers the same. */
export interface AutotaskAdmin extends RequestAdmin {
	/** Forgets rows, lines, switches, limits, faults, requests and the set time; users and zones stay. */
	reset(): void;
	/** Remembers rows, lines, switches and the present; the function puts them back and forgets faults and requests. */
	keep(): () => void;
	seed(seed: Seed): SeededIds;
	seedUserDefinedFields(entity: string, fields: readonly UserDefinedField[]): void;
	/** Somebody takes a service off a contract, as the user interface does and the API cannot; refused once a period is posted. */
	removeLine(contractServiceId: number): void;
	state(): TenantState;
	ledger(): Ledger;
	post(posting: Posting): JsonObject[];
	unpost(unposting: Unposting): void;
	setSwitches(switches: Partial<Switches>): Switches;
	setLimits(limits: Partial<LimitFigures> & { readonly used?: number }): LimitFigures;
	/** Gives a picklist other integers; stored rows keep their label. */
	setPicklist(list: string, values: Readonly<Record<number, string>>): void;
	setNow(instant?: string): string;
	users(): readonly ApiUser[];
	setUsers(users: readonly ApiUser[]): void;
	moveToZone(name: string): void;
}

/** The admin functions over the parts of a simulator; `restart` puts its switches, limits and present as they began. */
export function adminOf(parts: ApiParts, restart: () => void): AutotaskAdmin {
	const { tenant, limits, access, clock } = parts;
	return {
		...requestAdmin(parts),
		reset: () => {
			tenant.reset();
			limits.setUsed(0);
			forgetRequests(parts);
			restart();
		},
		keep: () => keep(parts),
		seed: (seed) => seedTenant(tenant, seed),
		seedUserDefinedFields: (entity, fields) => seedUserDefinedFields(tenant, entity, fields),
		removeLine: (id) => removeLine(tenant, id),
		state: () => snapshot(tenant),
		ledger: () => structuredClone(ledgerOf(tenant)),
		post: (posting) => structuredClone(approveAndPost(tenant, posting)),
		unpost: (unposting) => unpost(tenant, unposting),
		setSwitches: (wanted) => {
			setSwitches(tenant.switches, wanted);
			if (wanted.picklistNumbers !== undefined) applyPicklistNumbers(tenant);
			tenant.changed();
			return { ...tenant.switches };
		},
		setLimits: ({ used, ...figures }) => {
			if (used !== undefined) limits.setUsed(used);
			return { ...Object.assign(limits.figures, figures) };
		},
		setPicklist: (list, values) => tenant.setPicklist(list, numbered(values)),
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

function removeLine(tenant: Tenant, id: number): void {
	const line = tenant.lines.get(id);
	if (line === undefined) throw new RangeError(`no line ${id}`);
	if (line.posted.size > 0) refuse('The service cannot be removed: a period of it has been approved and posted.');
	tenant.lines.delete(id);
	tenant.table('ContractServices').delete(id);
	tenant.changed(id);
}

function keep(parts: ApiParts): () => void {
	const { tenant, limits, access, clock } = parts;
	const putBack = tenant.keep();
	const { home } = access;
	const now = clock.now().toISOString();
	return () => {
		putBack();
		limits.setUsed(0);
		forgetRequests(parts);
		access.home = home;
		clock.set(now);
	};
}
