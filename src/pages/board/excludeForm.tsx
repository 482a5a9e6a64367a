import { uniqBy } from 'lodash';
import type { VNode } from 'preact';
import { type ExcludedThing, excludedName } from '../../domain/order/exclusion';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import { address } from '../address';
import { Choice, TextField } from '../parts/fields';
import { PostForm } from '../postForm';

/** Where what is excluded is listed. */
export const exclusionsAddress = address('tasks', { view: 'excluded' });

interface Excludable {
	readonly thing: ExcludedThing;
	readonly name: string;
}

/** What of a task can be excluded: its subscriptions, and the products that it is about. */
export function excludable({
	task,
	subscriptions,
}: Pick<TaskDossier, 'task' | 'subscriptions'>): readonly Excludable[] {
	const seen = [...subscriptions, ...(task.snapshot ? [task.snapshot] : [])];
	const products = [...(task.order?.products ?? []), ...seen.flatMap((one) => one.products)];
	return [
		...task.subscriptionIds.map((id): Excludable => ({
			thing: { kind: 'subscription', id },
			name: `Subscription ${id} (${seen.find((one) => one.id === id)?.name ?? 'not read yet'})`,
		})),
		...uniqBy(products, 'productId').map(({ productId: id, name }): Excludable => ({
			thing: { kind: 'product', id },
			name: `Product ${name} (${id}), in all subscriptions`,
		})),
	];
}

/** Excludes a subscription or product of the task from billing for good. */
export function ExcludeForm(given: {
	readonly dossier: Pick<TaskDossier, 'task' | 'subscriptions'>;
	readonly token: string;
	/** Typed before, where something was refused. */
	readonly typed: { readonly thing: string; readonly reason: string };
}): VNode | null {
	const { dossier, token, typed } = given;
	const options = excludable(dossier).map(({ thing, name }) => ({ value: excludedName(thing), name }));
	if (options.length === 0) return null;
	return (
		<PostForm token={token} action="exclude">
			<p class="soft">
				For free and not-for-resale licences: this task and all later ones of it are ignored. It shows as excluded until
				you <a href={exclusionsAddress}>include it again</a>.
			</p>
			<Choice name="thing" label="Never bill" value={typed.thing} options={options} />
			<TextField
				name="excludeReason"
				label="Why it is never billed"
				value={typed.reason}
				required
				maxLength={500}
				hint="Shown with its tasks and recorded in the action log"
			/>
			<p>
				<button class="risky">Never bill it</button>
			</p>
		</PostForm>
	);
}
