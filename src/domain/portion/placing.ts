import { takeRightWhile } from 'lodash';
import { ownAnswer } from '../answers/ownAnswer';
import { earliest } from '../calendarDate';
import type { Rate } from '../contract/lineState';
import type { Service } from '../contract/service';
import {
	currentLink,
	existingId,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
	lineOf,
	type LinkedProduct,
} from '../line/ledger';
import { lineKey } from '../line/lineTarget';
import { unitsOfProduct } from '../line/stays';
import { unitsInForce } from '../line/unrecorded';
import type { Decimal } from '../money';
import { NotPlannable } from '../notPlannable';
import { contractOfLine } from './contractOfLine';
import type { ProductQuantity, TaskContext } from './taskContext';
import { isEmptyFrom, unitsOn } from '../unitTimeline';
import { heldRateOn } from '../writes/held';
import { heldOf } from '../writes/heldOf';
import { chooseLine } from './lineChoice';
import type { LeftLine } from './joinsEarlier';
import type { HomeLine, LineMove } from './lineMove';
import { isLineOfOther, ownUnits } from './ownUnits';
import { takenAlong } from './wantedRate';

/** What is known of a product before it is placed on a line. */
export interface Placing {
	readonly product: LinkedProduct;
	readonly service: Service;
	/** The lines that it has been on and that are known, the current one last. */
	readonly links: readonly LedgerLink[];
	/** Lines that it has been on, also those that are not known. */
	readonly lineCount: number;
	/** Those of them that it has been on since it is billed by the period that it is billed by. Source: rule Q11. */
	readonly ofPeriod: readonly LedgerLink[];
	readonly home?: HomeLine;
	readonly rate?: Rate;
	readonly remark?: string;
	/** A cost that is not written, since Autotask hides it. */
	readonly hiddenCost?: Decimal;
	/** A line that it can not join, since others share it at another price. */
	readonly avoids?: LedgerLine;
	readonly move?: LineMove & {
		/** Whether it goes to a line of its own. */
		readonly forOwn: boolean;
		/** Whether it is on its new line already from a later day on, and joins it earlier. */
		readonly isEarlier?: boolean;
	};
}

/** The line that the product is on, where Autotask still has it. */
export function homeOf(context: TaskContext, ledger: Ledger, product: LinkedProduct): HomeLine | undefined {
	const link = currentLink(ledger, product);
	const line = link && lineOf(ledger, link);
	return link && line && { line, link, contract: contractOfLine(context, line) };
}

/** What counts as the price before the task, where that is not what is owed before it. Source: rule T10. */
export function settledOf({ task }: TaskContext, { home }: Pick<Placing, 'home'>): Pick<LedgerLink, 'settled'> {
	const settled = home?.link.settled;
	const isOver = settled?.foundOn !== undefined && settled.foundOn < task.firstSeenOn;
	return settled && !isOver ? { settled } : {};
}

/** The lines that the product was on before the one that it is on, in the order in which it left them. */
export function formerLines(
	context: TaskContext,
	ledger: Ledger,
	{ ofPeriod, home }: Pick<Placing, 'ofPeriod' | 'home'>,
): readonly LeftLine[] {
	return linesLeft(
		context,
		ledger,
		ofPeriod.filter((link) => link !== home?.link),
	);
}

/** Lines that are left, and what they hold. */
export function linesLeft(context: TaskContext, ledger: Ledger, links: readonly LedgerLink[]): readonly LeftLine[] {
	return links.flatMap((link) => {
		const line = lineOf(ledger, link);
		if (!line || link.leftOn === undefined) return [];
		return [{ leftOn: link.leftOn, held: heldOf(line, contractOfLine(context, line), undefined) }];
	});
}

/** Of the lines that a product has been on, those since it is billed by the period that bills it now. Source: rule Q11. */
export function linksOfPeriod(
	{ contract, facts }: TaskContext,
	ledger: Ledger,
	links: readonly LedgerLink[],
): readonly LedgerLink[] {
	const contracts = links.map((link) => lineOf(ledger, link)?.contractId);
	const types = contracts.map((id) => (id === contract.id ? contract : id && facts.contract(id))?.periodType);
	return takeRightWhile(links, (link) => types[links.indexOf(link)] === types.at(-1));
}

