import { sortBy } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { type Rate, rateHeldOn } from '../contract/lineState';
import type { Service } from '../contract/service';
import type { LedgerLine } from './ledger';

function rateOnDay(line: LedgerLine, contract: FittingContract, day: CalendarDate): Rate | undefined {
	const priced = line.planned.filter((write) => write.price !== undefined && write.on <= day);
	const planned = sortBy(priced, (write) => write.on).at(-1);
	if (planned?.price !== undefined) {
		return { price: planned.price, ...(planned.cost === undefined ? {} : { cost: planned.cost }) };
	}
	return rateHeldOn(line.state, day, contract, line.journalledRates);
}

/**
 * What is a unit of the line to cost on the day, once the plans before are written? On the first of the days that tells.
 *
 * By the plans, else by what Autotask holds; undefined where the
 * line holds no units on any of the days, or what Autotask holds of them does not tell. Source: rules Q1 and Q7.
 */
export function rateMeantOn(
	line: LedgerLine,
	contract: FittingContract,
	...days: readonly CalendarDate[]
): Rate | undefined {
	for (const day of days) {
		const rate = rateOnDay(line, contract, day);
		if (rate) return rate;
	}
	return undefined;
}

/** What does a unit cost that comes to a line which holds none? The rate that we wrote last, else the service's own. Source: rule A3. */
export function rateOfEmptyLine(line: LedgerLine, service: Service): Rate {
	const [written] = line.journalledRates;
	return written ?? { price: service.unitPrice, ...(service.unitCost === undefined ? {} : { cost: service.unitCost }) };
}
