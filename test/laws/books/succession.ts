import type { PeriodType } from '../../../src/domain/billingPeriod';
import { type CalendarDate, plusDays } from '../../../src/domain/calendarDate';
import type { FittingContract } from '../../../src/domain/contract/fittingContract';
import { contractPeriod } from '../../../src/domain/contract/lineState';
import { covers } from '../../../src/domain/contract/successor';
import type { CompanyId, ContractId } from '../../../src/domain/ids';
import { NotPlannable } from '../../../src/domain/notPlannable';
import { correctiveMove } from '../../../src/domain/portion/lineMove';
import { takesOver } from '../../../src/domain/portion/succession';
import { unitsOn } from '../../../src/domain/unitTimeline';
import { monthsAfter, type DayNumber } from '../../oracle/days';
import type { OracleGrid } from '../../oracle/orders';
import type { Event } from './events';
import { ledgerLine, type PaperLine } from './lines';
import { dayOf, kindOf } from './orders';
import type { Product } from './products';
import type { Ways } from './ways';

const periodTypes: Readonly<Record<OracleGrid['months'], PeriodType>> = {
	1: 'monthly',
	3: 'quarterly',
	6: 'semiAnnual',
	12: 'yearly',
};

const contractMonths = 72;

/** A contract as planners see it, and those that take over from it one after another; their ids from a first one on. */
export function contractsOnPaper(
	{ start, months }: OracleGrid,
	{ successions, firstId }: { readonly successions: readonly DayNumber[]; readonly firstId: number },
): Ways['contracts'] {
	const days = [...successions, monthsAfter(start, contractMonths)];
	const contractOf = (from: DayNumber, at: number): FittingContract => ({
		id: (firstId + at) as ContractId,
		companyId: 1 as CompanyId,
		name: 'Cloud',
		periodType: periodTypes[months],
		isActive: true,
		startsOn: dayOf(from),
		endsOn: dayOf((days[at] ?? from) - 1),
	});
	return [contractOf(start, 0), ...successions.map((from, at) => contractOf(from, at + 1))];
}

/** The contract of a day. */
export function contractOn({ contracts }: Ways, day: CalendarDate): FittingContract {
	return contracts.find((contract) => covers(contract, day)) ?? contracts[0];
}

/** The one that takes over from it first. */
function nextOf({ contracts }: Ways, own: FittingContract): FittingContract | undefined {
	return contracts[contracts.findIndex(({ id }) => id === own.id) + 1];
}

/** Whether one that took over has ended before the day, too: nothing proposes then that a product goes on on the one of the day. */
export function isSkipping(event: Event, home: PaperLine | undefined, ways: Ways): boolean {
	const next = home && nextOf(ways, home.contract);
	return next !== undefined && next.endsOn < dayOf(event.effect.on);
}

/**
 * The day from which an order takes a product to the contract that takes over.
 *
 * @throws NotPlannable where the product's seats go on on another one before. Source: rule C5.
 */
export function goesOnFrom(
	event: Event,
	{ before, home }: { readonly before: Pick<Product, 'owed'>; readonly home: PaperLine | undefined },
	ways: Ways,
): CalendarDate | undefined {
	const { effect, order } = event;
	const [day, kind] = [dayOf(effect.on), kindOf(event)];
	const own = home?.contract;
	if (!own || day < own.startsOn) return undefined;
	const next = nextOf(ways, own);
	const goesOn = kind !== 'billing' && unitsOn(before.owed.seats, plusDays(own.endsOn, 1)) > 0;
	if (goesOn && isSkipping(event, home, ways)) throw new NotPlannable('contract ended', `${event.id} comes too late`);
	const contract = contractOn(ways, day);
	const isLast = contract === own && contractPeriod(own, day).nextStart > own.endsOn && kind !== 'billing';
	const move = correctiveMove(
		{
			task: { kind },
			contract,
			changedOn: day,
			fallsOn: dayOf(effect.fallsOn),
			facts: { service: () => undefined },
			...(isLast && next ? { successor: takesOver(own, next, ways.takesNow) } : {}),
		},
		{ name: event.id, ...((order.moved ?? 0) < 0 ? { moved: { direction: 'out' } } : {}) },
		{ line: ledgerLine(home), contract: own },
		{ id: ledgerLine(home).serviceId, name: '' },
	);
	return move?.on;
}
