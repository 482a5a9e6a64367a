import { amountOn, type AmountTimeline, inOrder, isSameAmount } from '../amountTimeline';
import { type CalendarDate, latest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { NotPlannable } from '../notPlannable';
import type { Owed } from '../owed/owed';
import { unitsOn } from '../unitTimeline';
import { type Held, heldAmountOn } from '../writes/held';

/** A line that a product leaves, or has left, and what the line holds. */
export interface LeftLine {
	readonly leftOn: CalendarDate;
	readonly held: Held;
}

/** What the line held that a product was on by a day, of those that it has left and the one that it is on. */
export function heldThen(left: readonly LeftLine[], day: CalendarDate, now: Held): Held {
	return left.find(({ leftOn }) => day < leftOn)?.held ?? now;
}

/** A product with the lines before the one that it is on in the end, the contract of that, and the day from which its price is another one. */
export interface Leaving {
	/** What is owed of it from then on. */
	readonly owed: Pick<Owed, 'seats' | 'price' | 'cost'>;
	readonly from: CalendarDate;
	readonly to: Pick<FittingContract, 'name' | 'startsOn'>;
	/** In the order in which it leaves them. */
	readonly left: readonly LeftLine[];
}

/** Whether seats of it are on a line at another price or cost than is owed, on days before it is left. */
function isOtherwise(
	{ seats, price, cost }: Leaving['owed'],
	since: CalendarDate,
	{ leftOn, held }: LeftLine,
): boolean {
	const steps = [...seats, ...price, ...cost, ...held.price, ...held.cost];
	const days = inOrder([since, ...steps.map(({ from }) => from)]).filter((day) => since <= day && day < leftOn);
	const differs = (amounts: AmountTimeline, there: Held['price'], day: CalendarDate) => {
		const [wanted, is] = [amountOn(amounts, day), heldAmountOn(there, day)];
		return wanted !== undefined && (is === undefined || !isSameAmount(wanted, is));
	};
	return days.some(
		(day) => unitsOn(seats, day) > 0 && (differs(price, held.price, day) || differs(cost, held.cost, day)),
	);
}

/**
 * Whether a price that holds from a day on which the product is still on a line before takes it to the one that it goes to
 * from then already.
 *
 * @throws NotPlannable where its own line is on a contract which begins later. Source: rules Q10, A6 and C5.
 */
export function joinsEarlier(subject: string, leaving: Leaving): boolean {
	const { owed, from, to, left } = leaving;
	const sinceOf = (at: number) => latest(from, left[at - 1]?.leftOn ?? from);
	if (!left.some((line, at) => isOtherwise(owed, sinceOf(at), line))) return false;
	if (from >= to.startsOn) return true;
	throw new NotPlannable(
		'price conflict',
		`${subject}: its units go on on contract ${to.name} from ${to.startsOn}, and the price changes on ${from}, before that. Enter the change by hand and ignore the task.`,
	);
}
