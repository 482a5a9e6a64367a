import type { ContractId } from '../ids';
import type { StayPlan } from './productPlan';
import { sortBy, uniq, uniqBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import { type CalendarDate, plusDays } from '../calendarDate';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import { existingId, isUnfinished, type LedgerLine } from '../line/ledger';
import { lineKey } from '../line/lineTarget';
import { type Decimal, roundedAmount } from '../money';
import type { ForeignState } from '../plan/foreignState';
import type { PlannedCharge } from '../plan/plan';
import { difference, simplified, timelineOfChanges, unitsOn, type UnitTimeline } from '../unitTimeline';
import { contractOfLine } from '../portion/contractOfLine';
import type { TaskContext } from '../portion/taskContext';
import { type Held, heldAmountOn } from '../writes/held';
import { heldOf } from '../writes/heldOf';
import type { SyncTask } from '../task/task';

type ForeignLine = ForeignState['lines'][number];

/** Units that nobody of ours wrote, from a day on; what was before it does not matter to what is written. */
function foreignUnits(line: LedgerLine, from: CalendarDate): UnitTimeline {
	const foreign = difference(line.state.units, timelineOfChanges(line.ownWrites));
	return simplified([{ from, units: unitsOn(foreign, from) }, ...foreign.filter((step) => step.from > from)]);
}

type Amount = 'price' | 'cost';

/** What the line cost before our first write of it, so that the write itself does not look like a foreign change. */
function beforeOurs(line: LedgerLine, of: Amount): Decimal | undefined {
	const first = line.ownWrites.find((write) => write[of] !== undefined);
	return of === 'price' ? first?.priceBefore : first?.costBefore;
}

/** Amounts in force that are not ours, each once, in the order of their days; one of ours stands for the one before it. */
function foreignAmounts(line: LedgerLine, held: Held, from: CalendarDate, of: Amount): readonly Decimal[] {
	const isOurs = (amount: Decimal) =>
		line.journalledRates.some(({ [of]: own }) => own !== undefined && isSameAmount(own, amount));
	const amounts = line.state.rows
		.filter((row) => row.endsOn >= from && row.units !== 0)
		.flatMap((row) => {
			const amount = heldAmountOn(held[of], row.startsOn);
			return (amount !== undefined && isOurs(amount) ? beforeOurs(line, of) : amount) ?? [];
		});
	return uniq(amounts);
}

/** The part of a line's foreign state that an approval covers; undefined for a line that holds nothing but what we wrote. */
function foreignLine(line: LedgerLine, contract: FittingContract, effectiveOn: CalendarDate): ForeignLine | undefined {
	const id = existingId(line.target);
	if (id === undefined || isUnfinished(line)) return undefined;
	const dayBefore = plusDays(effectiveOn, -1);
	const postedThrough = line.state.postedThrough;
	const units = foreignUnits(line, dayBefore);
	const held = heldOf({ ...line, planned: [] }, contract, undefined);
	const rates = foreignAmounts(line, held, effectiveOn, 'price').map((price) => ({ from: effectiveOn, price }));
	const costs = foreignAmounts(line, held, effectiveOn, 'cost').map((cost) => ({ from: effectiveOn, cost }));
	const isPosted = postedThrough !== undefined && postedThrough >= effectiveOn;
	if (units.length === 0 && rates.length === 0 && costs.length === 0 && !isPosted) return undefined;
	return {
		contractServiceId: id,
		units,
		rates,
		...(costs.length === 0 ? {} : { costs }),
		...(isPosted ? { postedThrough } : {}),
	};
}

/** What a contract is known by: our key where a plan creates it or has created it, so that it is one before and after. Source: rule C6. */
export function contractIdentity({ id, number, planned }: Contract): string {
	return number !== undefined && (planned || number.startsWith('MA-')) ? number : String(id);
}

/** The contract's own facts that an approval covers. */
export function foreignContract(contract: Contract): ForeignState['contract'] {
	return {
		id: contractIdentity(contract),
		startsOn: contract.startsOn,
		endsOn: contract.endsOn,
		isActive: contract.isActive,
		periodType: contract.periodType ?? '',
	};
}

/** The contracts of lines besides the plan's own. */
function furtherContracts(context: TaskContext, lines: readonly LedgerLine[]): NonNullable<ForeignState['further']> {
	const others = uniqBy(
		lines.filter((line) => line.contractId !== context.contract.id),
		'contractId',
	);
	return sortBy(others, 'contractId').map((line) => ({
		contractId: line.contractId,
		...foreignContract(contractOfLine(context, line)),
	}));
}

/** Where a plan writes units and prices: contract, service, and the line where it is not of our making. */
function targetsOf(context: TaskContext, stays: readonly StayPlan[]): readonly unknown[] {
	return stays.map(({ line, change: { serviceId } }) => [
		contractIdentity(contractOfLine(context, line)),
		line.key === undefined ? existingId(line.target) : null,
		serviceId,
	]);
}

/** The units before the task, also where a part of it is written and recorded already. */
function unitsBefore(units: UnitTimeline, { ownWrites }: LedgerLine, { id }: SyncTask): UnitTimeline {
	const own = ownWrites.filter((write) => write.isRecorded && write.taskIds?.includes(id));
	return own.length === 0 ? units : difference(units, timelineOfChanges(own));
}

/**
 * What a task makes of its lines: units before and after it, units of others and what it corrects of them, price and cost.
 *
 * With what Autotask holds besides our writes it says which rows a plan has; it is the same before, while and after they
 * are written. Answers count as far as they change it: one that says what the plan assumes changes nothing.
 */
function meantByTask(task: SyncTask, stays: readonly StayPlan[]): readonly unknown[] {
	return stays.map(({ line, change, corrections, kept }) => [
		change.subscriptionId,
		change.productId,
		unitsBefore(change.unitsBefore, line, task),
		change.unitsAfter,
		change.otherUnits,
		corrections,
		change.owed?.price ?? [],
		change.owed?.cost ?? [],
		kept.map(({ price, cost }) => [price, cost].map((amount) => (amount === undefined ? null : roundedAmount(amount)))),
	]);
}

/** Everything outside our own writes that a plan was made from; of the mappings of charge kinds, those it charges by. */
export function foreignState(
	context: TaskContext,
	stays: readonly StayPlan[],
	charges: readonly PlannedCharge[],
): ForeignState {
	const lines = stays.map(({ line }) => line);
	const { contract, task, facts, changedOn, subscription } = context;
	const distinct = sortBy(
		uniqBy(lines, (line) => lineKey(line.target)),
		(line) => lineKey(line.target),
	);
	const mapped = subscription.products.map((product) => [
		product.productId,
		facts.productMapping(product.productId, contract.periodType)?.serviceId ?? null,
	]);
	const further = furtherContracts(context, distinct);
	const contracts = [contract, ...distinct.map((line) => contractOfLine(context, line))];
	const nameOf = (id: ContractId) => {
		const own = contracts.find((other) => other.id === id);
		return own ? contractIdentity(own) : String(id);
	};
	const ofOrder = charges.filter((charge) => !charge.isOfWrite);
	const charged = ofOrder.map((charge) => [charge.kind, charge.target ?? null, nameOf(charge.contractId)]);
	return {
		contract: foreignContract(contract),
		lines: distinct.flatMap((line) => foreignLine(line, contractOfLine(context, line), changedOn) ?? []),
		...(further.length > 0 ? { further } : {}),
		targets: facts.digest(targetsOf(context, stays)),
		meant: facts.digest(meantByTask(task, stays)),
		mapping: facts.digest([contract.companyId, mapped, charged]),
		order: facts.digest(
			task.order
				? [task.order.id, task.order.status, task.order.details, task.order.products]
				: [subscription.id, subscription.products],
		),
		settings: facts.digest(facts.settings),
	};
}
