import Big from 'big.js';
import { daysBetween, gridPeriods } from '../../simulators/autotask/tenant/calendar';
import type { TenantState } from '../../simulators/autotask/admin/ledger';
import type { JsonObject } from '../../simulators/http';
import { dayOf, namesIn } from './names';

/** One unit row of a contract line as Autotask holds it; both days belong to it, price and cost are totals. */
export interface LineRow {
	readonly lineId: number;
	readonly contractId: number;
	readonly company: string;
	readonly service: string;
	readonly from: string;
	readonly to: string;
	readonly units: number;
	/** Of one unit for a whole period; 0 for a row without units. */
	readonly unitPrice: number;
	readonly unitCost: number;
	readonly price: number;
	readonly cost: number;
}

/** All unit rows, by line and day. */
export function lineRows(state: TenantState): readonly LineRow[] {
	const names = namesIn(state);
	const rows = state.entities['ContractServiceUnits'] ?? [];
	const contracts = new Map((state.entities['Contracts'] ?? []).map((contract) => [Number(contract['id']), contract]));
	return rows.map((row): LineRow => {
		const contractId = Number(row['contractID']);
		const months = monthsPerPeriod(rows.filter((other) => other['contractID'] === contractId));
		const share = shareOfPeriod(row, contracts.get(contractId), months);
		const units = Number(row['units']);
		return {
			lineId: Number(row['contractServiceID']),
			contractId,
			company: names.company(contractId),
			service: names.service(Number(row['serviceID'])),
			from: dayOf(row['startDate']),
			to: dayOf(row['endDate']),
			units,
			unitPrice: perUnit(Number(row['price']), units, share),
			unitCost: perUnit(Number(row['cost']), units, share),
			price: Number(row['price']),
			cost: Number(row['cost']),
		};
	});
}

/** Of a contract's periods, the longest row tells the length; a change splits some of them. */
function monthsPerPeriod(rows: readonly JsonObject[]): number {
	const days = Math.max(...rows.map((row) => daysBetween(dayOf(row['startDate']), dayOf(row['endDate'])) + 1));
	return [12, 6, 3, 1].find((months) => days >= months * 28) ?? 1;
}

/** Days of the row and of the whole period that holds it. */
interface Share {
	readonly days: number;
	readonly wholeDays: number;
}

function shareOfPeriod(row: JsonObject, contract: JsonObject | undefined, months: number): Share {
	const from = dayOf(row['startDate']);
	const days = daysBetween(from, dayOf(row['endDate'])) + 1;
	const period = gridPeriods(dayOf(contract?.['startDate']), from, months).at(-1);
	return { days, wholeDays: period === undefined ? days : daysBetween(period.start, period.nextStart) };
}

function perUnit(total: number, units: number, { days, wholeDays }: Share): number {
	return units === 0 ? 0 : new Big(total).times(wholeDays).div(days).div(units).round(2).toNumber();
}
