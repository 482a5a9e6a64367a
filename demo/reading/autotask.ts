import type { TenantState } from '../../simulators/autotask/admin/ledger';
import type { JsonObject } from '../../simulators/http';
import type { LoggedRequest } from '../../simulators/requestLog';
import { ask } from './ask';
import { lineRows, type LineRow } from './lineRows';
import { dayOf, namesIn, type AutotaskNames } from './names';

/** One line of a bill. */
export interface BillItem {
	/** Absent for a charge. */
	readonly lineId?: number;
	readonly contractId: number;
	readonly company: string;
	readonly name: string;
	readonly date: string;
	readonly description: string;
	readonly quantity: number;
	readonly amount: number;
	readonly cost: number;
}

/** What Autotask was asked. */
export interface Traffic {
	readonly requests: number;
	/** Attempts included. */
	readonly writes: number;
	/** Contract lines changed or made, and charges; a new line takes two writes. */
	readonly written: number;
}

/** The simulated Autotask, looked at from behind its API. */
export interface AutotaskView {
	rows(): Promise<readonly LineRow[]>;
	/** Approves and posts what begins on or before the day. @returns the new items, oldest first. */
	post(through: string): Promise<readonly BillItem[]>;
	/** The place in the request log, for `trafficSince`. */
	mark(): Promise<number>;
	trafficSince(mark: number): Promise<Traffic>;
}

export function autotaskView(adminUrl: string): AutotaskView {
	const state = (): Promise<TenantState> => ask('GET', `${adminUrl}/state`);
	const requests = (): Promise<readonly LoggedRequest[]> => ask('GET', `${adminUrl}/requests`);
	return {
		rows: async () => lineRows(await state()),
		post: async (through) => {
			const posted = await ask<readonly JsonObject[]>('POST', `${adminUrl}/post`, { through });
			const names = namesIn(await state());
			return posted.map((item) => billItem(item, names));
		},
		mark: async () => (await requests()).at(-1)?.n ?? 0,
		trafficSince: async (mark) => trafficOf((await requests()).filter(({ n }) => n > mark)),
	};
}

function billItem(item: JsonObject, names: AutotaskNames): BillItem {
	const line = item['contractServiceID'];
	const contractId = Number(item['contractID']);
	return {
		...(typeof line === 'number' ? { lineId: line } : {}),
		contractId,
		company: names.company(contractId),
		name: String(item['itemName'] ?? ''),
		date: dayOf(item['itemDate']),
		description: String(item['description'] ?? ''),
		quantity: Number(item['quantity'] ?? 0),
		amount: Number(item['totalAmount'] ?? 0),
		cost: Number(item['ourCost'] ?? 0),
	};
}

/** What a write changes for the customer's bill: a new line counts by its adjustment, not by its creation. */
const changesBill = /\/(ServiceAdjustments|Charges)$/i;

function trafficOf(requests: readonly LoggedRequest[]): Traffic {
	const writes = requests.filter(({ kind }) => kind === 'write');
	const written = writes.filter(({ path, status }) => status < 300 && changesBill.test(path));
	return { requests: requests.length, writes: writes.length, written: written.length };
}
