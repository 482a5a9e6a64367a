import type { VNode } from 'preact';
import { sortBy } from 'lodash';
import { dayText } from '../../domain/calendarDate';
import { type Decimal, total } from '../../domain/money';
import type { ContractVerdict } from '../../domain/planning/contractVerdicts';
import type { ContractsWithLines, LineOfContract } from '../../sync/planning/contractVerdictsOf';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { countText, moneyText } from '../moneyText';
import { rowsPerPage } from '../pageRequest';
import { useLacking } from '../allowed';
import { PostForm } from '../postForm';
import { PlanButton } from './taskFrame';

/** How many lines of a contract are shown at most. */
const mostLines = 12;

function LineItem({ line, currency }: { readonly line: LineOfContract; readonly currency: string }): VNode {
	const { serviceName, units, perPeriod, isOfTask } = line;
	return (
		<li>
			{serviceName}: {countText(units)}
			{perPeriod === undefined ? '' : `, ${moneyText(perPeriod, currency)}`}{' '}
			{isOfTask ? <Badge mood="good">bills this product</Badge> : null}
		</li>
	);
}

/** What a contract bills: the lines of the task's products first. */
function Lines({ lines, currency }: { readonly lines: readonly LineOfContract[]; readonly currency: string }): VNode {
	if (lines.length === 0) return <span class="soft">no lines</span>;
	const sorted = sortBy(lines, (line) => !line.isOfTask);
	return (
		<ul class="lines small">
			{sorted.slice(0, mostLines).map((line) => (
				<LineItem line={line} currency={currency} />
			))}
			{sorted.length > mostLines ? <li>{sorted.length - mostLines} more</li> : null}
		</ul>
	);
}

/** What all lines of a contract come to each period; undefined where Autotask does not tell one of them. */
function totalOf(lines: readonly LineOfContract[]): Decimal | undefined {
	const amounts = lines.flatMap(({ perPeriod }) => perPeriod ?? []);
	return amounts.length < lines.length ? undefined : total(amounts);
}

interface RowOfContract {
	readonly verdict: ContractVerdict;
	readonly isChosen: boolean;
	readonly lines: readonly LineOfContract[];
	readonly currency: string;
}

function ContractRow(given: RowOfContract): VNode {
	const { verdict, isChosen, lines, currency } = given;
	const sum = totalOf(lines);
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
			<td data-label="Billed">
				{contract.periodType ?? 'another period'}
				<br />
				<span class="soft small">
					{dayText(contract.startsOn)} to {dayText(contract.endsOn)}
				</span>
			</td>
			<td data-label="Lines" class="whole">
				<Lines lines={lines} currency={currency} />
			</td>
			<td data-label="Each period" class="number">
				{sum === undefined ? '' : moneyText(sum, currency)}
			</td>
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
	readonly found: ContractsWithLines;
	readonly chosen: number | undefined;
}): VNode {
	const { companyName, found, chosen } = given;
	const { verdicts, on, lines, currency } = found;
	const shown = verdicts.slice(0, rowsPerPage);
	return (
		<>
			<CardTable
				caption={`Recurring-service contracts of ${companyName} for a change on ${dayText(on)}`}
				heads={['Choose', 'Contract', 'Billed', 'Lines', { name: 'Each period', class: 'number' }, 'Fits']}
			>
				<tbody>
					{shown.map((verdict) => (
						<ContractRow
							verdict={verdict}
							isChosen={verdict.contract.id === chosen && verdict.why === undefined}
							lines={lines.filter(({ contractId }) => contractId === verdict.contract.id)}
							currency={currency}
						/>
					))}
				</tbody>
			</CardTable>
			{verdicts.length > shown.length ? <p>Only the first {shown.length} are shown.</p> : null}
		</>
	);
}

/** The recurring-service contracts of the company: the one that fits is chosen, the others say why they do not. */
export function ContractStep(given: {
	readonly found: ContractsWithLines;
	readonly chosen: number | undefined;
	/** The way on to the step that the task is at. */
	readonly next: VNode;
	readonly token: string;
}): VNode {
	const { found, chosen, next, token } = given;
	const isClosed = useLacking('contract') !== undefined;
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
					<button class="main" form="contract" disabled={isClosed}>
						Use the chosen contract
					</button>
				)}
				<PlanButton token={token} name="Look again" />
				{next}
			</div>
		</>
	);
}
