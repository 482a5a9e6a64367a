import type { VNode } from 'preact';
import { othersAskedIn } from '../../domain/answers/othersAsked';
import { timeText } from '../../domain/calendarDate';
import { roundedAmount } from '../../domain/money';
import type { ContractPlan } from '../../domain/plan/plan';
import { isPlanned } from '../../domain/plan/standingPlan';
import { isChanged, rowsNotNow } from '../../domain/planning/changedPlan';
import type { SyncTask } from '../../domain/task/task';
import { Choice, TextField } from '../fields';
import { MovedTable } from '../movedRows';
import { Pager } from '../pager';
import { rowsPerPage } from '../pageRequest';
import { PlanTable } from '../planTable';
import { Hidden, PostForm } from '../postForm';
import { wizardAddress } from '../taskAddress';
import { PlanTotals } from './planTotals';
import { PlanButton } from './taskFrame';

function isEditable({ state }: SyncTask): boolean {
	return state === 'attention' || state === 'approved';
}

/** What was approved and what it would be now, where something moved between the two. */
function InsteadOf({ plan }: { readonly plan: ContractPlan }): VNode | null {
	const { instead } = plan;
	if (!instead) return null;
	return (
		<section aria-labelledby="instead">
			<h2 id="instead">What was approved</h2>
			<p>
				Something has moved since, so nothing was written. Approved were {roundedAmount(instead.totals.once)} once and{' '}
				{roundedAmount(instead.totals.perPeriod)} each period.
			</p>
			<MovedTable before={instead} now={plan} />
			<details>
				<summary>The whole approved plan</summary>
				<PlanTable caption="The approved plan, not written" lines={instead.lines.slice(0, rowsPerPage)} />
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

function OwnUnitsForms({ plan, token }: { readonly plan: ContractPlan; readonly token: string }): VNode | null {
	if (plan.questions.length === 0) return null;
	return (
		<section aria-labelledby="questions">
			<h2 id="questions">To be answered first</h2>
			{plan.questions.map((question, at) => (
				<PostForm token={token} action="own">
					<Hidden values={{ product: `${question.subscriptionId}/${question.productId}` }} />
					<p>
						Contract service {question.contractServiceId} holds {question.inForce} units already, {question.linkedUnits}{' '}
						of them known as subscriptions'.
					</p>
					<div class="row">
						<TextField
							name="units"
							id={`own-${at}`}
							label={`How many of them are this subscription's (product ${question.productId})?`}
							type="number"
							required
							hint={`The quantities suggest ${question.suggestion}`}
						/>
						<button class="main">Answer</button>
					</div>
				</PostForm>
			))}
		</section>
	);
}

/** A line that somebody changed in Autotask: what of it is not ours. */
function OtherUnitsForm({ task, token }: { readonly task: SyncTask; readonly token: string }): VNode | null {
	const { attention } = task;
	if (attention?.reason !== 'changed in Autotask') return null;
	const asked = othersAskedIn(attention);
	return (
		<section aria-labelledby="others">
			<h2 id="others">To be answered first</h2>
			<PostForm token={token} action="others">
				<div class="row">
					<TextField
						name="seen"
						label="Units that Autotask holds now"
						type="number"
						value={String(asked?.seenInForce ?? '')}
						required
					/>
					<TextField
						name="units"
						label="How many of them are not this marketplace's?"
						type="number"
						required
						hint={asked && `${asked.units} were known before`}
					/>
					<button class="main">Answer</button>
				</div>
			</PostForm>
		</section>
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

function SyncAll({
	task,
	plan,
	token,
}: {
	readonly task: SyncTask;
	readonly plan: ContractPlan;
	readonly token: string;
}): VNode {
	return (
		<div class="row">
			<PostForm token={token} action="sync">
				<Hidden values={{ fingerprint: plan.fingerprint }} />
				<button class="main">Sync all</button>
			</PostForm>
			<PlanButton token={token} name="Plan it again" />
			<UndoForm task={task} token={token} />
		</div>
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

/** What would be written, with everything that a person can say about it. */
export function ReviewView(given: {
	readonly task: SyncTask;
	readonly plan: ContractPlan | undefined;
	readonly page: number;
	readonly token: string;
}): VNode {
	const { task, plan, page, token } = given;
	if (!plan || !isPlanned(task))
		return (
			<>
				<OtherUnitsForm task={task} token={token} />
				<p>There is no plan of this task that is up to date. Planning writes nothing to Autotask.</p>
				<div class="row">
					<PlanButton token={token} />
					<UndoForm task={task} token={token} />
				</div>
			</>
		);
	const editable = isEditable(task);
	const shown = plan.lines.slice((page - 1) * rowsPerPage, page * rowsPerPage);
	return (
		<>
			<InsteadOf plan={plan} />
			{editable ? <OwnUnitsForms plan={plan} token={token} /> : null}
			<h2>{editable ? 'What will be written' : 'What was planned'}</h2>
			<p>
				Contract {plan.contractName} ({plan.contractId > 0 ? plan.contractId : 'to be created'}), from{' '}
				{plan.effectiveOn}. Planned at {timeText(plan.plannedAt)} UTC.
			</p>
			<PlanTable
				caption={`${plan.lines.length} ${plan.lines.length === 1 ? 'row' : 'rows'} of the plan`}
				lines={shown}
				from={(page - 1) * rowsPerPage}
				{...(editable ? { actions: { taskId: task.id, token } } : {})}
			/>
			{plan.lines.length > rowsPerPage ? (
				<Pager path="task" state={{ id: task.id, step: 'review' }} page={page} total={plan.lines.length} />
			) : null}
			<PlanTotals plan={plan} />
			<NotNow plan={plan} />
			{editable ? (
				<>
					<PriceSourceForm plan={plan} token={token} />
					<SyncAll task={task} plan={plan} token={token} />
				</>
			) : (
				<p>
					<a href={wizardAddress(task.id, { step: 'result' })}>What became of it</a>
				</p>
			)}
		</>
	);
}
