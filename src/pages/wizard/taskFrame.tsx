import type { ComponentChildren, VNode } from 'preact';
import { isChoice } from '../../domain/answers/planQuestion';
import type { Attention } from '../../domain/attention';
import type { ContractPlan } from '../../domain/plan/plan';
import { rowsNotNow } from '../../domain/planning/changedPlan';
import type { SyncTask } from '../../domain/task/task';
import { Badge } from '../parts/badge';
import { needText, sayWhose, tickFirst } from '../nextStep';
import { PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';
import { currentStep, stateOfStep, type Step, stepNames, type StepState, steps } from './steps';

const moods: Readonly<Record<StepState, 'good' | 'wait' | 'plain'>> = { done: 'good', now: 'wait', 'to come': 'plain' };

/** Every step of a task with how far it is; the one that is shown is open, each other one opens by its name. */
export function StepList(given: {
	readonly task: SyncTask;
	readonly shown: Step;
	readonly summaries: Readonly<Record<Step, string>>;
	/** The content of the step that is shown. */
	readonly children: ComponentChildren;
}): VNode {
	const { task, shown, summaries, children } = given;
	return (
		<ol class="task-steps" aria-label="Steps of this task">
			{steps.map((step) => {
				const state = stateOfStep(step, task);
				return (
					<li class={step === shown ? 'open' : ''}>
						<h2>
							<a href={taskAddress(task.id, { step })} {...(step === shown ? { 'aria-current': 'step' as const } : {})}>
								{stepNames[step]}
							</a>{' '}
							<Badge mood={moods[state]}>{state}</Badge>
						</h2>{' '}
						<span class="soft small">{summaries[step]}</span>
						{step === shown ? <div class="step">{children}</div> : null}
					</li>
				);
			})}
		</ol>
	);
}

function attentionText(attention: Attention, plan: ContractPlan | undefined): string {
	if (attention.reason !== 'approval' || !plan) return needText(attention, 'wizard');
	if (plan.questions.some(isChoice)) return needText(attention, 'wizard', sayWhose);
	return needText(attention, 'wizard', rowsNotNow(plan).length > 0 ? tickFirst : undefined);
}

/** What a task needs, and what a person does about it. */
export function Needed(given: {
	readonly attention: Attention | undefined;
	readonly plan: ContractPlan | undefined;
}): VNode | null {
	const { attention, plan } = given;
	if (!attention) return null;
	return (
		<div class="notice">
			<strong>{attention.reason}</strong>: {attentionText(attention, plan)}
		</div>
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
		<a class="button" href={taskAddress(task.id)}>
			Go on: {stepNames[current]}
		</a>
	);
}
