import { uniq } from 'lodash';
import type { PeriodType } from '../billingPeriod';
import type { CalendarDate } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import type { Ledger, LedgerLink } from '../line/ledger';
import { NotPlannable } from '../notPlannable';
import { billedPeriodType, hasContractLine } from '../order/billedPeriod';
import { isRefundType } from '../order/orderLineTypes';
import type { PortionProduct } from '../order/portionRows';
import { modelOf } from '../order/usageLines';
import type { TaskPortion } from './taskPortions';

const changesPeriod = 'CHANGE_PLAN_PERIOD';

/** The contract that a changed subscription belongs to, where that is of another period than it is billed by now. */
function outgrown(portion: TaskPortion, facts: PlanningFacts, ledger: Ledger): FittingContract | undefined {
	const { task, seen } = portion;
	const belongs = ledger.assigned.get(seen.id);
	const contract = belongs === undefined ? undefined : facts.contract(belongs);
	const billed = billedPeriodType(seen);
	const isTheirs = contract?.companyId === facts.customerMapping(task)?.companyId;
	const isChange = task.kind === 'change' && task.order !== undefined && hasContractLine(modelOf(seen, task.order));
	return isChange && isTheirs && billed !== undefined && contract?.periodType !== billed ? contract : undefined;
}

/** The periods that the order itself names for the subscription's products. */
function namedPeriods({ task, seen, ordered }: TaskPortion): readonly (PeriodType | undefined)[] {
	const billingModel = modelOf(seen, task.order);
	const lengths = ordered.filter((product) => product.billingPeriod ?? product.subscriptionPeriod);
	return uniq(lengths.map((product) => billedPeriodType({ ...product, billingModel })));
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

/**
 * A portion of a task as it is, or where the subscription is billed by another period from now on, what leaves its
 * contract and what goes to another one. An order from before that change stays where the subscription belongs.
 *
 * @throws NotPlannable where not everything of the subscription goes, or the order names another period. Source: rule Q11.
 */
export function byPeriod(portion: TaskPortion, facts: PlanningFacts, ledger: Ledger): readonly TaskPortion[] {
	const from = outgrown(portion, facts, ledger);
	if (!from) return [portion];
	const { ordered, seen, task } = portion;
	const named = namedPeriods(portion);
	const says = ordered.some((product) => product.placement === changesPeriod);
	if (!says && named.length === 1 && named[0] === from.periodType) return [{ ...portion, stays: from }];
	const to = billedPeriodType(seen);
	if (named.some((type) => type !== to)) refuse(portion, 'names another period than the subscription has');
	const chain = facts.chainOf(seen.id);
	const hasLater = chain.slice(chain.findIndex((other) => other.id === task.id) + 1).some((other) => other.order);
	if (!says && named.length === 0 && hasLater) refuse(portion, 'it can not be told whether a later order does');
	const behind = leftBehind(portion, facts, ledger);
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
 * gives the old period back, else the next boundary. Undefined where it stays, or where its seats come from elsewhere.
 *
 * Source: rule Q11.
 */
export function periodDay(portion: TaskPortion, orderedOn: CalendarDate): CalendarDate | undefined {
	const { leaves, task, ordered } = portion;
	if (!leaves || ordered.some((product) => product.moves)) return undefined;
	const isRefunded = task.order?.details.some((detail) => isRefundType(detail.type)) ?? false;
	return isRefunded ? orderedOn : contractPeriod(leaves, orderedOn).nextStart;
}
