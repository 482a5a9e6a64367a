import type { CalendarDate } from '../calendarDate';
import { contractPeriod } from '../contract/lineState';
import { NotPlannable } from '../notPlannable';
import { seatsInAll } from '../owed/owed';
import type { Placed, PlacedProduct } from '../portion/placed';
import { heldOfLine } from '../writes/lineBooks';
import { unitsOn } from '../unitTimeline';
import { contractOfLine } from '../portion/contractOfLine';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';
import { asideCharges, type ProductBooks } from '../writes/asideCharges';
import { type Held, heldAmountOn } from '../writes/held';
import type { PeriodAmount } from '../writes/missed';

function booksOf(owed: ProductBooks['owed'], held: Held): ProductBooks {
	return {
		owed,
		linePrice: (day) => heldAmountOn(held.price, day),
		lineCost: (day) => heldAmountOn(held.cost, day),
		lineDays: [...held.price, ...held.cost].map(({ from }) => from),
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
	const { owedBefore, owed, ended, held, after, ordered } = placed;
	const { home, move } = placing;
	const was = home ? heldOfLine(home.line, home.contract, placing.service).before : held.before;
	const contract = contractOfLine(context, home?.line ?? placed.line);
	const periodOf = (day: CalendarDate) => contractPeriod(contract, day);
	if (ended) return asideCharges(booksOf(ended.before, was), booksOf(ended.after, was), periodOf);
	const onLines = booksOf(owed, after);
	const onHome = booksOf(owed, was);
	const isBefore = (day: CalendarDate) => move !== undefined && day < move.on;
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
	const books: ProductBooks = {
		owed,
		linePrice: (day) => (isBefore(day) ? onHome : onLines).linePrice(day),
		lineCost: (day) => (isBefore(day) ? onHome : onLines).lineCost(day),
		lineDays: [...onHome.lineDays, ...onLines.lineDays, ...(move ? [move.on] : [])],
	};
	return asideCharges(booksOf(owedBefore, was), books, periodOf);
}
