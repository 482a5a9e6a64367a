import type { ComponentChildren, VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import { PostForm } from '../postForm';
import { ReviewBar } from './reviewBar';
import { isApprovable, type Reviewed } from './reviewed';
import { heads, One, type Shown } from './reviewEntry';
import { totalText } from '../plan/totalText';
import { groupOf, type ReviewGroup, reviewGroups } from './reviewRow';
import { isTickedBy, reviewAddress, type ReviewState } from './ticks';

/** As many plans are shown with all their rows at once; of more each opens in its place. */
const mostOpen = 3;

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

function needText(count: number): string {
	return count === 0 ? '' : ` ${count} ${count === 1 ? 'needs' : 'need'} a decision first.`;
}

/** How many plans can be approved and how many can not yet, and what ticks several at once. */
function Above(given: {
	readonly tickable: readonly Reviewed[];
	/** Plans and tasks that need a decision first. */
	readonly undecided: number;
	readonly review: string;
}): VNode | null {
	const { tickable, undecided, review } = given;
	if (tickable.length < 2) return null;
	const usual = tickable.filter((one) => groupOf(one) !== 'look').length;
	return (
		<p class="row">
			<span>
				{tickable.length} plans to approve: <strong>{totalText(plansOf(tickable))}</strong>.{needText(undecided)}
			</span>
			<a href="#approve">Go to the button</a>
			<a href={reviewAddress(review, { tick: 'all' })}>
				{usual === tickable.length ? `Tick all ${usual}` : `Tick the ${usual} that are as usual`}
			</a>
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
			isAnswered={({ task }) => state.answered.includes(task.id)}
			typed={typed}
		/>
	));
	return (
		<div class="reviewing">
			<PostForm token={token} action="sync">
				<button name="action" value="tick" hidden>
					Update the totals
				</button>
				<Above tickable={tickable} undecided={of('decide').length} review={review} />
				{children}
				{left > 0 ? <p>{left} more do not fit on this page; look at them after these.</p> : null}
				<ReviewBar tickable={sums} ticked={totalText(plansOf(tickable.filter(isTicked)))} />
			</PostForm>
		</div>
	);
}
