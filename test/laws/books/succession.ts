import { type CalendarDate } from '../../../src/domain/calendarDate';
import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import { contractPeriod } from '../../../src/domain/contract/lineState';
import { covers } from '../../../src/domain/contract/successor';
import { correctiveMove } from '../../../src/domain/portion/lineMove';
import { takesOver } from '../../../src/domain/portion/succession';
import type { Event } from './events';
import { ledgerLine, type PaperLine } from './lines';
import { dayOf, kindOf } from './orders';
import type { Ways } from './ways';

/** The contract of a day. */
export function contractOn({ contracts }: Ways, day: CalendarDate): FittingContract {
	return contracts.find((contract) => covers(contract, day)) ?? contracts[0];
}

/** The day from which an order takes a product to the contract that takes over. Source: rule C5. */
export function goesOnFrom(event: Event, home: PaperLine | undefined, ways: Ways): CalendarDate | undefined {
	const [own, next] = ways.contracts;
	if (!home || !next) return undefined;
	const { effect, order } = event;
	const [day, kind] = [dayOf(effect.on), kindOf(event)];
	const contract = contractOn(ways, day);
	const isLast = contract === own && contractPeriod(own, day).nextStart > own.endsOn && kind !== 'billing';
	const move = correctiveMove(
		{
			task: { kind },
			contract,
			changedOn: day,
			fallsOn: dayOf(effect.fallsOn),
			facts: { service: () => undefined },
			...(isLast ? { successor: takesOver(own, next, ways.takesNow) } : {}),
		},
		{ name: event.id, ...((order.moved ?? 0) < 0 ? { moved: { direction: 'out' } } : {}) },
		{ line: ledgerLine(home), contract: home.contract },
		{ id: ledgerLine(home).serviceId, name: '' },
	);
	return move?.on;
}
