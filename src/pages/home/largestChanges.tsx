import type { VNode } from 'preact';
import { dayText, localDay } from '../../domain/calendarDate';
import type { LargeChange } from '../../ports/store/overview';
import { address } from '../address';
import { kindNames } from '../review/taskParts';
import { CardTable } from '../parts/cardTable';
import { sumsText } from '../sumText';
import { taskAddress } from '../taskAddress';

/** What was written in the last 30 days that changes the bills most. */
export function LargestChanges(given: { readonly changes: readonly LargeChange[]; readonly timeZone: string }): VNode {
	const { changes, timeZone } = given;
	return (
		<section aria-labelledby="largest">
			<h2 id="largest">Largest changes of the last 30 days</h2>
			{changes.length === 0 ? (
				<p class="soft">Nothing that changes a bill was written in the last 30 days.</p>
			) : (
				<CardTable
					caption="Written to Autotask, largest first"
					heads={['Customer', 'Order', { name: 'Change', class: 'number' }, 'Written']}
				>
					<tbody>
						{changes.map(({ taskId, customerName, customerId, orderNumber, kind, sums, writtenAt }) => (
							<tr>
								<td class="head" data-label="Customer">
									<a href={address('tasks', { customer: customerId })}>{customerName ?? customerId}</a>
								</td>
								<td class="short" data-label="Order">
									<a href={taskAddress(taskId)}>{orderNumber ?? kindNames[kind]}</a>
								</td>
								<td class="number" data-label="Change">
									{sumsText(sums)}
								</td>
								<td class="short" data-label="Written">
									{dayText(localDay(writtenAt, timeZone))}
								</td>
							</tr>
						))}
					</tbody>
				</CardTable>
			)}
		</section>
	);
}
