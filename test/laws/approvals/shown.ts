import { groupBy, isEqual, sortBy } from 'lodash';
import type { TaskId } from '../../../src/domain/ids';
import type { LineTarget } from '../../../src/domain/line/lineTarget';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { Person } from './steps';

/** A change of a line as a plan has it. */
export interface UnitRow {
	readonly contractId: number;
	/** As `lineName` says. */
	readonly line: string;
	readonly serviceId: number;
	readonly on: string;
	readonly unitDelta: number;
	/** Per unit, as the row shows it: what is billed from then on. Absent where no row shows the change. */
	readonly price?: number;
	readonly cost?: number;
}

export interface ChargeRow {
	readonly contractId: number;
	readonly key: string;
	readonly on: string;
	readonly amount: number;
	readonly cost?: number;
	readonly target: number;
	readonly description: string;
}

/** What a plan writes, row by row. */
export interface Rows {
	readonly units: readonly UnitRow[];
	readonly charges: readonly ChargeRow[];
}

function amount<Name extends string>(name: Name, value: string | undefined): { readonly [Of in Name]?: number } {
	return (value === undefined ? {} : { [name]: Number(value) }) as { readonly [Of in Name]?: number };
}

/** Whether a line is of our making: plans of several tasks may be for one, which is there only once one of them is written. */
export type IsOurs = (contractServiceId: number) => boolean;

/** How a line is named: by its id where it was there before us, so that all of a service that are ours are one. */
export function lineName(target: LineTarget, isOurs: IsOurs): string {
	return target.kind === 'new' || isOurs(target.contractServiceId) ? 'ours' : `line ${target.contractServiceId}`;
}

/** The rows of a plan that something is written for. */
export function rowsOf(plan: ContractPlan, isOurs: IsOurs): Rows {
	const units = plan.changes.flatMap(({ contractId, target, serviceId, adjustments, serviceName, unitsBefore }) => {
		const makesLine = target.kind === 'new' && adjustments.length === 0 && unitsBefore.length === 0;
		const changes = makesLine ? [{ on: undefined, unitDelta: 0 }] : adjustments;
		return changes.map(({ on, unitDelta }): UnitRow => {
			const shown = plan.lines.find(
				(line) =>
					line.serviceName === serviceName &&
					(makesLine ? line.detail.startsWith('New contract service') : line.effectiveDate === on) &&
					line.quantityChange === unitDelta,
			);
			return {
				contractId,
				line: lineName(target, isOurs),
				serviceId,
				on: on ?? plan.effectiveOn,
				unitDelta,
				...amount('price', shown?.price),
				...amount('cost', shown?.cost),
			};
		});
	});
	const charges = plan.charges
		.filter((charge) => charge.selected)
		.map(({ contractId, key, on, amount: of, cost, target, description }) => ({
			contractId,
			key,
			on,
			amount: Number(of),
			...amount('cost', cost),
			target: target?.id ?? 0,
			description,
		}));
	return { units: sortBy(units, ['line', 'on']), charges: sortBy(charges, 'key') };
}

/** Without rows of lines that are made for whichever plan is written first. */
function writing({ units, charges }: Rows): Rows {
	return { units: units.filter((row) => row.unitDelta !== 0 || row.line !== 'ours'), charges };
}

/** Changes that a plan writes and shows no row of. */
function unshown({ units }: Rows): readonly string[] {
	return units.filter(({ price }) => price === undefined).map((row) => `no row shows ${JSON.stringify(row)}`);
}

interface Seen {
	readonly who: Person;
	readonly taskId: TaskId;
	readonly fingerprint: string;
	readonly rows: Rows;
	/** Whether nothing of the task had been written. */
	readonly isUnwritten: boolean;
}

/** What people have been shown of plans: by person and task, each fingerprint with the rows under it. */
export class Shown {
	private readonly seen: Seen[] = [];

	/** A person has looked at a plan. */
	note(one: Seen): void {
		if (!this.seen.some((other) => isEqual(other, one))) this.seen.push(one);
	}

	/** Fingerprints that the person has seen of the task, in the order in which they came. */
	fingerprints(who: Person, taskId: TaskId): readonly string[] {
		const own = this.seen.filter((one) => one.who === who && one.taskId === taskId);
		return [...new Set(own.map((one) => one.fingerprint))];
	}

	tasks(who: Person): readonly TaskId[] {
		return [...new Set(this.seen.filter((one) => one.who === who).map((one) => one.taskId))];
	}

	/** The rows that the person was shown under the fingerprint; none where it was not shown. */
	rows(who: string, taskId: TaskId, fingerprint: string): readonly Rows[] {
		return this.seen
			.filter((one) => one.who === who && one.taskId === taskId && one.fingerprint === fingerprint)
			.map((one) => one.rows);
	}

	/** Plans that write what they do not show, and fingerprints under which two plans were shown before anything was written. */
	wrong(): readonly string[] {
		const unwritten = this.seen.filter((one) => one.isUnwritten);
		const twice = Object.values(groupBy(unwritten, (one) => `${one.taskId}:${one.fingerprint}`)).flatMap((all) => {
			const [first] = all;
			const other = all.find((one) => !isEqual(writing(one.rows), first && writing(first.rows)));
			return first && other
				? [
						`${first.taskId}:${first.fingerprint} showed ${JSON.stringify(first.rows)}, then ${JSON.stringify(other.rows)}`,
					]
				: [];
		});
		return [...this.seen.flatMap((one) => unshown(one.rows)), ...twice];
	}
}
