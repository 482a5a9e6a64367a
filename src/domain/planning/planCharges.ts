import { isZero } from '../money';
import type { OneTimeLine } from '../order/orderAmounts';
import { plansUnits } from '../portion/planUsage';
import type { TaskContext } from '../portion/taskContext';
import { type ChargeFacts, type ChargeKeyed, plannedCharge, type PlannedChargeLine } from './chargeRow';
import { productCharges } from './productCharges';
import type { ProductPlan } from './productPlan';
import { creditsRefunds, refuseUnplacedRefund } from './refusedRefund';

function oneTimeCharge(line: OneTimeLine, products: readonly ProductPlan[]): ChargeFacts {
	const product = products.find((other) => other.productId === line.productId);
	const name = line.description || `${line.kind} ${product?.name ?? ''}`.trim();
	return {
		kind: line.kind,
		...(line.productId === undefined ? {} : { productId: line.productId }),
		name,
		serviceName: product?.change.serviceName ?? (line.kind === 'usage' ? line.description : ''),
		amount: line.amount,
		detail: `${name}, ${line.kind === 'credit' ? 'credited' : 'charged'} once.`,
		needsApproval: line.needsApproval,
		...(line.on ? { on: line.on } : {}),
		...(line.contractId === undefined ? {} : { contractId: line.contractId }),
	};
}

/** Refunds of what was charged once. Those of a bill, and of a plan that is billed by usage, go with no seats: a person looks at each. */
function creditsOf(context: TaskContext): readonly OneTimeLine[] {
	const { credits } = context.amounts;
	if (creditsRefunds(context)) return credits;
	return plansUnits(context) ? [] : credits.map((line) => ({ ...line, needsApproval: true }));
}

/**
 * The one-time charges of a task, or of its portion for one subscription: what the order states once, the marketplace's
 * fragments, and credits. `earlier`: those of the portions before, so that each has a key of its own.
 *
 * Source: rules A7, A9 to A11.
 */
export function planCharges(
	context: TaskContext,
	products: readonly ProductPlan[],
	earlier: readonly ChargeKeyed[] = [],
): readonly PlannedChargeLine[] {
	const isCredited = creditsRefunds(context);
	if (isCredited) refuseUnplacedRefund(context, products);
	const charges = [
		...[...context.amounts.oneTime, ...creditsOf(context)].map((line) => oneTimeCharge(line, products)),
		...products.flatMap((product) => productCharges(context, product)),
	].filter((charge) => !isZero(charge.amount) || charge.cost !== undefined);
	return charges.map((charge, at) => {
		const isAlike = (other: ChargeKeyed) => other.kind === charge.kind && other.productId === charge.productId;
		return plannedCharge(context, charge, [...earlier, ...charges.slice(0, at)].filter(isAlike).length);
	});
}
