import type { CalendarDate } from '../calendarDate';
import { NotPlannable } from '../notPlannable';
import { plansUnits } from './planUsage';
import type { TaskContext } from './taskContext';

/**
 * The day on which the seats that leave the subscription's products move: that of the order where it gives the old ones
 * back, else the one from which fewer seats are on the contract. Undefined where none leave.
 *
 * @throws NotPlannable where the order gives only some of them back, or where they were never on a line. Source: rule Q11.
 */
export function moveDay(context: TaskContext): CalendarDate | undefined {
	const { ordered, amounts, changedOn, fallsOn, subject, subscription } = context;
	const leaving = ordered.filter((product) => product.moves?.direction === 'out');
	if (leaving.length === 0) return undefined;
	if (!plansUnits(context))
		throw new NotPlannable(
			'order not understood',
			`${subject} moves seats away from ${subscription.name}, which is billed by usage. Enter it in Autotask by hand and ignore the task.`,
		);
	const refunded = leaving.filter((product) => amounts.recurring.get(product.productId)?.refund !== undefined);
	if (refunded.length > 0 && refunded.length < leaving.length)
		throw new NotPlannable(
			'order not understood',
			`${subject} refunds some of the products that it moves and others not. Enter it in Autotask by hand and ignore the task.`,
		);
	return refunded.length > 0 ? changedOn : fallsOn;
}
