import { amountOn, inOrder, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { LedgerLink } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import type { Owed } from '../owed/owed';
import { unitsOn } from '../unitTimeline';
import { type Held, heldAmountOn } from '../writes/held';

/** A product with the line that it leaves and the contract of the one that it goes to, and the day from which its price is another one. */
export interface Leaving {
	readonly owed: Pick<Owed, 'price' | 'cost'>;
	readonly from: CalendarDate;
	readonly to: Pick<FittingContract, 'name' | 'startsOn'>;
	readonly left: Pick<LedgerLink, 'units' | 'leftOn'>;
	/** What the line that it leaves holds. */
	readonly held: Held;
}

/** Whether units of it are on the line before at another price or cost than is owed, from the day on. */
function isOtherwise({ owed, from, left, held }: Leaving, leftOn: CalendarDate): boolean {
	const steps = [...owed.price, ...owed.cost, ...held.price, ...held.cost, ...left.units];
	const days = inOrder([from, ...steps.map((step) => step.from)]).filter((day) => from <= day && day < leftOn);
	return days.some((day) => {
		const differs = (of: 'price' | 'cost') => {
			const [wanted, is] = [amountOn(owed[of], day), heldAmountOn(held[of], day)];
			return wanted !== undefined && (is === undefined || !isSameAmount(wanted, is));
		};
		return unitsOn(left.units, day) > 0 && (differs('price') || differs('cost'));
	});
}

/**
 * Whether a price that holds from a day on which the product is still on the line before takes it to the one that it goes to
 * from then already.
 *
 * @throws NotPlannable where that is on a contract which begins later. Source: rules Q10, A6 and C5.
 */
export function joinsEarlier(subject: string, leaving: Leaving): boolean {
	const { from, to, left } = leaving;
	if (left.leftOn === undefined || !isOtherwise(leaving, left.leftOn)) return false;
	if (from >= to.startsOn) return true;
	throw new NotPlannable(
		'price conflict',
		`${subject}: its units go on on contract ${to.name} from ${to.startsOn}, and the price changes on ${from}, before that. Enter the change by hand and ignore the task.`,
	);
}
