import { amountOn, inOrder, isSameAmount } from '../amountTimeline';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import type { LedgerLink } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import type { Owed } from '../owed/owed';
import { unitsOn } from '../unitTimeline';
import { type Held, heldAmountOn } from '../writes/held';

/** A line that a product leaves, or has left, with its units there and what the line holds. */
export interface LeftLine {
	readonly link: Pick<LedgerLink, 'units' | 'leftOn'>;
	readonly held: Held;
}

/** A product with the lines before the one that it is on in the end, the contract of that, and the day from which its price is another one. */
export interface Leaving {
	readonly owed: Pick<Owed, 'price' | 'cost'>;
	readonly from: CalendarDate;
	readonly to: Pick<FittingContract, 'name' | 'startsOn'>;
	readonly left: readonly LeftLine[];
}

/** Whether units of it are on the line at another price or cost than is owed, from the day on. */
function isOtherwise({ owed, from }: Leaving, { link: { units, leftOn }, held }: LeftLine): boolean {
	const steps = [...owed.price, ...owed.cost, ...held.price, ...held.cost, ...units];
	const days = inOrder([from, ...steps.map((step) => step.from)]).filter(
		(day) => from <= day && leftOn !== undefined && day < leftOn,
	);
	return days.some((day) => {
		const differs = (of: 'price' | 'cost') => {
			const [wanted, is] = [amountOn(owed[of], day), heldAmountOn(held[of], day)];
			return wanted !== undefined && (is === undefined || !isSameAmount(wanted, is));
		};
		return unitsOn(units, day) > 0 && (differs('price') || differs('cost'));
	});
}

/**
 * Whether a price that holds from a day on which the product is still on a line before takes it to the one that it goes to
 * from then already.
 *
 * @throws NotPlannable where its own line is on a contract which begins later. Source: rules Q10, A6 and C5.
 */
export function joinsEarlier(subject: string, leaving: Leaving): boolean {
	const { from, to, left } = leaving;
	if (!left.some((line) => isOtherwise(leaving, line))) return false;
	if (from >= to.startsOn) return true;
	throw new NotPlannable(
		'price conflict',
		`${subject}: its units go on on contract ${to.name} from ${to.startsOn}, and the price changes on ${from}, before that. Enter the change by hand and ignore the task.`,
	);
}
