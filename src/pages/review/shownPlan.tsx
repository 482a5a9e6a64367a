import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import { PlanMoneyView } from '../plan/planMoneyView';
import { PlanTable } from '../plan/planTable';

/** How many lines of a plan a page shows; a longer plan is not approved on a page. */
export const mostShownLines = 100;

/** A plan as a person reviews it, in the guide's columns, with what it changes of the bill. */
export function ShownPlan({ plan, caption }: { readonly plan: ContractPlan; readonly caption: string }): VNode {
	return (
		<>
			<PlanTable
				caption={`${caption}. Contract ${plan.contractName} (${plan.contractId}), ${plan.currency}, from ${plan.effectiveOn}.`}
				lines={plan.lines.slice(0, mostShownLines)}
			/>
			{plan.lines.length > mostShownLines ? (
				<p class="notice">
					{plan.lines.length - mostShownLines} more lines do not fit on a page. Look at the plan with Sync Tasks,
					operation Get, and approve it in the workflow Sync Changes.
				</p>
			) : null}
			<PlanMoneyView plan={plan} />
			<p class="soft small">Plan {plan.fingerprint}</p>
			{plan.approvalNeeded.length > 0 ? (
				<ul>
					{plan.approvalNeeded.map((why) => (
						<li>{why}</li>
					))}
				</ul>
			) : null}
		</>
	);
}

/** What a person has to say before a plan can be approved; nothing where all is said. */
export function Questions({ plan, href }: { readonly plan: ContractPlan; readonly href: string }): VNode | null {
	if (plan.questions.length === 0) return null;
	return (
		<div class="notice">
			{plan.questions.map((question) => (
				<p>
					Contract service {question.contractServiceId} holds {question.inForce} units, {question.linkedUnits} of them
					linked: how many already are this subscription's? The quantities suggest {question.suggestion}.
				</p>
			))}
			<a href={href}>Answer in the wizard</a>
		</div>
	);
}
