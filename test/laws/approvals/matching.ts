import { sortBy, uniq } from 'lodash';
import type { JsonObject } from '../../../simulators/http';
import type { ContractServiceId, TaskId } from '../../../src/domain/ids';
import type { SyncTask } from '../../../src/domain/task/task';
import type { ActionLogEntry } from '../../../src/ports/store/actionLog';
import type { JournalEntry, WriteKind } from '../../../src/ports/store/journal';
import type { World } from '../../sync/fixtureWorld';
import { type Accepted, accepted, lineOf, sums, text, unitKey } from './accepted';
import { type ChargeRow, type IsOurs, lineName, type Rows, type Shown, type UnitRow } from './shown';

/** What the store says once a step is over. */
export interface Books {
	readonly tasks: readonly SyncTask[];
	readonly journal: readonly JournalEntry[];
	/** Of approvals, oldest first. */
	readonly log: readonly ActionLogEntry[];
}

type Rates = Readonly<Record<'Price' | 'Cost', number>>;

/** Of the line that was there before us. */
const usualRate: Rates = { Price: 18, Cost: 14.4 };

/** A change that Autotask has accepted, and whether its line holds units on its day now. */
interface WrittenRow extends UnitRow {
	readonly holds: boolean;
}

/** Compares each write that Autotask accepts with the rows that its approver was shown. */
export class Matching {
	readonly wrong: string[] = [];
	/** Tasks of which something was written in an earlier step. */
	readonly begun = new Set<TaskId>();
	private readonly keys = new Set<string>();
	/** What a unit of each line that we have made cost at first. */
	private readonly firstRates = new Map<number, Rates>();
	private before: Accepted;
	private syncedBefore = new Set<TaskId>();

	constructor(
		private readonly world: World,
		private readonly shown: Shown,
	) {
		this.before = accepted(world);
	}

	readonly isOurs: IsOurs = (id) => {
		const line = accepted(this.world).contractService.find((one) => one.id === id);
		return text(line?.internalDescription) !== '';
	};

	/** What people did outside is none of ours. */
	passOver(): void {
		this.before = accepted(this.world);
	}

	/** Looks at what was accepted since the last look. */
	look({ tasks, journal, log }: Books): void {
		const now = accepted(this.world);
		const fresh = (kind: keyof Accepted) =>
			now[kind].filter((one) => !this.before[kind].some(({ id }) => id === one.id));
		const entryOf = (kind: WriteKind, { id }: JsonObject) =>
			journal.find((entry) => entry.kind === kind && entry.autotaskId === id);
		for (const one of fresh('contractService')) this.firstRates.set(Number(one.id), this.serviceRates(one.serviceID));
		const written = (['adjustment', 'contractService', 'charge'] as const).flatMap((kind) =>
			fresh(kind).map((row) => ({ kind, row, taskIds: entryOf(kind, row)?.taskIds ?? [] })),
		);
		for (const one of written)
			if (one.taskIds.length === 0) this.say(`written without a record: ${JSON.stringify(one.row)}`);
		const synced = tasks.filter((task) => task.state === 'synced' && !this.syncedBefore.has(task.id));
		const named = uniq(written.flatMap((one) => one.taskIds));
		for (const id of named) if (this.syncedBefore.has(id)) this.say(`${id} was written again after it was synced`);
		const about = uniq([...named, ...synced.map((task) => task.id)]);
		const approved = about.map((id) => this.approvedRows(id, log, named.includes(id)));
		const isWhole = about.every((id) => !this.begun.has(id) && synced.some((task) => task.id === id));
		const units = fresh('adjustment').map((row) => this.unitRow(row));
		this.matchUnits(
			units,
			approved.flatMap((rows) => rows.units),
			isWhole,
		);
		this.matchCharges(
			fresh('charge'),
			approved.flatMap((rows) => rows.charges),
			isWhole,
		);
		this.matchLines(
			fresh('contractService'),
			approved.flatMap((rows) => rows.units),
		);
		for (const id of named) this.begun.add(id);
		for (const task of synced) this.syncedBefore.add(task.id);
		this.before = now;
	}

	private serviceRates(id: unknown): Rates {
		const service = this.world.autotaskSide.state().entities.Services?.find((one) => one.id === id);
		return { Price: Number(service?.unitPrice), Cost: Number(service?.unitCost) };
	}

	private say(what: string): void {
		this.wrong.push(what);
	}

