import type { VNode } from 'preact';
import { isChoice } from '../../domain/answers/planQuestion';
import type { ApprovedBefore, ContractPlan } from '../../domain/plan/plan';
import { isPlanned } from '../../domain/plan/standingPlan';
import { isChanged, rowsNotNow } from '../../domain/planning/changedPlan';
import type { SyncTask } from '../../domain/task/task';
import { Choice } from '../parts/fields';
import { MovedTable } from '../plan/movedRows';
import { Pager } from '../pager';
import { rowsPerPage } from '../pageRequest';
import { PlanTable } from '../plan/planTable';
import { billText } from '../plan/totalText';
import { Hidden, PostForm } from '../postForm';
import { askedOf } from '../questions/asked';
import { QuestionChoices, QuestionNumbers, type Typed } from '../questions/questionForm';
import { taskAddress } from '../taskAddress';
import { AskedFirst } from './askedFirst';
import { PlanTotals } from './planTotals';
import { nameOfTask } from './steps';
import { PlanButton } from './taskFrame';
import { At } from '../zone';

/** A plan that was approved before the one of now. */
type Before = ApprovedBefore;

function isEditable({ state }: SyncTask): boolean {
	return state === 'attention' || state === 'approved';
}

/** What was approved and what it would be now, where something moved between the two. */
function InsteadOf({ plan, before }: { readonly plan: ContractPlan; readonly before: Before }): VNode {
	return (
		<section aria-labelledby="instead">
			<h3 id="instead">What was approved and has moved since</h3>
			<p>
				Something has moved since, so nothing was written. What was approved changes the bill by: {billText(before)}.
			</p>
			<MovedTable before={before} now={plan} />
			<details>
				<summary>The whole approved plan</summary>
				<PlanTable caption="The approved plan, not written" lines={before.lines.slice(0, rowsPerPage)} />
				<p class="soft small">Plan {before.fingerprint}</p>
			</details>
		</section>
	);
}

function PriceSourceForm({ plan, token }: { readonly plan: ContractPlan; readonly token: string }): VNode {
	return (
		<PostForm token={token} action="prices">
			<div class="row">
				<Choice
					name="priceSource"
					label="Load prices from"
					value={plan.settings.priceSource}
					options={[
						{ value: 'autotask', name: 'Autotask' },
						{ value: 'marketplace', name: 'Marketplace' },
					]}
				/>
				<button>Load prices</button>
			</div>
		</PostForm>
	);
}

function UndoForm({ task, token }: { readonly task: SyncTask; readonly token: string }): VNode | null {
	if (!isChanged(task)) return null;
	return (
		<PostForm token={token} action="undo">
			<button>Take all changes back</button>
		</PostForm>
	);
}

/** Approves the plan as it is shown, with the units that it was made with; no longer one than the page shows. */
function Approve({ task, plan, typed, token }: Pick<Reviewed, 'task' | 'plan' | 'typed' | 'token'>): VNode {
	const name = nameOfTask(task);
	const asked = askedOf(task, plan);
	return (
		<>
			<PostForm token={token} action="sync">
				<Hidden values={{ fingerprint: plan.fingerprint }} />
				<button name="choose" value="typed" hidden>
					Plan with the numbers
				</button>
				<QuestionChoices asked={asked} of={name} typed={typed} />
				<QuestionNumbers asked={asked} of={name} typed={typed} />
				{plan.questions.some(isChoice) ? null : (
					<p>
						<button class="main">Approve and write to Autotask</button>
					</p>
				)}
			</PostForm>
			<div class="row">
				<PlanButton token={token} name="Plan it again" />
				<UndoForm task={task} token={token} />
			</div>
		</>
	);
}

/** Why nothing is written for now, and that the amounts are those of the whole plan. */
function NotNow({ plan }: { readonly plan: ContractPlan }): VNode | null {
	const names = rowsNotNow(plan);
	if (names.length === 0) return null;
	return (
		<p class="notice">
			Nothing is written while {names.join(', ')} is not ticked. The amounts are those of the plan with all its
			recurring rows.
		</p>
	);
}

/** A task whose plan is not there, or not of now. */
function Unplanned({ task, typed, token }: Omit<Reviewed, 'plan' | 'page'>): VNode {
	return (
		<>
			<AskedFirst task={task} typed={typed} token={token} />
			<p>There is no plan of this task that is up to date. Planning writes nothing to Autotask.</p>
			<div class="row">
				<PlanButton token={token} />
				<UndoForm task={task} token={token} />
			</div>
		</>
	);
}

interface Reviewed {
	readonly task: SyncTask;
	readonly plan: ContractPlan;
	/** Of its rows. */
	readonly page: number;
	/** What was typed before, by field. */
	readonly typed: Typed;
	readonly token: string;
}

/** The contract and the rows of the plan. */
function ReviewedRows({ task, plan, page, token }: Omit<Reviewed, 'typed'>): VNode {
	const { lines } = plan;
	return (
		<>
			<p>
				Contract {plan.contractName} ({plan.contractId > 0 ? plan.contractId : 'to be created'}), from{' '}
				{plan.effectiveOn}. Planned at <At at={plan.plannedAt} />.
			</p>
			<PlanTable
				caption={`${lines.length} ${lines.length === 1 ? 'row' : 'rows'} of the plan`}
				lines={lines.slice((page - 1) * rowsPerPage, page * rowsPerPage)}
				from={(page - 1) * rowsPerPage}
				{...(isEditable(task) ? { actions: { taskId: task.id, fingerprint: plan.fingerprint, token } } : {})}
			/>
			{lines.length > rowsPerPage ? (
				<Pager path="task" state={{ id: task.id, step: 'review' }} page={page} total={lines.length} />
			) : null}
		</>
	);
}

/** What would be written, with everything that a person can say about it. */
export function ReviewView(
	given: Omit<Reviewed, 'plan'> & {
		readonly plan: ContractPlan | undefined;
		/** The plan that was approved last. */
		readonly approved: ContractPlan | undefined;
	},
): VNode {
	const { task, plan, approved, page, typed, token } = given;
	if (!plan || !isPlanned(task)) return <Unplanned task={task} typed={typed} token={token} />;
	const editable = isEditable(task);
	const hasMoved = task.state === 'attention' && approved && approved.fingerprint !== plan.fingerprint;
	const before = plan.instead ?? (hasMoved ? approved : undefined);
	return (
		<>
			{before ? <InsteadOf plan={plan} before={before} /> : null}
			<h3>{editable ? 'What will be written' : 'What was planned'}</h3>
			<ReviewedRows task={task} plan={plan} page={page} token={token} />
			<PlanTotals plan={plan} />
			<NotNow plan={plan} />
			{editable ? (
				<>
					<Approve task={task} plan={plan} typed={typed} token={token} />
					<PriceSourceForm plan={plan} token={token} />
				</>
			) : (
				<p>
					<a href={taskAddress(task.id, { step: 'result' })}>Result</a>
				</p>
			)}
		</>
	);
}
