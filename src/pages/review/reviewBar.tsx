import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import { totalText } from '../plan/totalText';
import { reviewGroups } from './reviewRow';

/** The plans of a group that can be ticked. */
export type Tickable = Readonly<Record<string, readonly ContractPlan[]>>;

/**
 * What stays in sight: how much is ticked, what that changes of the bills, and the button that does it.
 *
 * The number follows the ticks by the stylesheet; so do the amounts, as long as a group is ticked as a whole. Else the
 * button beside them reckons again what is ticked.
 */
export function ReviewBar({
	tickable,
	ticked,
}: {
	readonly tickable: Tickable;
	readonly ticked: VNode | string;
}): VNode {
	const groups = reviewGroups.filter(({ key }) => (tickable[key] ?? []).length > 0);
	if (groups.length === 0)
		return (
			<p class="row bar">
				<a href="tasks">Back to the tasks</a>
			</p>
		);
	return (
		<div class="row bar">
			<button class="main" id="approve">
				Approve <span class="ticked-count" /> and write to Autotask
			</button>
			<span class="sums as-sent">{ticked}</span>
			<span class="sums as-changed">
				{groups.map(({ key, name }) => (
					<span class={`sum of-${key}`}>
						{name}: <span class="all">{totalText(tickable[key] ?? [])}</span>
						<span class="some">some of {totalText(tickable[key] ?? [])}</span>
						<span class="none">none</span>.{' '}
					</span>
				))}
				<button name="action" value="tick">
					Update the totals
				</button>
			</span>
			<a href="tasks">Back to the tasks</a>
		</div>
	);
}
