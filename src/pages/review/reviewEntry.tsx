import type { VNode } from 'preact';
import { Badge } from '../parts/badge';
import { Named } from '../parts/named';
import { taskAddress } from '../taskAddress';
import { approvalEntry, askedOf } from '../questions/asked';
import { QuestionChoices, QuestionNumbers, QuestionsFirst } from '../questions/questionForm';
import { isApprovable, type Reviewed } from './reviewed';
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
	/** Whether a question of it was just answered: then it is opened, and says so. */
	readonly isAnswered: (one: Reviewed) => boolean;
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
					<QuestionNumbers asked={askedOf(task, plan)} of={name} typed={typed} />
					<ShownPlan plan={plan} caption={`Plan of ${name}`} />
				</>
			) : null}
		</div>
	);
}

/** What a task waits for that has no plan: what it asks, to be answered here, else where it is settled. */
function Undecided({ one: { task }, typed }: Pick<Shown, 'typed'> & { readonly one: Reviewed }): VNode {
	const asked = askedOf(task, undefined);
	const settled = asked.length > 0 ? undefined : settledAt(task);
	return (
		<>
			<p>
				<Badge mood="wait">{task.attention?.reason ?? task.state}</Badge> {shortened(neededText(task))}{' '}
				{settled ? <a href={settled.href}>{settled.name}</a> : null}
			</p>
			<QuestionsFirst asked={asked} of={taskName(task)} typed={typed} />
		</>
	);
}

/** What of the plan is to be decided or looked at before it is ticked, below its row. */
function Note(given: Pick<Shown, 'typed' | 'isAnswered'> & { one: Reviewed; group: ReviewGroup }): VNode | null {
	const { one, group, typed, isAnswered } = given;
	const { task, plan } = one;
	const isDecision = group === 'decide';
	const look = plan && (isDecision || group === 'look') ? lookFirstAt(one) : [];
	if (!isDecision && !isAnswered(one) && look.length === 0) return null;
	return (
		<div class="note small">
			{isAnswered(one) ? (
				<p>
					<Badge mood="good">answered</Badge> {plan ? 'Look at its plan, then approve it.' : ''}
				</p>
			) : null}
			{look.length === 0 ? null : (
				<p>
					<Badge mood="wait">{isDecision ? 'decide' : 'look first'}</Badge> {shortened(look.join('; '))}
				</p>
			)}
			{isDecision && !plan ? <Undecided one={one} typed={typed} /> : null}
			{isDecision && plan ? <QuestionChoices asked={askedOf(task, plan)} of={taskName(task)} typed={typed} /> : null}
		</div>
	);
}

/** One plan of the review: its row, what is to be looked at first, and all of it where it is opened. */
export function One({ one, group, isOpen, isTicked, ...shown }: Shown & { one: Reviewed; group: ReviewGroup }): VNode {
	const { plan } = one;
	const { isAnswered, typed } = shown;
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
			<details open={plan !== undefined && (isOpen || isAnswered(one))}>
				<Summary one={one} />
				<Opened one={one} typed={typed} />
			</details>
			<Note one={one} group={group} {...shown} />
		</li>
	);
}
