import type { CalendarDate } from '../../domain/calendarDate';
import type { MovedRate } from '../../domain/line/ledger';
import type { Decimal } from '../../domain/money';
import { summed, type UnitTimeline } from '../../domain/unitTimeline';
import type { JournalEntry } from '../../ports/store/journal';
import { readShiftKey } from './keys';

/**
 * A change of units that is meant for one day and was written on a free one, mostly later; the days between are charged.
 *
 * Plans and the units of our lines are about what is meant, for that is what is billed in all. Source: rule Q7.
 */
export interface Move {
	readonly from: CalendarDate;
	readonly to: CalendarDate;
	readonly unitDelta: number;
	readonly price?: Decimal;
	readonly cost?: Decimal;
}

function shiftedBy(moves: readonly Move[], sign: 1 | -1): readonly UnitTimeline[] {
	return moves.map(({ from, to, unitDelta }) => {
		const isEarlier = to < from;
		return [
			{ from: isEarlier ? to : from, units: (isEarlier ? -sign : sign) * unitDelta },
			{ from: isEarlier ? from : to, units: 0 },
		];
	});
}

/** Units as they are meant, turned into units as Autotask holds them: between both days a moved change is missing, or there too early. */
export function withMoves(meant: UnitTimeline, moves: readonly Move[]): UnitTimeline {
	return moves.length === 0 ? meant : summed([meant, ...shiftedBy(moves, -1)]);
}

/** Units as Autotask holds them, turned into units as they are meant. */
export function withoutMoves(held: UnitTimeline, moves: readonly Move[]): UnitTimeline {
	return moves.length === 0 ? held : summed([held, ...shiftedBy(moves, 1)]);
}

/** Moves of a line that are there: those of its journal. */
export function movesOf(entries: readonly JournalEntry[]): readonly Move[] {
	return entries.flatMap((entry): Move[] => {
		const isThere = entry.kind === 'adjustment' && (entry.state === 'done' || entry.state === 'recorded');
		const days = isThere && entry.key !== undefined ? readShiftKey(entry.key) : undefined;
		if (!days) return [];
		return [
			{
				...days,
				unitDelta: entry.unitDelta ?? 0,
				...(entry.priceAfter === undefined ? {} : { price: entry.priceAfter }),
				...(entry.costAfter === undefined ? {} : { cost: entry.costAfter }),
			},
		];
	});
}

/** Rates of moved changes: between both days they are meant, and charged, though Autotask's rows have the ones before. */
export function movedRatesOf(moves: readonly Move[]): readonly MovedRate[] {
	return moves.flatMap(({ from, to, price, cost }) =>
		price === undefined ? [] : [{ from, to, rate: { price, ...(cost === undefined ? {} : { cost }) } }],
	);
}
