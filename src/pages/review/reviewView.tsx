import type { ComponentChildren, VNode } from 'preact';
import { isChoice } from '../../domain/answers/planQuestion';
import type { ContractPlan } from '../../domain/plan/plan';
import { Badge } from '../badge';
import { Named } from '../named';
import { PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';
import { OwnUnitsChoice, OwnUnitsFields } from './ownUnits';
import { ReviewBar } from './reviewBar';
import { approvalEntry, isApprovable, type Reviewed } from './reviewed';
import { groupOf, lookFirst, type ReviewGroup, reviewGroups, reviewRow, totalText } from './reviewRow';
import { ShownPlan } from './shownPlan';
import { neededText, settledAt, shortened, StateBadge, taskName } from './taskParts';
import { isTickedBy, reviewAddress, type ReviewState } from './ticks';

/** As many plans are shown with all their rows at once; of more each opens in its place. */
const mostOpen = 3;

const heads = ['Customer', 'Product', 'Seats', 'Price', 'Each period', 'Once', 'From'] as const;

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

interface Shown {
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
				<Badge mood="wait">look first</Badge> {shortened(lookFirst(plan).join('; '))}
			</p>
		);
	if (group !== 'decide') return null;
	const settled = settledAt(task);
	return (
		<div class="note small">
			<p>
				<Badge mood="wait">{task.state === 'attention' ? (task.attention?.reason ?? task.state) : task.state}</Badge>{' '}
				{shortened(plan ? lookFirst(plan).join('; ') : neededText(task))}{' '}
				{settled ? <a href={settled.href}>{settled.name}</a> : null}
			</p>
			{plan?.questions.some(isChoice) ? <OwnUnitsChoice plan={plan} of={taskName(task)} /> : null}
		</div>
	);
}

function One({ one, group, isOpen, isTicked, typed }: Shown & { one: Reviewed; group: ReviewGroup }): VNode {
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

function plansOf(reviewed: readonly Reviewed[]): readonly ContractPlan[] {
	return reviewed.flatMap(({ plan }) => plan ?? []);
}

function Group({
	group,
	reviewed,
	review,
	...shown
}: Shown & {
	readonly group: (typeof reviewGroups)[number];
	readonly reviewed: readonly Reviewed[];
	readonly review: string;
}): VNode | null {
	if (reviewed.length === 0) return null;
	const { key, name } = group;
	return (
		<section id={`of-${key}`} aria-labelledby={`group-${key}`}>
			<h2 id={`group-${key}`}>
				{name} ({reviewed.length})
			</h2>
			{key === 'decide' || key === 'done' ? null : (
				<p class="small">
					{totalText(plansOf(reviewed))}.{' '}
					<a href={reviewAddress(review, { tick: key })}>{key === 'look' ? 'Tick these too' : 'Tick only these'}</a>
				</p>
			)}
			<div class="review-heads" aria-hidden="true">
				<span />
				{heads.map((head) => (
					<span>{head}</span>
				))}
			</div>
			<ul class="review">
				{reviewed.map((one) => (
					<One one={one} group={key} {...shown} />
				))}
			</ul>
		</section>
	);
}

/** How many plans there are, and what ticks several at once. */
function Above({ tickable, review }: { readonly tickable: readonly Reviewed[]; readonly review: string }): VNode | null {
	if (tickable.length < 2) return null;
	const usual = tickable.filter((one) => groupOf(one) !== 'look').length;
	return (
		<p class="row">
			<span>
				All {tickable.length} plans together: <strong>{totalText(plansOf(tickable))}</strong>.
			</span>
			<a href="#approve">Go to the button</a>
			<a href={reviewAddress(review, { tick: 'all' })}>Tick all {usual === tickable.length ? '' : `${usual} as usual`}</a>
			<a href={reviewAddress(review, { tick: 'none' })}>Tick none</a>
		</p>
	);
}

/** Plans to be looked at and written together, a row each; what is ticked is written as it is shown. */
export function ReviewView(given: {
	readonly reviewed: readonly Reviewed[];
	/** Tasks that this page has no room for. */
	readonly left: number;
	readonly state: ReviewState;
	readonly typed: Shown['typed'];
	readonly token: string;
}): VNode {
	const { reviewed, left, state, typed, token } = given;
	const { review } = state;
	const isTicked = isTickedBy(state);
	const of = (key: ReviewGroup) => reviewed.filter((one) => groupOf(one) === key);
	const tickable = reviewed.filter(isApprovable);
	const sums = Object.fromEntries(reviewGroups.map(({ key }) => [key, plansOf(of(key).filter(isApprovable))]));
	const children: ComponentChildren = reviewGroups.map((group) => (
		<Group
			group={group}
			reviewed={of(group.key)}
			review={review}
			isOpen={reviewed.length <= mostOpen}
			isTicked={isTicked}
			typed={typed}
		/>
	));
	return (
		<div class="reviewing">
			<PostForm token={token} action="sync">
				<button name="action" value="tick" hidden>
					Update the totals
				</button>
				<Above tickable={tickable} review={review} />
				{children}
				{left > 0 ? <p>{left} more do not fit on this page; look at them after these.</p> : null}
				<ReviewBar tickable={sums} ticked={totalText(plansOf(tickable.filter(isTicked)))} />
			</PostForm>
		</div>
	);
}
