import { uniq } from 'lodash';
import type { CalendarDate } from '../calendarDate';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import { hasLaterOrder, otherPeriodNamed } from '../contractChoice/otherPeriod';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { Ledger, LedgerLink } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import { billedPeriodType, hasContractLine, orderedPeriods } from '../order/billedPeriod';
import type { Subscription } from '../order/order';
import { givesBack } from '../order/orderLineTypes';
import type { PortionProduct } from '../order/portionRows';
import { modelOf } from '../order/usageLines';
import type { SyncTask } from '../task/task';
import type { TaskPortion } from './taskPortions';

const changesPeriod = 'CHANGE_PLAN_PERIOD';

/** Whether a task takes a subscription away from a contract of another period than it is billed by now. Source: rule Q11. */
export function outgrows(
	task: Pick<SyncTask, 'kind' | 'order'>,
	subscription: Subscription,
	contract: Pick<Contract, 'periodType'> | undefined,
): boolean {
	const billed = billedPeriodType(subscription);
	const changes = task.kind === 'change' || task.kind === 'renewal';
	const isOther = contract !== undefined && billed !== undefined && contract.periodType !== billed;
	return changes && isOther && hasContractLine(modelOf(subscription, task.order));
}

/** The contract that the subscription belongs to, where the task takes it away from there. */
function outgrown({ task, seen }: TaskPortion, facts: PlanningFacts, ledger: Ledger): FittingContract | undefined {
	const belongs = ledger.assigned.get(seen.id);
	const contract = belongs === undefined ? undefined : facts.contract(belongs);
	const isTheirs = contract?.companyId === facts.customerMapping(task)?.companyId;
	return isTheirs && outgrows(task, seen, contract) ? contract : undefined;
}

function refuse({ subject }: Pick<TaskPortion, 'subject'>, why: string): never {
	throw new NotPlannable(
		'order not understood',
		`${subject} changes the billing period, but ${why}. Enter it in Autotask by hand and ignore the task.`,
	);
}

/**
 * A billing period that has not begun yet is not changed again: what the one before it bills until then stays.
 *
 * `ofOthers`: the product's links by other periods.
 *
 * @throws NotPlannable where seats leave it before they have come. Source: rule Q11.
 */
export function refuseBeforeBegun(
	{ subject }: Pick<TaskPortion, 'subject'>,
	ofOthers: readonly LedgerLink[],
	on: CalendarDate,
): void {
	const left = ofOthers.flatMap(({ leftOn }) => leftOn ?? []).find((day) => day > on);
	if (left !== undefined) refuse({ subject }, `on ${on} already, and the period that it has now begins on ${left}`);
}

/** Products of the subscription that the order leaves where they are, though the whole subscription is billed by another period. */
function leftBehind(portion: TaskPortion, facts: PlanningFacts, ledger: Ledger): readonly string[] {
	const named = new Set(portion.ordered.map((product) => product.productId));
	const linked = ledger.links.filter(
		(link) =>
			link.connectionId === facts.connectionId &&
			link.subscriptionId === portion.seen.id &&
			link.leftOn === undefined &&
			(link.units.at(-1)?.units ?? 0) > 0,
	);
	const ids = [...linked, ...portion.seen.products].map((product) => product.productId);
	return uniq(ids.filter((id) => !named.has(id)));
}

function side(portion: TaskPortion, ordered: readonly PortionProduct[]): TaskPortion {
	const { task } = portion;
	const ids = new Set(ordered.map((product) => product.productId));
	const isOut = ordered.some((product) => product.moves?.direction === 'out');
	const details = (task.order?.details ?? []).filter((detail) => {
		const isHere = detail.productId !== undefined && ids.has(detail.productId);
		const isElsewhere = portion.ordered.some((product) => product.productId === detail.productId) && !isHere;
		return isOut ? isHere : !isElsewhere;
	});
	return {
		...portion,
		ordered,
		task: task.order ? { ...task, order: { ...task.order, products: ordered, details } } : task,
	};
}

/** A portion that stays with its contract or has none yet, by the period that its order names. */
function byItsOwn(portion: TaskPortion, facts: PlanningFacts, ledger: Ledger): TaskPortion {
	const { task, seen, ordered, subject } = portion;
	const assigned = ledger.assigned.get(seen.id);
	const belongs = assigned === undefined ? undefined : facts.contract(assigned)?.periodType;
	const other = otherPeriodNamed(task, { seen, ordered, belongs }, facts.chainOf);
	if (other?.kind === 'waits') throw new NotPlannable('billing period differs', `${subject} ${other.why}`);
	return other ? { ...portion, billedBy: other.periodType } : portion;
}

/**
 * A portion of a task as it is, or where the subscription is billed by another period from now on, what leaves its
 * contract and what goes to another one. An order from before that change stays where the subscription belongs.
 *
 * @throws NotPlannable where not everything of the subscription goes, or the order names another period. Source: rule Q11.
 */
export function byPeriod(portion: TaskPortion, facts: PlanningFacts, ledger: Ledger): readonly TaskPortion[] {
	const from = outgrown(portion, facts, ledger);
	if (!from) return [byItsOwn(portion, facts, ledger)];
	const { ordered, seen, task } = portion;
	const named = orderedPeriods(ordered, modelOf(seen, task.order));
	const says = ordered.some((product) => product.placement === changesPeriod);
	if (!says && named.length === 1 && named[0] === from.periodType) return [{ ...portion, stays: from }];
	const to = billedPeriodType(seen);
	if (named.some((type) => type !== to)) refuse(portion, 'names another period than the subscription has');
	if (!says && named.length === 0 && hasLaterOrder(task, seen, facts.chainOf))
		refuse(portion, 'it can not be told whether a later order does');
	const behind = task.order ? leftBehind(portion, facts, ledger) : [];
	if (behind.length > 0)
		refuse(portion, `names nothing of product ${behind.join(', ')}, which the subscription has too`);
	const leaving = ordered.filter((product) => product.moves?.direction === 'out');
	const arriving = ordered.filter((product) => product.moves?.direction === 'in');
	if (leaving.length === 0 && arriving.length === 0) return [{ ...portion, leaves: from }];
	const stays = leaving.some(({ productId }) => seen.products.some((product) => product.productId === productId));
	if (leaving.length + arriving.length < ordered.length || leaving.length === 0 || stays)
		refuse(portion, 'moves only some of its products');
	const there = arriving.length === 0 ? [] : [{ ...side(portion, arriving), leaves: from }];
	return [{ ...side(portion, leaving), stays: from }, ...there];
}

/**
 * The day on which a subscription that is billed by another period changes its contract: that of the order where it
 * gives the old period back, else the day from which fewer seats are on the old contract. Undefined where it stays, or
 * where its seats come from elsewhere.
 *
 * Source: rule Q11.
 */
export function periodDay(
	{ leaves, task, ordered }: TaskPortion,
	orderedOn: CalendarDate,
	fallsFrom: (contract: FittingContract) => CalendarDate,
): CalendarDate | undefined {
	if (!leaves || ordered.some((product) => product.moves)) return undefined;
	const isRefunded = task.order?.details.some(givesBack) ?? false;
	return isRefunded ? orderedOn : fallsFrom(leaves);
}
