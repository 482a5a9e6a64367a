import { compact } from 'lodash';
import { NotPlannable } from '../notPlannable';
import { summed, type UnitTimeline } from '../unitTimeline';
import type { ProductQuantity, TaskContext } from './taskContext';

/**
 * A subscription's units over time once some of them have moved away or here: on every later day that many fewer or
 * more, whatever is scheduled.
 *
 * @throws NotPlannable where more move away than a day holds. Source: rule Q11.
 */
export function unitsAfterMove(
	{ subject }: Pick<TaskContext, 'subject'>,
	{ moved, name }: ProductQuantity,
	before: UnitTimeline,
): UnitTimeline {
	if (!moved || moved.units === 0) return before;
	const change = moved.direction === 'in' ? moved.units : -moved.units;
	const after = summed([before, [{ from: moved.on, units: change }]]);
	const short = after.find((step) => step.from >= moved.on && step.units < 0);
	if (!short) return after;
	throw new NotPlannable(
		'order not understood',
		`${subject} moves ${moved.units} of ${name} to ${moved.other}, and ${short.units + moved.units} of them are in Autotask on ${short.from}. Enter it in Autotask by hand and ignore the task.`,
	);
}

/** What moves where, as a person reads it; empty where nothing does. */
export function movedText({ name, moved }: ProductQuantity): string {
	if (!moved) return '';
	return `${moved.units} of ${moved.direction === 'out' ? `${name} to ${moved.other}` : `${moved.other} to ${name}`}`;
}

/** What the rows of a product say besides: of a move what it is part of. */
export function remarkOf(wanted: ProductQuantity, remark: string | undefined): { readonly remark?: string } {
	const texts = compact([wanted.moved && `The order moves ${movedText(wanted)}`, remark]);
	return texts.length === 0 ? {} : { remark: texts.join('. ') };
}

/** Whether the order says by how much the units change, not how many there are to be. Source: rules Q8 and Q11. */
export function isRelative({ task, facts }: TaskContext, { moved }: ProductQuantity): boolean {
	return moved !== undefined || (task.kind === 'change' && facts.settings.changeQuantity === 'difference');
}

/** Whether nothing of the period is charged or credited one by one, since the units move. Source: rule Q11. */
export function chargesNothing({ movesOn }: TaskContext, { moved }: ProductQuantity): boolean {
	return moved !== undefined || movesOn !== undefined;
}
