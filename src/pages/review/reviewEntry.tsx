import type { VNode } from 'preact';
import { isChoice } from '../../domain/answers/planQuestion';
import { Badge } from '../parts/badge';
import { Named } from '../parts/named';
import { taskAddress } from '../taskAddress';
import { OwnUnitsChoice, OwnUnitsFields } from './ownUnits';
import { approvalEntry, isApprovable, type Reviewed } from './reviewed';
import { lookFirstAt, type ReviewGroup, reviewRow } from './reviewRow';
import { ShownPlan } from './shownPlan';
import { neededText, settledAt, shortened, StateBadge, taskName } from './taskParts';

/** The columns of the review. */
export const heads = ['Customer', 'Product', 'Seats', 'Price', 'Each period', 'Once', 'From'] as const;

/** What a plan comes to, in one row. */
function Summary({ one }: { readonly one: Reviewed }): VNode {
	const { task, plan } = one;
	const customer = task.customerName ?? task.customerId;
	if (!plan)
		return (
			<summary>
				<span class="wide-cell">{customer}</span>
				<span class="wide-cell">{taskName(task)}</span>
			</summary>
		);
	const { product, units, price, recurring, once, day } = reviewRow(plan);
	const cells = [customer, product, units, price, recurring, once, day];
	return (
		<summary>
			{cells.map((text, at) => (
				<span class={at < 2 ? 'wide-cell' : 'number'} data-label={heads[at]}>
					{text}
				</span>
			))}
		</summary>
	);
}

/** How entries are shown. */
export interface Shown {
	readonly isOpen: boolean;
	readonly isTicked: (one: Reviewed) => boolean;
	/** What was typed before, by field. */
	readonly typed: (field: string) => string | undefined;
}

/** All rows of a plan, and what it waits for. */
function Opened({ one, typed }: Pick<Shown, 'typed'> & { readonly one: Reviewed }): VNode {
	const { task, plan } = one;
	const name = taskName(task);
	return (
		<div class="opened">
			<p>
				<a href={taskAddress(task.id)}>{name}</a>, <Named name={task.customerName} id={task.customerId} />{' '}
				<StateBadge task={task} />{' '}
				{task.state === 'synced' ? (
					<a href={taskAddress(task.id)}>See what was written</a>
				) : plan ? null : (
					shortened(neededText(task), 600)
				)}
			</p>
			{plan ? (
				<>
					<OwnUnitsFields plan={plan} typed={typed} />
					<ShownPlan plan={plan} caption={`Plan of ${name}`} />
				</>
			) : null}
		</div>
	);
}

/** What of the plan is to be decided or looked at before it is ticked, below its row. */
function Note({ one, group }: { readonly one: Reviewed; readonly group: ReviewGroup }): VNode | null {
	const { task, plan } = one;
	if (group === 'look' && plan)
		return (
			<p class="note small">
				<Badge mood="wait">look first</Badge> {shortened(lookFirstAt(one).join('; '))}
			</p>
		);
	if (group !== 'decide') return null;
	const settled = settledAt(task);
	return (
		<div class="note small">
			<p>
				<Badge mood="wait">{plan ? 'decide' : (task.attention?.reason ?? task.state)}</Badge>{' '}
				{shortened(plan ? lookFirstAt(one).join('; ') : neededText(task))}{' '}
				{settled ? <a href={settled.href}>{settled.name}</a> : null}
			</p>
			{plan?.questions.some(isChoice) ? <OwnUnitsChoice plan={plan} of={taskName(task)} /> : null}
		</div>
	);
}

/** One plan of the review: its row, what is to be looked at first, and all of it where it is opened. */
export function One({ one, group, isOpen, isTicked, typed }: Shown & { one: Reviewed; group: ReviewGroup }): VNode {
	const { plan } = one;
	return (
		<li class={group === 'look' || group === 'decide' ? 'unusual' : ''}>
			{plan && isApprovable(one) ? (
				<input
					type="checkbox"
					name="plans"
					value={approvalEntry(plan)}
					checked={isTicked(one)}
					aria-label={`Sync ${taskName(one.task)} as shown`}
				/>
			) : (
				<span />
			)}
			<details open={isOpen}>
				<Summary one={one} />
				<Opened one={one} typed={typed} />
			</details>
			<Note one={one} group={group} />
		</li>
	);
}