	/** The rows that whoever approved the task last was shown under that fingerprint. */
	private approvedRows(id: TaskId, log: readonly ActionLogEntry[], isWritten: boolean): Rows {
		const approval = log.findLast((entry) => entry.taskId === id && entry.action === 'approve');
		const [, fingerprint = ''] = /^Plan (\S+) approved/.exec(approval?.message ?? '') ?? [];
		const [rows] = this.shown.rows(approval?.by ?? '', id, fingerprint);
		if (rows === undefined && isWritten)
			this.say(`${id} was written, and ${approval?.by ?? 'nobody'} was not shown ${fingerprint}`);
		return rows ?? { units: [], charges: [] };
	}

	private unitRow(row: JsonObject): WrittenRow {
		const id = Number(row.contractServiceId) as ContractServiceId;
		const on = text(row.effectiveDate).slice(0, 10);
		return {
			contractId: Number(row.contractId),
			line: lineName({ kind: 'existing', contractServiceId: id }, this.isOurs),
			serviceId: Number(row.serviceId),
			on,
			unitDelta: Number(row.unitChange),
			price: this.rateOn(id, on, 'Price'),
			cost: this.rateOn(id, on, 'Cost'),
			holds: this.holdsOn(id, on),
		};
	}

	/** What a unit of the line costs on the day, as Autotask now has it. */
	private rateOn(id: number, day: string, of: 'Price' | 'Cost'): number {
		const own = accepted(this.world).adjustment.filter(
			(one) =>
				one.contractServiceId === id &&
				text(one.effectiveDate).slice(0, 10) <= day &&
				typeof one[`adjustedUnit${of}`] === 'number',
		);
		const last = sortBy(own, (one) => text(one.effectiveDate)).at(-1);
		return Number(last?.[`adjustedUnit${of}`] ?? this.firstRates.get(id)?.[of] ?? usualRate[of]);
	}

	/** Whether the line holds units on the day: what those that are gone would cost is nobody's money. */
	private holdsOn(id: number, day: string): boolean {
		const rows = this.world.autotaskSide.state().entities.ContractServiceUnits ?? [];
		const covers = (row: JsonObject) =>
			text(row.startDate).slice(0, 10) <= day && day <= text(row.endDate).slice(0, 10);
		return rows.some((row) => row.contractServiceID === id && covers(row) && Number(row.units) !== 0);
	}

	private matchUnits(written: readonly WrittenRow[], rows: readonly UnitRow[], isWhole: boolean): void {
		const [is, expected] = [sums(written), sums(rows)];
		const keys = isWhole ? uniq([...Object.keys(is), ...Object.keys(expected)]) : Object.keys(is);
		for (const key of keys) {
			const isOther = isWhole ? is[key] !== expected[key] : !rows.some((row) => unitKey(row) === key);
			if (isOther) this.say(`${key}: ${is[key] ?? 0} written, ${expected[key] ?? 0} approved`);
		}
		for (const one of written.filter(({ holds }) => holds)) {
			const own = rows.filter((row) => lineOf(row) === lineOf(one) && row.on <= one.on);
			for (const name of ['price', 'cost'] as const)
				if (own.length > 0 && !own.some((row) => row[name] === undefined || row[name] === one[name]))
					this.say(`${unitKey(one)}: ${name} ${one[name]} written, ${own.map((row) => row[name]).join(', ')} approved`);
		}
	}

	private matchCharges(written: readonly JsonObject[], rows: readonly ChargeRow[], isWhole: boolean): void {
		const wanted = (row: ChargeRow) =>
			JSON.stringify([row.contractId, row.key, row.on, row.amount, row.cost ?? 0, row.target]);
		const left = rows.map(wanted);
		for (const one of written) {
			const key = text(one.internalPurchaseOrderNumber);
			const is = JSON.stringify([
				one.contractID,
				key,
				text(one.datePurchased).slice(0, 10),
				one.unitPrice,
				one.unitCost,
				one.billingCodeID,
			]);
			const at = left.indexOf(is);
			if (at < 0) this.say(`charge ${is} written, approved are ${rows.map(wanted).join(' ')}`);
			else left.splice(at, 1);
			if (this.keys.has(key)) this.say(`charge ${key} written twice`);
			this.keys.add(key);
		}
		if (isWhole) for (const one of left) this.say(`charge ${one} approved and not written`);
	}

	private matchLines(written: readonly JsonObject[], rows: readonly UnitRow[]): void {
		for (const one of written) {
			const key = text(one.internalDescription);
			const own = rows.filter(
				(row) => row.line === 'ours' && row.contractId === one.contractID && row.serviceId === one.serviceID,
			);
			if (own.length === 0)
				this.say(`line ${key} of service ${String(one.serviceID)} made on ${String(one.contractID)}, not approved`);
			if (this.keys.has(key)) this.say(`line ${key} made twice`);
			this.keys.add(key);
		}
	}
}
