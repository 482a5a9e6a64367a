import type { VNode } from 'preact';
import { isZero } from '../../domain/money';
import type { ContractPlan } from '../../domain/plan/plan';
import { planAmounts } from '../../domain/plan/planAmounts';
import type { PlanLine } from '../../domain/plan/planRow';
import { PlanMoneyView } from '../plan/planMoneyView';

const kindNames: Readonly<Record<PlanLine['kind'], string>> = {
	recurring: 'Recurring',
	price: 'Price',
	setup: 'Setup',
	proration: 'Prorated',
	usage: 'Usage',
	fee: 'Fees',
	credit: 'Credits',
};

/** What a plan changes of the bill, and what it bills once, by kind. */
export function PlanTotals({ plan }: { readonly plan: ContractPlan }): VNode {
	const { charges, estimated, once } = planAmounts(plan);
	const isEstimated = !isZero(estimated);
	return (
		<>
			<PlanMoneyView plan={plan} />
			<details>
				<summary>What is billed once, by kind</summary>
				<table class="totals">
					<caption>Amounts in {plan.currency}, before tax</caption>
					<tbody>
						{charges.map(({ kind, amount }) => (
							<tr>
								<th scope="row">{kindNames[kind]}, once</th>
								<td class="number">{amount}</td>
							</tr>
						))}
						{isEstimated ? (
							<tr>
								<th scope="row">Prorated by Autotask, once (estimate)</th>
								<td class="number">{estimated}</td>
							</tr>
						) : null}
						<tr>
							<th scope="row">Once, in all</th>
							<td class="number">
								<strong>{once}</strong>
							</td>
						</tr>
					</tbody>
				</table>
			</details>
		</>
	);
}
