import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import { PlanMoneyView } from '../plan/planMoneyView';
import { PlanTable } from '../plan/planTable';
import { mostShownLines } from './reviewed';

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
