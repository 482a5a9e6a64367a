import type { VNode } from 'preact';
import { type Exclusion, excludedName } from '../../domain/order/exclusion';
import { address } from '../address';
import { CardTable } from '../parts/cardTable';
import { Named } from '../parts/named';
import type { PagePorts, PageView, Showing } from '../page';
import { PostForm } from '../postForm';
import { At } from '../zone';

function ExclusionRow({ exclusion, token }: { readonly exclusion: Exclusion; readonly token: string }): VNode {
	const { kind, id, name, reason, by, at } = exclusion;
	return (
		<tr>
			<td data-label="Never billed" class="name head">
				{kind === 'product' ? 'Product' : 'Subscription'}{' '}
				<a href={kind === 'product' ? address('products', { search: id }) : address('tasks', { search: id })}>
					<Named name={name} id={id} />
				</a>
			</td>
			<td data-label="Why" class="whole">
				{reason}
			</td>
			<td data-label="By">{by}</td>
			<td data-label="Since" class="short">
				<At at={at} />
			</td>
			<td data-label="">
				<PostForm token={token} action="include">
					<input type="hidden" name="thing" value={excludedName(exclusion)} />
					<button aria-label={`Include again: ${kind} ${id}`}>Include again</button>
				</PostForm>
			</td>
		</tr>
	);
}

/** What is never billed, each with its reason; from here it is included again. Source: rule T7. */
export async function exclusionsView({ token }: Showing, ports: PagePorts): Promise<PageView> {
	const exclusions = await ports.store.exclusions(ports.inputs.connectionId);
	return {
		title: 'Excluded from billing',
		content: (
			<>
				<p>
					<a href="tasks">Back to the tasks</a>
				</p>
				<p>
					These subscriptions and products are never billed: their tasks are ignored. What you include again is billed
					from that day on, after you approve its plan, and nothing of the days before.
				</p>
				{exclusions.length === 0 ? (
					<p>Nothing is excluded. To exclude a subscription or product, open one of its tasks.</p>
				) : (
					<CardTable
						caption="Excluded subscriptions and products"
						heads={['Never billed', 'Why', 'By', 'Since']}
						links="Include again"
					>
						<tbody>
							{exclusions.map((exclusion) => (
								<ExclusionRow exclusion={exclusion} token={token} />
							))}
						</tbody>
					</CardTable>
				)}
			</>
		),
	};
}
