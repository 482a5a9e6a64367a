import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { ContractServiceId, ServiceId } from '../ids';
import { existingId, type Ledger } from '../line/ledger';
import { type Decimal, roundedAmount, times } from '../money';
import { unitsOn } from '../unitTimeline';
import { heldAmountOn } from '../writes/held';
import { heldOf } from '../writes/heldOf';

/** What a line of a contract bills on a day. */
export interface BilledLine {
	readonly contractServiceId: ContractServiceId;
	readonly serviceId: ServiceId;
	readonly units: number;
	/** Of all its units for a period; absent where Autotask does not tell it. */
	readonly perPeriod?: Decimal;
}

/** The lines of a contract that hold units on the day, in Autotask's order. */
export function billedLines({ lines }: Ledger, contract: FittingContract, on: CalendarDate): readonly BilledLine[] {
	return lines.flatMap((line): BilledLine[] => {
		const contractServiceId = existingId(line.target);
		if (line.contractId !== contract.id || contractServiceId === undefined) return [];
		const held = heldOf({ ...line, planned: [] }, contract, undefined);
		const units = unitsOn(held.units, on);
		if (units === 0) return [];
		const price = heldAmountOn(held.price, on);
		const perPeriod = price === undefined ? {} : { perPeriod: roundedAmount(times(price, units)) };
		return [{ contractServiceId, serviceId: line.serviceId, units, ...perPeriod }];
	});
}
