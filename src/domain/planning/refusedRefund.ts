import { NotPlannable } from '../notPlannable';
import type { TaskContext } from '../portion/taskContext';
import type { ProductPlan } from './productPlan';

/** Refunds of a cancellation are always credited, those of other orders by setting. Source: rule A10. */
export function creditsRefunds({ task, facts }: TaskContext): boolean {
	return task.kind === 'cancellation' || facts.settings.syncRefunds;
}

/** A refund of a product whose seats do not fall here: a person looks at it. Source: rule A10. */
export function refuseUnplacedRefund(context: TaskContext, products: readonly ProductPlan[]): void {
	const { amounts, subject } = context;
	const unplaced = [...amounts.recurring].find(
		([id, { refund }]) =>
			refund !== undefined &&
			!products.some((product) => product.productId === id && (product.isMove || product.isCredited)),
	);
	if (!unplaced) return;
	throw new NotPlannable(
		'order not understood',
		`${subject} refunds ${unplaced[1].refund ?? ''} for product ${unplaced[0]}, of which nothing is billed until the next period. Enter the order in Autotask by hand, its credit only where one is due, and ignore the task.`,
	);
}
