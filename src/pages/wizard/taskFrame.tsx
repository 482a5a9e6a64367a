import type { ComponentChildren, VNode } from 'preact';
import type { Attention } from '../../domain/attention';
import type { ContractPlan } from '../../domain/plan/plan';
import { type Exclusion, thingText } from '../../domain/order/exclusion';
import { rowsNotNow } from '../../domain/planning/changedPlan';
import type { SyncTask, TaskState } from '../../domain/task/task';
import { address } from '../address';
import { Badge } from '../badge';
import { Named } from '../named';
import { needText, tickFirst } from '../nextStep';
import { PostForm } from '../postForm';
import { wizardAddress } from '../taskAddress';
import { currentStep, type Step, stepNames, steps } from './steps';

const moods: Readonly<Record<TaskState, 'good' | 'bad' | 'wait' | 'plain'>> = {
	open: 'plain',
	attention: 'wait',
	approved: 'plain',
	syncing: 'plain',
	synced: 'good',
	failed: 'bad',
	ignored: 'plain',
};

/** A task's state, and the word of what it waits for. */
export function StateBadge({ task }: { readonly task: SyncTask }): VNode {
	const { state, attention } = task;
	return <Badge mood={moods[state]}>{state === 'attention' ? (attention?.reason ?? 'needs attention') : state}</Badge>;
}

function markOf(step: Step, current: Step): string {
	if (step === current) return 'now';
	return steps.indexOf(step) < steps.indexOf(current) ? 'settled' : 'to come';
}

function StepList({ task, shown }: { readonly task: SyncTask; readonly shown: Step }): VNode {
	const current = currentStep(task);
	return (
		<nav aria-label="Steps of this task">
			<ol class="steps">
				{steps.map((step) => (
					<li>
						<a href={wizardAddress(task.id, { step })} {...(step === shown ? { 'aria-current': 'step' as const } : {})}>
							{stepNames[step]}
						</a>{' '}
						<span class="soft small">{markOf(step, current)}</span>
					</li>
				))}
			</ol>
		</nav>
	);
}

function attentionText(attention: Attention, plan: ContractPlan | undefined): string {
	const isHeldByRow = attention.reason === 'approval' && plan !== undefined && rowsNotNow(plan).length > 0;
	return needText(attention, 'wizard', isHeldByRow ? tickFirst : undefined);
}

/** What every step of a task shows: whose it is, where it stands, what it needs. */
export function TaskFrame(given: {
	readonly task: SyncTask;
	/** Its customer's name, where one is known. */
	readonly customer: string | undefined;
	/** What would be written for it, where it has a plan. */
	readonly plan: ContractPlan | undefined;
	/** What of it is never billed. */
	readonly exclusions: readonly Exclusion[];
	readonly shown: Step;
	readonly children: ComponentChildren;
}): VNode {
	const { task, customer, plan, exclusions, shown, children } = given;
	return (
		<>
			<p>
				<strong>
					{customer === undefined ? 'Customer ' : ''}
					<Named name={customer} id={task.customerId} />
				</strong>{' '}
				<StateBadge task={task} />
				<br />
				<span class="soft small">
					{task.kind}
					{task.orderNumber === undefined ? '' : ` ${task.orderNumber}`}, created {task.createdAt.slice(0, 10)}, task{' '}
					{task.id}. <a href={address('tasks', {})}>All tasks</a>
				</span>
			</p>
			<StepList task={task} shown={shown} />
			{task.attention ? (
				<div class="notice">
					<strong>{task.attention.reason}</strong>: {attentionText(task.attention, plan)}
				</div>
			) : null}
			{exclusions.map((one) => (
				<p>
					Never billed and left out: {thingText(one, one.name)}. {one.reason}
				</p>
			))}
			{task.waitsFor === undefined ? null : (
				<p>
					It waits for an earlier task of its subscription: <a href={wizardAddress(task.waitsFor)}>{task.waitsFor}</a>.
				</p>
			)}
			{children}
		</>
	);
}

/** Looks at the task again with what Autotask, the mappings and the order say now. */
export function PlanButton({ token, name = 'Plan it now' }: { readonly token: string; readonly name?: string }): VNode {
	return (
		<PostForm token={token} action="plan">
			<button>{name}</button>
		</PostForm>
	);
}

/** Goes on to the step that the task is at. */
export function NextLink({ task, shown }: { readonly task: SyncTask; readonly shown: Step }): VNode | null {
	const current = currentStep(task);
	return current === shown ? null : (
		<a class="button" href={wizardAddress(task.id)}>
			Go on: {stepNames[current]}
		</a>
	);
}
