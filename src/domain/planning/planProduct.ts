import { compact, uniq } from 'lodash';
import { amountOn } from '../amountTimeline';
import { contractPeriod, type Rate } from '../contract/lineState';
import { existingId, type Ledger } from '../line/ledger';
import { isZero, roundedAmount, times } from '../money';
import { datedBack } from '../owed/datedBack';
import { priceMoves } from '../owed/priceMoves';
import { placeProduct } from '../portion/placeProduct';
import type { PlacedProduct } from '../portion/placed';
import { rateOfPlacing, settledOf } from '../portion/placing';
import { chargesNothing, movedText } from '../portion/movedUnits';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';
import { heldRateOn } from '../writes/held';
import { usualRate } from '../writes/heldOf';
import { existedBefore } from './approvalReasons';
import { asideAmounts, isCredited } from './asideAmounts';
import { planLeftStay } from './planLeftStay';
import { planMainStay } from './planMainStay';
import type { ProductPlan, StayPlan } from './productPlan';
import { placingOf, unlinkedSiblings } from './serviceOf';
import { priceLeftBehind } from './theirPrices';

/** Why the product's change waits for a person. Source: rules Q2, Q10, Q11 and C5. */
function productApprovals(
	context: TaskContext,
	wanted: ProductQuantity,
	ledger: Ledger,
	{ placed, placing, left }: PlacedProduct & { readonly left: readonly StayPlan[] },
): readonly string[] {
	const { line, own, adjustments } = placed;
	const isLowered = adjustments.some((write) => write.unitDelta < 0);
	const lowered = [...(isLowered ? [line] : []), ...left.map((one) => one.line)];
	const siblings = uniq(lowered.flatMap((one) => unlinkedSiblings(context, wanted, ledger, one.serviceId)));
	return compact([
		placing.move?.approvalNeeded,
		priceLeftBehind(context, { placed, placing }),
		wanted.moved && `it moves ${movedText(wanted)}`,
		priceMoves(wanted.name, { ...placed, ...settledOf(context, placing) }, context.facts.settings, placing.hiddenCost),
		changesClosedPeriod(context, wanted, placed),
		becomesFree(placed) && `${wanted.name} costs 0.00 by the marketplace's prices: its line bills nothing`,
		own.isFirstLink &&
			(line.keyOfOther === undefined
				? existedBefore(existingId(line.target))
				: `contract service ${existingId(line.target) ?? ''} carries the key of another store of ours, which may have written this already: say how many of its units already are this subscription's`),
		siblings.length > 0 && `it lowers a line while ${siblings.join(', ')} has no line yet`,
		placed.approvalNeeded,
	]);
}

/** Why a change waits that is dated before the period of the day it was found on. Source: rule T10. */
function changesClosedPeriod(
	{ task, contract }: TaskContext,
	{ name }: ProductQuantity,
	{ owedBefore, owed }: PlacedProduct['placed'],
): string | undefined {
	const { start } = contractPeriod(contract, task.firstSeenOn);
	const day = datedBack(owedBefore, owed, start);
	return (
		day && `it changes what ${name} is billed from ${day} on, before the period from ${start}, in which it was found`
	);
}

/** Whether the order brings a price of 0 to what has had none, or another one. Source: rule A3. */
function becomesFree({ owedBefore, ordered }: PlacedProduct['placed']): boolean {
	if (!ordered.rate || !isZero(ordered.rate.price)) return false;
	const before = amountOn(owedBefore.price, ordered.on) ?? ordered.lineRate?.price;
	return before === undefined || !isZero(before);
}

/** What a unit costs from the task's last change of the line on. */
function lastRate({ placed }: PlacedProduct): Rate | undefined {
	const last = placed.adjustments.at(-1);
	return last && heldRateOn(placed.after, last.on);
}

/** What is owed before and after it; where another period bills it from then on, by the one that ends. */
function booksOf({ placed, placing }: PlacedProduct): ProductPlan['books'] {
	const { ended, owedBefore, owed } = placed;
	if (!ended || !placing.home) return { owedBefore, owed };
	return { owedBefore: ended.before, owed: ended.after, endsOn: placing.home.contract.id };
}

/**
 * Plans one product of a task.
 *
 * @throws NotPlannable with one of rule T8's words. Source: rules Q1 to Q4, Q10, Q13, Q14, A3, A6, A8 and A9.
 */
export function planProduct(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): ProductPlan {
	const of = placeProduct(context, wanted, ledger, placingOf(context, wanted, ledger));
	const { line, held, own } = of.placed;
	const { product, service } = of.placing;
	const { changedOn, period } = context;
	const billedRate =
		rateOfPlacing(context, of.placing, line) ??
		heldRateOn(held.now, changedOn) ??
		heldRateOn(held.now, period.nextStart) ??
		usualRate(line, service);
	const left = of.placed.left.map((stay) => planLeftStay(context, wanted, stay, { product, ledger, service }));
	const main = planMainStay(context, wanted, { ...of, billedRate });
	const stays = [...left, main];
	return {
		productId: wanted.productId,
		name: wanted.name,
		stays,
		change: main.change,
		lines: stays.flatMap((stay) => stay.lines),
		...(own.question ? { question: own.question } : {}),
		...(own.asked ? { asked: own.asked } : {}),
		...(of.placed.overwrites ? { overwrites: of.placed.overwrites } : {}),
		isMove: chargesNothing(context, wanted),
		approvalNeeded: productApprovals(context, wanted, ledger, { ...of, left }),
		perPeriod: roundedAmount(
			times((rateOfPlacing(context, of.placing, line) ?? lastRate(of) ?? billedRate).price, wanted.quantity),
		),
		books: booksOf(of),
		asides: asideAmounts(context, wanted, of),
		isCredited: isCredited(of.placed),
	};
}
