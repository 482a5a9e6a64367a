import type { VNode } from 'preact';
import type { ContractPlan, PlanLine } from '../../domain/plan';
import { amountText } from './taskParts';

function signed(units: number): string {
	return units > 0 ? `+${units}` : String(units);
}

function LineRow({ line }: { readonly line: PlanLine }): VNode {
	return (
		<tr>
			<td data-label="Effective date" class="short">
				{line.effectiveDate}
			</td>
			<td data-label="End date" class="short">
				{line.endDate ?? '-'}
			</td>
			<td data-label="Service" class="head">
				{line.serviceName} <span class="soft small">({line.kind})</span>
				{line.selected ? null : (
					<>
						<br />
						<strong>not ticked: is not written</strong>
					</>
				)}
			</td>
			<td data-label="Invoice description">{line.invoiceDescription}</td>
			<td data-label="Quantity now" class="number">
				{line.currentQuantity}
			</td>
			<td data-label="Change" class="number">
				{signed(line.quantityChange)}
			</td>
			<td data-label="Price" class="number">
				{line.price === undefined ? '-' : amountText(line.price)}
			</td>
			<td data-label="Cost" class="number">
				{line.cost === undefined ? '-' : amountText(line.cost)}
			</td>
			<td data-label="Detail" class="whole">
				{line.detail}
			</td>
		</tr>
	);
}

/** How many lines of a plan a page shows; a longer plan is not approved on a page. */
export const mostShownLines = 100;

/** A plan as a person reviews it, in the guide's columns, with what is invoiced once and per period. */
export function PlanTable({ plan, caption }: { readonly plan: ContractPlan; readonly caption: string }): VNode {
	const { once, perPeriod } = plan.totals;
	return (
		<>
			<div class="wide" role="region" aria-label={caption} tabIndex={0}>
				<table class="cards">
					<caption>
						{caption}. Contract {plan.contractName} ({plan.contractId}), {plan.currency}, from {plan.effectiveOn}.
					</caption>
					<thead>
						<tr>
							<th>Effective date</th>
							<th>End date</th>
							<th>Service</th>
							<th>Invoice description</th>
							<th class="number">Quantity now</th>
							<th class="number">Change</th>
							<th class="number">Price</th>
							<th class="number">Cost</th>
							<th>Detail</th>
						</tr>
					</thead>
					<tbody>
						{plan.lines.slice(0, mostShownLines).map((line) => (
							<LineRow line={line} />
						))}
					</tbody>
				</table>
			</div>
			{plan.lines.length > mostShownLines ? (
				<p class="notice">
					{plan.lines.length - mostShownLines} more lines do not fit on a page. Look at the plan with Sync Tasks,
					operation Get, and approve it in the workflow Sync Changes.
				</p>
			) : null}
			<p>
				To be invoiced once: <strong>{amountText(once)}</strong> {plan.currency}; per period:{' '}
				<strong>{amountText(perPeriod)}</strong> {plan.currency}.{' '}
				<span class="soft small">Plan {plan.fingerprint}</span>
			</p>
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
