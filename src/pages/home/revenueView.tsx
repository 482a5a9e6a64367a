import type { VNode } from 'preact';
import { monthText } from '../../domain/calendarDate';
import { isZero } from '../../domain/money';
import type { Revenue } from '../../domain/overview/revenue';
import { moneyText } from '../moneyText';
import { RevenuePicture, revenueText } from './revenuePicture';

function RevenueTable({ revenue: { currency, months } }: { readonly revenue: Revenue }): VNode {
	return (
		<table>
			<caption>Recurring revenue a month, {currency}</caption>
			<thead>
				<tr>
					<th>Month</th>
					<th class="number">Billed</th>
					<th class="number">With waiting plans</th>
				</tr>
			</thead>
			<tbody>
				{months.map(({ month, billed, withWaiting }) => (
					<tr>
						<td>{monthText(month)}</td>
						<td class="number">{moneyText(billed, currency)}</td>
						<td class="number">{moneyText(withWaiting, currency)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Currencies beyond these are in the table alone. */
const mostPictures = 2;

/** The recurring revenue by month, as a picture and as a table. */
export function RevenueView({ revenue }: { readonly revenue: readonly Revenue[] }): VNode {
	const shown = revenue.filter(({ months }) =>
		months.some(({ billed, withWaiting }) => !isZero(billed) || !isZero(withWaiting)),
	);
	return (
		<section aria-labelledby="revenue">
			<h2 id="revenue">Recurring revenue by month</h2>
			{shown.length === 0 ? (
				<p class="soft">It is shown here as soon as the first plan is made.</p>
			) : (
				<>
					{shown.slice(0, mostPictures).map((one) => (
						<figure>
							<figcaption>{revenueText(one)}</figcaption>
							<RevenuePicture revenue={one} isAlone={shown.length === 1} />
						</figure>
					))}
					<p class="legend small">
						<span class="billed-key">Billed</span> <span class="waiting-key">With the plans that wait</span>
					</p>
					<p class="hint">
						The contract services that plans were made for, with all of their units. Quarters and years count with their
						share of a month. Contracts are assumed to continue.
					</p>
					<details>
						<summary>Show the figures</summary>
						{shown.map((one) => (
							<RevenueTable revenue={one} />
						))}
					</details>
				</>
			)}
		</section>
	);
}
