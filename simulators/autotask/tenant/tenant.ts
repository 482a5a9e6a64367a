import type { SimulatorClock } from '../../clock';
import type { JsonObject } from '../../http';
import { dayOf, type Day } from './calendar';
import { firstIds, type Entity } from './entities';
import { unitRows, type ContractFrame, type Line, type UnitRow } from './lines';
import { usualPicklists, type Picklists, type PicklistValue } from './picklists';
import { defaultSwitches, type Switches } from './switches';

/** An adjustment as it was accepted; the API never shows it again. */
export interface AcceptedAdjustment {
	readonly id: number;
	readonly contractId: number;
	readonly contractServiceId: number;
	readonly serviceId: number;
	readonly effectiveDate: Day;
	readonly unitChange: number;
	readonly adjustedUnitPrice: number | null;
	readonly adjustedUnitCost: number | null;
}

/** A unit row with the id under which the API shows it. */
export interface NumberedRow extends UnitRow {
	readonly id: number;
	readonly postedAt: string | null;
}

/** A field that the tenant's operators have added. */
export interface UserDefinedField {
	readonly name: string;
	readonly label?: string;
	readonly type?: string;
}

/** All that one Autotask database holds. Rules live in the writes, not here. */
export class Tenant {
	readonly switches: Switches = defaultSwitches();
	readonly lines = new Map<number, Line>();
	readonly adjustments: AcceptedAdjustment[] = [];
	readonly userDefinedFields = new Map<string, UserDefinedField[]>();
	private readonly tables = new Map<string, Map<number, JsonObject>>();
	private readonly nextIds = new Map<string, number>();
	private readonly lists: Picklists = usualPicklists();
	private readonly rowCache = new Map<number, readonly NumberedRow[]>();

	constructor(readonly clock: SimulatorClock) {}

	/** Forgets everything; switches and picklists go back to their defaults. */
	reset(): void {
		for (const store of [this.lines, this.userDefinedFields, this.tables, this.nextIds, this.rowCache]) store.clear();
		this.adjustments.length = 0;
		Object.assign(this.switches, defaultSwitches());
		for (const [list, values] of usualPicklists()) this.lists.set(list, values);
	}

	/** Remembers everything that is held now; the function puts it back, as often as it is called. */
	keep(): () => void {
		const { lines, adjustments, userDefinedFields, tables, nextIds, lists, switches } = this;
		const kept = structuredClone({ lines, adjustments, userDefinedFields, tables, nextIds, lists, switches });
		return () => {
			const copy = structuredClone(kept);
			replace(this.lines, copy.lines);
			replace(this.userDefinedFields, copy.userDefinedFields);
			replace(this.tables, copy.tables);
			replace(this.nextIds, copy.nextIds);
			replace(this.lists, copy.lists);
			this.adjustments.splice(0, this.adjustments.length, ...copy.adjustments);
			Object.assign(this.switches, copy.switches);
			this.rowCache.clear();
		};
	}

	/** The stored rows of an entity by id. */
	table(entity: string): Map<number, JsonObject> {
		const known = this.tables.get(entity);
		if (known !== undefined) return known;
		const table = new Map<number, JsonObject>();
		this.tables.set(entity, table);
		return table;
	}

	/** The stored row, or undefined. */
	row(entity: string, id: unknown): JsonObject | undefined {
		return typeof id === 'number' ? this.table(entity).get(id) : undefined;
	}

	/** The row whose existence the caller has checked. */
	known(entity: string, id: unknown): JsonObject {
		const row = this.row(entity, id);
		if (row === undefined) throw new RangeError(`no ${entity} ${String(id)}`);
		return row;
	}

	/** Stores a row: fields not given are null. Takes the given id or the next one. */
	insert(entity: Entity, given: JsonObject): number {
		const id = typeof given.id === 'number' ? given.id : this.newId(entity.name);
		this.nextIds.set(entity.name, Math.max(this.nextIds.get(entity.name) ?? 0, id + 1));
		const row: JsonObject = {};
		for (const field of entity.fields) row[field.name] = given[field.name] ?? null;
		if (given.userDefinedFields !== undefined) row.userDefinedFields = given.userDefinedFields;
		row.id = id;
		this.table(entity.name).set(id, row);
		return id;
	}

	/** The next id of an entity. */
	newId(entity: string): number {
		const id = this.nextIds.get(entity) ?? firstIds[entity] ?? 1;
		this.nextIds.set(entity, id + 1);
		return id;
	}

	/** The present instant as the API writes it. */
	nowText(): string {
		return this.clock.now().toISOString();
	}

	/** A line's rows, numbered; a row keeps its id as long as it begins on the same day. */
	rowsOf(line: Line): readonly NumberedRow[] {
		const cached = this.rowCache.get(line.id);
		if (cached !== undefined) return cached;
		const rows = unitRows(line, this.frameOf(line.contractId)).map((row): NumberedRow => {
			const id = line.rowIds.get(row.start) ?? this.newId('ContractServiceUnits');
			line.rowIds.set(row.start, id);
			return { ...row, id, postedAt: line.posted.get(row.period.start)?.postedAt ?? null };
		});
		this.rowCache.set(line.id, rows);
		return rows;
	}

	/** Says that a line, its contract or its postings have changed. */
	changed(lineId?: number): void {
		if (lineId === undefined) this.rowCache.clear();
		else this.rowCache.delete(lineId);
	}

	/** The lines of a contract by id. */
	linesOf(contractId: number): Line[] {
		return [...this.lines.values()].filter((line) => line.contractId === contractId).sort((a, b) => a.id - b.id);
	}

	/** First and last day and grid of a contract. */
	frameOf(contractId: number): ContractFrame {
		const contract = this.known('Contracts', contractId);
		return {
			start: dayOf(contract.startDate),
			end: dayOf(contract.endDate),
			monthsPerPeriod: this.monthsPerPeriod('Contracts.contractPeriodType', contract.contractPeriodType),
			cutPeriodIsFull: this.switches.cutPeriodProration === 'cutPeriod',
			rowDecimals: this.switches.rowDecimals,
		};
	}

	/** Months in a period type of this tenant. */
	monthsPerPeriod(list: string, value: unknown): number {
		const label = this.labelOf(list, value);
		const months = { Monthly: 1, Quarterly: 3, 'Semi-Annual': 6, Yearly: 12 }[label ?? ''];
		if (months === undefined) throw new RangeError(`${list} has no period type ${String(value)}`);
		return months;
	}

	/** The values of a picklist; empty where the field has none. */
	picklist(list: string): readonly PicklistValue[] {
		return this.lists.get(list) ?? [];
	}

	/** The label of a value. */
	labelOf(list: string, value: unknown): string | undefined {
		return this.picklist(list).find((one) => one.value === value)?.label;
	}

	/** The value of a label, ignoring case. */
	valueOf(list: string, label: string): number | undefined {
		return this.picklist(list).find((one) => one.label.toLowerCase() === label.toLowerCase())?.value;
	}

	/** Gives a picklist other values; stored rows keep their meaning (their label). */
	setPicklist(list: string, values: readonly PicklistValue[]): void {
		const [entity = '', field = ''] = list.split('.');
		for (const row of this.table(entity).values()) {
			const label = this.labelOf(list, row[field]);
			const moved = values.find((one) => one.label === label);
			if (moved !== undefined) row[field] = moved.value;
		}
		this.lists.set(list, values);
		this.changed();
	}
}

function replace<Key, Value>(held: Map<Key, Value>, by: ReadonlyMap<Key, Value>): void {
	held.clear();
	for (const [key, value] of by) held.set(key, value);
}