/** What it takes along to another line of the same service: what is owed of it on the day on which it goes there. Source: rule C5. */
function takesAlong(context: TaskContext, { move, home, service }: Placing): Rate | undefined {
	return move && home?.line.serviceId === service.id ? takenAlong(context, home.link, move.on) : undefined;
}

/** What is wanted, or what it takes along where its order states no price. Source: rules Q1 and C5. */
export function agreedRate(context: TaskContext, placing: Placing): Rate | undefined {
	return placing.rate ?? takesAlong(context, placing);
}

/** The last rate of the contract that it leaves, where it moves to a line of the same service. */
function lastRate({ move, home, service }: Placing): Rate | undefined {
	if (!move || home?.line.serviceId !== service.id) return undefined;
	return heldRateOn(heldOf(home.line, home.contract, service), earliest(move.on, home.contract.endsOn));
}

/**
 * What is a unit of the product to cost on the line that it goes to? What is wanted; where no price is stated and it moves to
 * a line of the same service, what it takes along: what is owed of it from that day on, or the last rate of a contract that
 * has ended by then. A line that was there before us and holds units keeps its own. Undefined where the line's stays.
 *
 * @throws NotPlannable where Autotask does not tell that last rate. Source: rules A3, C5 and Q1.
 */
export function rateOfPlacing(context: TaskContext, placing: Placing, to: LedgerLine): Rate | undefined {
	const { rate, move } = placing;
	if (rate || !move) return rate;
	if (to.existedBefore && !isEmptyFrom(unitsInForce(to), move.on)) return undefined;
	const goesOn = takesAlong(context, placing) ?? lastRate(placing);
	if (goesOn === undefined) refuseUntold(context, placing);
	return goesOn;
}

/** Units that go on at the price of a line which does not tell it would go on at that of the service. */
function refuseUntold({ subject }: TaskContext, { move, home, service }: Placing): void {
	if (!move || home?.line.serviceId !== service.id) return;
	const day = earliest(move.on, home.contract.endsOn);
	if (unitsOn(home.line.state.units, day) <= 0) return;
	throw new NotPlannable(
		'price conflict',
		`${subject}: the price of contract service ${existingId(home.line.target) ?? ''} on ${day} can not be told from Autotask's unit rows. Set it there from the start of a period, then retry the task`,
		', or retry it with prices=marketplace.',
	);
}

export function keyOfOwn({ facts }: TaskContext, { product, service, lineCount }: Placing): string {
	return facts.keys.line(product.subscriptionId, product.productId, service.id, lineCount);
}

/**
 * What a line of others has to agree with where the product goes there: what is owed of it on that day, whatever its order says
 * of later ones. Source: rules Q1 and C5.
 */
function rateToJoin(context: TaskContext, placing: Placing): Rate | undefined {
	if (placing.move?.forOwn) return agreedRate(context, placing);
	return takesAlong(context, placing) ?? placing.rate ?? lastRate(placing);
}

/** The line that the product is on from then on, and its units before the task. */
export function lineFor(context: TaskContext, wanted: ProductQuantity, ledger: Ledger, placing: Placing) {
	const { product, service, links, ofPeriod, home, move, avoids } = placing;
	const { task, contract, changedOn } = context;
	const rate = rateToJoin(context, placing);
	const said = ownAnswer(task.answers, product.subscriptionId, product.productId);
	const isStaying = home !== undefined && (!move || move.isEarlier);
	const { line } = isStaying
		? home
		: chooseLine(
				{
					...product,
					contract: move?.to ?? contract,
					serviceId: service.id,
					on: move?.on ?? changedOn,
					mayAdopt: task.kind !== 'sales' && (!move || move.to !== undefined),
					...(said === undefined ? {} : { ownSaid: said }),
					taskIds: context.facts.chainOf(product.subscriptionId).map((other) => other.id),
					newKey: keyOfOwn(context, placing),
					isOfOtherStore: (line) => isLineOfOther(context, product, line),
					...(rate ? { rate } : {}),
					...(move && home ? { leaves: { line: home.line, forOwn: move.forOwn } } : {}),
					...(avoids ? { leaves: { line: avoids, forOwn: true } } : {}),
				},
				ledger,
			);
	const link = links.find((other) => lineKey(other.line) === lineKey(line.target));
	const own = ownUnits(context, wanted, line, link, ledger);
	return { line, own: home ? { ...own, before: unitsOfProduct(ofPeriod) } : own };
}
