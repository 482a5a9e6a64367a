import type { VNode } from 'preact';
import type { ContractPlan } from '../../domain/plan/plan';
import type { PlanLine } from '../../domain/plan/planRow';
import { fieldsOf, type RowFields } from '../../domain/planning/rowFields';
import type { SyncTask } from '../../domain/task/task';
import { TextField } from '../parts/fields';
import { field, type PageRequest } from '../pageRequest';
import { Hidden, PostForm } from '../postForm';
import { taskAddress } from '../taskAddress';

/** Changes one row: what it holds now is shown, an empty field takes a change back. */
export function ChangeRowView(given: {
	readonly task: SyncTask;
	readonly plan: ContractPlan;
	readonly line: PlanLine;
	readonly request: PageRequest;
	readonly token: string;
}): VNode {
	const { task, plan, line, request, token } = given;
	const now = fieldsOf(plan, line);
	const isTyped = field(request, 'action') === 'change';
	const valueOf = (name: keyof RowFields) => (isTyped ? field(request, name) : now[name]);
	const isProduct = now.quantity !== undefined;
	return (
		<>
			<p>{line.detail}</p>
			<p class="hint">An empty field is as the order, or Autotask, has it.</p>
			<PostForm token={token} action="change">
				<Hidden values={{ row: line.row, fingerprint: plan.fingerprint }} />
				<TextField
					name="on"
					label={isProduct ? 'Day of the change (of the whole order)' : 'Date of the charge'}
					type="date"
					value={valueOf('on')}
				/>
				{now.description === undefined ? (
					<p class="hint">The line has its invoice description in Autotask; change it there.</p>
				) : (
					<TextField name="description" label="Invoice description" value={valueOf('description')} maxLength={100} />
				)}
				{isProduct ? (
					<TextField
						name="quantity"
						label="Units of this subscription afterwards"
						value={valueOf('quantity')}
						hint="Whole units"
					/>
				) : null}
				<TextField name="price" label={isProduct ? 'Price of one unit' : 'Amount'} value={valueOf('price')} />
				<TextField name="cost" label={isProduct ? 'Cost of one unit' : 'Cost'} value={valueOf('cost')} />
				<p class="row">
					<button class="main">Change the row</button>
					<a href={taskAddress(task.id, { step: 'review' })}>Back to the review</a>
				</p>
			</PostForm>
		</>
	);
}
