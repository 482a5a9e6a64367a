import { partition } from 'lodash';
import type { TaskId } from '../ids';
import { type Ledger, withChange } from '../line/ledger';
import { type Decimal, total } from '../money';
import type { ForeignState } from '../plan/foreignState';
import type { ContractPlan } from '../plan/plan';
import type { PlanLine } from '../plan/planRow';
import { usageRows } from '../portion/planUsage';
import type { TaskContext } from '../portion/taskContext';
import { quantitiesOf } from '../portion/taskQuantities';
import type { ChargeKeyed, PlannedChargeLine } from './chargeRow';
import { foreignState } from './foreignState';
import { refuseRisesOnInactive } from './inactiveContract';
import { isHeldNowhere, nothingToEnd } from './nothingToEnd';
import { planCharges } from './planCharges';
import { planProduct } from './planProduct';
import { predecessorsOf } from './predecessors';
import type { ProductPlan, StayPlan } from './productPlan';

/** What a task does for one of its subscriptions. */
export interface PortionPlan {
	readonly context: TaskContext;
	readonly products: readonly ProductPlan[];
	readonly charges: readonly PlannedChargeLine[];
	readonly lines: readonly PlanLine[];
	readonly once: Decimal;
	readonly predecessors: readonly TaskId[];
	readonly foreign: ForeignState;
	readonly catalogueCosts: ContractPlan['catalogueCosts'];
}

function catalogueCostsOf(context: TaskContext): ContractPlan['catalogueCosts'] {
	const products = context.subscription.products.map((product) => product.productId);
	return Object.fromEntries(
		products.flatMap((id) => {
			const cost = context.facts.catalogueCost(id);
			return cost ? [[id, cost]] : [];
		}),
	);
}

/** The ledger after a product's changes, for the next product and the next task. */
function withStays(ledger: Ledger, stays: readonly StayPlan[], by: TaskId): Ledger {
	return stays.reduce(
		(after, { line, link, planned, change: { otherUnits } }) =>
			withChange(after, line, link, { by, otherUnits, adjustments: planned }),
		ledger,
	);
}

/**
 * Plans what a task does for one of its subscriptions, on the state that the portions before it leave; returns that
 * state for the next. `earlier`: the charges of the portions before.
 *
 * @throws NotPlannable with one of rule T8's words.
 */
export function planPortion(
	context: TaskContext,
	ledger: Ledger,
	earlier: readonly ChargeKeyed[],
): { readonly portion: PortionPlan; readonly ledger: Ledger } {
	const { task } = context;
	let after = ledger;
	const products: ProductPlan[] = [];
	const [endedNowhere, onLines] = partition(quantitiesOf(context, ledger), (wanted) =>
		isHeldNowhere(context, wanted, ledger),
	);
	for (const wanted of onLines) {
		const product = planProduct(context, wanted, after);
		products.push(product);
		after = withStays(after, product.stays, task.id);
	}
	refuseRisesOnInactive(
		context,
		products.flatMap((product) => product.stays.map(({ change }) => change)),
	);
	const charges = planCharges(context, products, earlier);
	const planned = products.map((product) => product.productId);
	const once = total([
		...charges.filter((charge) => charge.charge.selected).map((charge) => charge.charge.amount),
		...products.flatMap(({ stays }) => stays.flatMap((stay) => stay.estimate ?? [])),
	]);
	const portion: PortionPlan = {
		context,
		products,
		charges,
		lines: [
			...products.flatMap((product) => product.lines),
			...endedNowhere.map((wanted) => nothingToEnd(context, wanted)),
			...charges.map((charge) => charge.line),
			...usageRows(context, planned),
		],
		once,
		predecessors: predecessorsOf(context, products),
		foreign: foreignState(
			context,
			products.flatMap((product) => product.stays),
			charges.map((charge) => charge.charge),
		),
		catalogueCosts: catalogueCostsOf(context),
	};
	return { portion, ledger: after };
}
