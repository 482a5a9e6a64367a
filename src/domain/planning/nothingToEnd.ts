import { currentLink, type Ledger } from '../line/ledger';
import type { PlanLine } from '../plan/planRow';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';

/** Whether a product that ends is on no line, of ours or not: then there is nothing to end. Source: rules A7 and Q11. */
export function isHeldNowhere(context: TaskContext, wanted: ProductQuantity, ledger: Ledger): boolean {
	const { facts, subscription, contract, periodType, task } = context;
	const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: wanted.productId };
	const ends = task.kind === 'cancellation' || (wanted.moved?.direction === 'out' && wanted.quantity === 0);
	if (!ends || currentLink(ledger, of)) return false;
	const mapping = facts.productMapping(wanted.productId, periodType);
	return !ledger.lines.some((line) => line.contractId === contract.id && line.serviceId === mapping?.serviceId);
}

/** The row that says so. */
export function nothingToEnd({ changedOn, contract }: TaskContext, wanted: ProductQuantity): PlanLine {
	return {
		kind: 'recurring',
		selected: true,
		effectiveDate: changedOn,
		endDate: changedOn,
		serviceName: '',
		invoiceDescription: wanted.name,
		currentQuantity: 0,
		quantityChange: 0,
		detail: `${wanted.name} is on no line of ${contract.name}: nothing to end.`,
	};
}
