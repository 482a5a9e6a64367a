import { partition, sortBy, uniqBy } from 'lodash';
import { isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { type Rate, rateHeldOn } from '../contract/lineState';
import type { Service } from '../contract/service';
import { type LedgerLine, type OwnWrite } from '../line/ledger';
import { unrecordedWrites } from '../line/unrecorded';
import type { Decimal } from '../money';
import { always, difference, timelineOfChanges } from '../unitTimeline';
import { type Held, type HeldAmount, withWrites } from './held';

type Amount = 'price' | 'cost';

/** What a unit of the line costs where it holds none: the rate that we wrote last, else the service's own. Source: rule A3. */
export function usualRate({ journalledRates: [written] }: LedgerLine, { unitPrice, unitCost }: Service): Rate {
	return written ?? { price: unitPrice, ...(unitCost === undefined ? {} : { cost: unitCost }) };
}

function lastWritten(writes: readonly OwnWrite[], of: Amount, upTo: CalendarDate): Decimal | undefined {
	return sortBy(
		writes.filter((write) => write[of] !== undefined && write.on <= upTo),
		'on',
	).at(-1)?.[of];
}

/** Amounts over time, as the rows with units tell them; a price of ours of a day is a step of its own, since a price of before ends there. */
function amountsOf(
	line: LedgerLine,
	contract: FittingContract,
	service: Service | undefined,
	of: Amount,
): readonly HeldAmount[] {
	const { rows } = line.state;
	const own = new Set(line.ownWrites.filter((write) => write[of] !== undefined).map((write) => write.on));
	const rated = rows.map((row) => ({
		row,
		amount: rateHeldOn(line.state, row.startsOn, contract, line.journalledRates)?.[of],
	}));
	const [first] = rated.flatMap(({ row, amount }) => (row.units > 0 ? (amount ?? []) : []));
	const usual = first ?? (service ? usualRate(line, service) : line.journalledRates[0])?.[of];
	const steps: HeldAmount[] = [
		{ from: always, amount: lastWritten(line.ownWrites, of, always) ?? usual, isGuess: true },
	];
	for (const { row, amount } of rated) {
		const isOwn = own.has(row.startsOn);
		if (row.units === 0 && !isOwn) continue;
		const told = row.units === 0 ? lastWritten(line.ownWrites, of, row.startsOn) : amount;
		const before = steps.at(-1);
		if (isOwn || before?.isGuess || before?.amount !== told) steps.push({ from: row.startsOn, amount: told });
	}
	return steps;
}

/** What Autotask holds of a line, and will once the plans before are written. */
export function heldOf(line: LedgerLine, contract: FittingContract, service: Service | undefined): Held {
	return withWrites(
		{
			units: line.state.units,
			price: amountsOf(line, contract, service, 'price'),
			cost: amountsOf(line, contract, service, 'cost'),
		},
		line.planned,
	);
}

/** The writes of a line that bring an amount, as steps; of a day the last one. */
function stepsOf(writes: readonly OwnWrite[], of: Amount): readonly HeldAmount[] {
	return withWrites(
		{ units: [], price: [], cost: [] },
		writes.map(({ on, [of]: amount }) => ({ on, unitDelta: 0, ...(amount === undefined ? {} : { [of]: amount }) })),
	)[of];
}

function isSame(one: Decimal | undefined, other: Decimal | undefined): boolean {
	return one !== undefined && other !== undefined && isSameAmount(one, other);
}

/**
 * Amounts without those of writes that no link counts: on their days what the recorded ones have left, or else what was there
 * before the first of them, where that is recorded; unless an earlier one of them had brought that.
 */
function undone(amounts: readonly HeldAmount[], writes: readonly OwnWrite[], of: Amount): readonly HeldAmount[] {
	const [recorded, open] = partition(
		writes.filter((write) => write[of] !== undefined),
		({ isRecorded }) => isRecorded,
	);
	const days = new Set(open.map(({ on }) => on));
	const left = [
		...amounts.filter(({ from }) => !days.has(from)),
		...stepsOf(recorded, of).filter(({ from }) => days.has(from)),
	];
	const kept = sortBy(left, 'from');
	const others = uniqBy(open, 'on').flatMap((write): HeldAmount[] => {
		const before = of === 'price' ? write.priceBefore : write.costBefore;
		const earlier = stepsOf(open.slice(0, open.indexOf(write)), of);
		const isOld = [kept, earlier].some((steps) =>
			isSame(before, steps.findLast(({ from }) => from <= write.on)?.amount),
		);
		return isOld ? [] : [{ from: write.on, amount: before }];
	});
	const changed = new Set(others.map(({ from }) => from));
	return sortBy([...kept.filter(({ from }) => !changed.has(from)), ...others], 'from');
}

/**
 * The same without what we wrote and no link counts yet: what the line was before the tasks whose writes a process did
 * not record. Source: the write protocol.
 */
export function heldBeforeUnrecorded(held: Held, line: LedgerLine): Held {
	const open = unrecordedWrites(line);
	if (open.length === 0) return held;
	return {
		units: difference(held.units, timelineOfChanges(open)),
		price: undone(held.price, line.ownWrites, 'price'),
		cost: undone(held.cost, line.ownWrites, 'cost'),
	};
}
