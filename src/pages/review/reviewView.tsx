import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import { address } from '../address';
import { Badge } from '../badge';
import { Named } from '../named';
import { PostForm } from '../postForm';
import { taskAddress, wizardAddress } from '../taskAddress';
import { approvalEntry, isApprovable, type Reviewed } from './reviewed';
import { groupOf, isTickedAtFirst, reviewGroups, reviewRow, totalText } from './reviewRow';
import { Questions, ShownPlan } from './shownPlan';
import { neededText, settledAt, shortened, StateBadge, taskName } from './taskParts';

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

/** All rows of a plan, and what it waits for. */
function Opened({ one }: { readonly one: Reviewed }): VNode {
	const { task, plan } = one;
	const name = taskName(task);
	const settled = settledAt(task);
	return (
		<div class="opened">
			<p>
				<a href={taskAddress(task.id)}>{name}</a>, <Named name={task.customerName} id={task.customerId} />{' '}
				<StateBadge task={task} />{' '}
				{task.state === 'synced' ? (
					<a href={taskAddress(task.id)}>See what was written</a>
				) : (
					shortened(neededText(task), 600)
				)}{' '}
				{settled ? <a href={settled.href}>{settled.name}</a> : null}
			</p>
			{plan && (task.state === 'attention' || task.state === 'approved') ? (
				<>
					<ShownPlan plan={plan} caption={`Plan of ${name}`} />
					<Questions plan={plan} href={wizardAddress(task.id)} />
				</>
			) : null}
		</div>
	);
}

interface Shown {
	readonly isOpen: boolean;
	readonly isTicked: (one: Reviewed) => boolean;
}

function One({ one, isOpen, isTicked }: Shown & { readonly one: Reviewed }): VNode {
	const { plan } = one;
	const isUnusual = plan !== undefined && isApprovable(one) && !isTickedAtFirst(one);
	return (
		<li class={isUnusual ? 'unusual' : ''}>
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
				{isUnusual ? (
					<p class="small">
						<Badge mood="wait">look first</Badge> {plan.approvalNeeded.join('; ')}
					</p>
				) : null}
				<Opened one={one} />
			</details>
		</li>
	);
}

function Group({
	group,
	reviewed,
	address: to,
	...shown
}: Shown & {
	readonly group: (typeof reviewGroups)[number];
	readonly reviewed: readonly Reviewed[];
	readonly address: (tick: string) => string;
}): VNode | null {
	if (reviewed.length === 0) return null;
	const plans = reviewed.flatMap(({ plan }): ContractPlan[] => (plan ? [plan] : []));
	return (
		<section aria-labelledby={`group-${group.key}`}>
			<h2 id={`group-${group.key}`}>
				{group.name} ({reviewed.length})
			</h2>
			<p class="small">
				{group.key === 'decide' || group.key === 'done' ? null : (
					<>
						{totalText(plans)}. <a href={to(group.key)}>Tick only these</a>
					</>
				)}
			</p>
			<div class="review-heads" aria-hidden="true">
				<span />
				{heads.map((head) => (
					<span>{head}</span>
				))}
			</div>
			<ul class="review">
				{reviewed.map((one) => (
					<One one={one} {...shown} />
				))}
			</ul>
		</section>
	);
}

/** Which plans are ticked before a person ticks any: what was ticked before, what a link asks for, or what is as usual. */
function tickedBy(ticked: readonly string[] | undefined, tick: string): (one: Reviewed) => boolean {
	return (one) => {
		if (!one.plan) return false;
		if (ticked) return ticked.includes(approvalEntry(one.plan));
		if (tick === 'all') return true;
		if (tick === 'none') return false;
		const group = reviewGroups.find(({ key }) => key === tick)?.key;
		return group ? groupOf(one) === group : isTickedAtFirst(one);
	};
}

/** Several plans to be looked at and written together, a row each; what is ticked is written as it is shown. */
export function ReviewView(given: {
	readonly reviewed: readonly Reviewed[];
	/** Tasks that this page has no room for. */
	readonly left: number;
	/** Entries that were ticked before, where something was refused; undefined where nothing was sent. */
	readonly ticked: readonly string[] | undefined;
	/** The tasks of the page, and what a link wants ticked. */
	readonly state: { readonly review: string; readonly tick: string };
	readonly token: string;
}): VNode {
	const { reviewed, left, ticked, state, token } = given;
	const isTicked = tickedBy(ticked, state.tick);
	const to = (tick: string) => address('tasks', { review: state.review, tick });
	const approvable = reviewed.filter(isApprovable);
	const plans = approvable.flatMap(({ plan }) => plan ?? []);
	return (
		<PostForm token={token} action="sync">
			{approvable.length > 1 ? (
				<p>
					All {approvable.length} plans together: <strong>{totalText(plans)}</strong>. <a href={to('all')}>Tick all</a>{' '}
					<a href={to('none')}>Tick none</a>
				</p>
			) : null}
			{reviewGroups.map((group) => (
				<Group
					group={group}
					reviewed={reviewed.filter((one) => groupOf(one) === group.key)}
					isOpen={reviewed.length <= mostOpen}
					isTicked={isTicked}
					address={to}
				/>
			))}
			{left > 0 ? <p>{left} more do not fit on this page; look at them after these.</p> : null}
			<p class="row bar">
				{approvable.length > 0 ? (
					<>
						<button class="main">Approve and write to Autotask</button> <span class="ticked-count" />
					</>
				) : null}
				<a href="tasks">Back to the tasks</a>
			</p>
		</PostForm>
	);
}
