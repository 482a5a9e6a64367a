import { sortBy, uniqBy } from 'lodash';
import { plusDays, type CalendarDate } from './calendarDate';
import { chargeKinds, type Contract } from './contract';
import type { FittingContract } from './contractChoice';
import { foreignUnits, existingId, type LedgerLine } from './ledger';
import { rateOn } from './lineState';
import { agrees, type Decimal } from './money';
import { lineKey, type ForeignState, type RateStep } from './plan';
import type { TaskContext } from './taskContext';
import { rateTolerance } from './lineState';
import { unitsOn, simplified, type UnitTimeline } from './unitTimeline';

/** Units that are not ours from a day on; what was before it does not matter to what is written. */
export function foreignUnitsFrom(line: LedgerLine, from: CalendarDate): UnitTimeline {
	const foreign = foreignUnits(line);
	return simplified([{ from, units: unitsOn(foreign, from) }, ...foreign.filter((step) => step.from > from)]);
}

/** Rates in force that our journal did not write, each once, in the order of their days; the first has no day of its own. */
export function foreignRates(line: LedgerLine, contract: FittingContract, from: CalendarDate): readonly RateStep[] {
	const isOurs = (price: Decimal) => line.journalledRates.some((rate) => agrees(rate.price, price, rateTolerance));
	const steps = line.state.rows
		.filter((row) => row.endsOn >= from && row.units !== 0)
		.flatMap((row): RateStep[] => {
			const rate = rateOn(line.state, row.startsOn, contract, line.journalledRates);
			return rate && !isOurs(rate.price) ? [{ from, price: rate.price }] : [];
		});
	return uniqBy(steps, (step) => step.price);
}

/** The part of a line's foreign state that an approval covers; undefined for a line that holds nothing but what we wrote. */
export function foreignLine(line: LedgerLine, contract: FittingContract, effectiveOn: CalendarDate): ForeignState['lines'][number] | undefined {
	const id = existingId(line.target);
	if (id === undefined) return undefined;
	const dayBefore = plusDays(effectiveOn, -1);
	const postedThrough = line.state.postedThrough;
	const units = foreignUnitsFrom(line, dayBefore);
	const rates = foreignRates(line, contract, effectiveOn);
	const isPosted = postedThrough !== undefined && postedThrough >= effectiveOn;
	if (units.length === 0 && rates.length === 0 && !isPosted) return undefined;
	return { contractServiceId: id, units, rates, ...(isPosted ? { postedThrough } : {}) };
}

/** The contract's own facts that an approval covers. */
export function foreignContract(contract: Contract): ForeignState['contract'] {
	return { startsOn: contract.startsOn, endsOn: contract.endsOn, isActive: contract.isActive, periodType: contract.periodType ?? '' };
}

/** Everything outside our own writes that a plan was made from. */
export function foreignState(context: TaskContext, lines: readonly LedgerLine[]): ForeignState {
	const { contract, task, facts, changedOn, subscription } = context;
	const distinct = sortBy(uniqBy(lines, (line) => lineKey(line.target)), (line) => lineKey(line.target));
	const mapped = subscription.products.map((product) => [product.productId, facts.productMapping(product.productId, contract.periodType)?.serviceId ?? null, chargeKinds.map((kind) => facts.chargeTarget(kind, product.productId) ?? null)]);
	return {
		contract: foreignContract(contract),
		lines: distinct.flatMap((line) => foreignLine(line, contract, changedOn) ?? []),
		mapping: facts.digest([contract.companyId, mapped]),
		order: facts.digest(task.order ? [task.order.id, task.order.status, task.order.details, task.order.products] : [subscription.id, subscription.products]),
		settings: facts.digest(facts.settings),
	};
}
