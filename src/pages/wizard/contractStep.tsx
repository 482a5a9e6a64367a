import type { VNode } from 'preact';
import type { ContractVerdict } from '../../domain/planning/contractVerdicts';
import type { FoundContracts } from '../../sync/planning/contractVerdictsOf';
import { Badge } from '../badge';
import { CardTable } from '../cardTable';
import { rowsPerPage } from '../pageRequest';
import { PostForm } from '../postForm';
import { PlanButton } from './taskFrame';

function ContractRow(given: { readonly verdict: ContractVerdict; readonly isChosen: boolean }): VNode {
	const { verdict, isChosen } = given;
	const { contract, why } = verdict;
	return (
		<tr>
			<td data-label="Choose" class="tick">
				<input
					type="radio"
					name="contractId"
					value={String(contract.id)}
					checked={isChosen}
					disabled={why !== undefined}
					aria-label={`${contract.name} (${contract.id})`}
				/>
			</td>
			<td data-label="Contract" class="head">
				{contract.name} <span class="soft small">({contract.id})</span>
			</td>
			<td data-label="Billed">{contract.periodType ?? 'another period'}</td>
			<td data-label="From">{contract.startsOn}</td>
			<td data-label="To">{contract.endsOn}</td>
			<td data-label="Fits">
				{why === undefined ? <Badge mood="good">fits</Badge> : <Badge mood="wait">does not fit</Badge>}
				{why === undefined ? null : (
					<>
						<br />
						<span class="small">{why}</span>
					</>
				)}
			</td>
		</tr>
	);
}

/** A contract where none fits: for subscriptions that belong to none, by the rules of their creation. */
function CreateForm({ token }: { readonly token: string }): VNode {
	return (
		<PostForm token={token} action="create">
			<p>
				No contract fits. Create or extend one in Autotask and look again, or have one proposed: it is made only when
				you sync the plan.
			</p>
			<p>
				<button>Propose a new contract</button>
			</p>
		</PostForm>
	);
}

/** The company's contracts, of which one that fits is chosen. */
function ContractTable(given: {
	readonly companyName: string;
	readonly found: Pick<FoundContracts, 'verdicts' | 'on'>;
	readonly chosen: number | undefined;
}): VNode {
	const { companyName, found, chosen } = given;
	const { verdicts, on } = found;
	const shown = verdicts.slice(0, rowsPerPage);
	return (
		<>
			<CardTable
				caption={`Recurring-service contracts of ${companyName} for a change on ${on}`}
				heads={['Choose', 'Contract', 'Billed', 'From', 'To', 'Fits']}
			>
				<tbody>
					{shown.map((verdict) => (
						<ContractRow verdict={verdict} isChosen={verdict.contract.id === chosen && verdict.why === undefined} />
					))}
				</tbody>
			</CardTable>
			{verdicts.length > shown.length ? <p>Only the first {shown.length} are shown.</p> : null}
		</>
	);
}

/** The recurring-service contracts of the company: the one that fits is chosen, the others say why they do not. */
export function ContractStep(given: {
	readonly found: FoundContracts;
	readonly chosen: number | undefined;
	/** The way on to the step that the task is at. */
	readonly next: VNode;
	readonly token: string;
}): VNode {
	const { found, chosen, next, token } = given;
	const { company, verdicts } = found;
	if (!company)
		return (
			<>
				<p>The customer is not mapped to an Autotask company. Map it first.</p>
				{next}
			</>
		);
	const fitting = verdicts.filter((one) => one.why === undefined);
	const only = fitting.length === 1 ? fitting[0]?.contract.id : undefined;
	return (
		<>
			{verdicts.length === 0 ? (
				<p>
					{company.name} ({company.id}) has no recurring-service contract.
				</p>
			) : (
				<PostForm token={token} action="contract" id="contract">
					<ContractTable companyName={company.name} found={found} chosen={chosen ?? only} />
				</PostForm>
			)}
			{fitting.length === 0 ? <CreateForm token={token} /> : null}
			<div class="row">
				{fitting.length === 0 ? null : (
					<button class="main" form="contract">
						Use the chosen contract
					</button>
				)}
				<PlanButton token={token} name="Look again" />
				{next}
			</div>
		</>
	);
}
