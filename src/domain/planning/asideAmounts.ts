import type { CalendarDate } from '../calendarDate';
import { contractPeriod } from '../contract/lineState';
import { NotPlannable } from '../notPlannable';
import { seatsInAll } from '../owed/owed';
import { heldThen, type LeftLine } from '../portion/joinsEarlier';
import type { Placed, PlacedProduct } from '../portion/placed';
import { heldOfLine } from '../writes/lineBooks';
import { unitsOn } from '../unitTimeline';
import { contractOfLine } from '../portion/contractOfLine';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';
import { asideCharges, type ProductBooks } from '../writes/asideCharges';
import { type Held, heldAmountOn } from '../writes/held';
import type { PeriodAmount } from '../writes/missed';

/** What is owed, at the price of the line; on days before the product was there, of those that it was on then. */
function booksOf(owed: ProductBooks['owed'], held: Held, former: readonly LeftLine[]): ProductBooks {
	const then = (day: CalendarDate) => heldThen(former, day, held);
	const all = [held, ...former.map((line) => line.held)];
	const days = all.flatMap(({ price, cost }) => [...price, ...cost]).map(({ from }) => from);
	return {
		owed,
		linePrice: (day) => heldAmountOn(then(day).price, day),
		lineCost: (day) => heldAmountOn(then(day).cost, day),
		lineDays: [...days, ...former.map(({ leftOn }) => leftOn)],
	};
}

/** Whether seats go that the line holds on. */
export function isCredited({ owedBefore, owed, ordered: { on } }: Placed): boolean {
	const beside = (books: Placed['owed']) => unitsOn(seatsInAll(books), on) - unitsOn(books.seats, on);
	return beside(owed) < beside(owedBefore);
}

/**
 * What a task makes of a product's fragments and credits, by period; where the line's own price is billed, at that.
 *
 * @throws NotPlannable where nothing tells what a seat costs. Source: rules A9, A10 and A6.
 */
export function asideAmounts(
	context: TaskContext,
	wanted: ProductQuantity,
	{ placed, placing }: PlacedProduct,
): readonly PeriodAmount[] {
	const { owedBefore, owed, ended, held, after, ordered, former } = placed;
	const { home, move } = placing;
	const was = home ? heldOfLine(home.line, home.contract, placing.service).before : held.before;
	const contract = contractOfLine(context, home?.line ?? placed.line);
	const periodOf = (day: CalendarDate) => contractPeriod(contract, day);
	if (ended) return asideCharges(booksOf(ended.before, was, former), booksOf(ended.after, was, former), periodOf);
	const isUntold = owed.asides.some(
		({ rate, units }) =>
			rate?.price === undefined &&
			unitsOn(units, ordered.on) !== 0 &&
			heldAmountOn(after.price, ordered.on) === undefined,
	);
	if (isUntold && owed.price.length === 0)
		throw new NotPlannable(
			'price conflict',
			`${context.subject}, ${wanted.name}: there is no price to charge or credit the rest of the period with. Look at the line's price in Autotask, then retry the task.`,
		);
	const leaving = move === undefined ? former : [...former, { leftOn: move.on, held: was }];
	return asideCharges(booksOf(owedBefore, was, former), booksOf(owed, after, leaving), periodOf);
}
