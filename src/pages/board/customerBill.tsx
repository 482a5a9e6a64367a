import type { VNode } from 'preact';
import type { CustomerId } from '../../domain/ids';
import { ofHundredths } from '../../domain/money';
import { type RecurringNow, recurringNow } from '../../domain/overview/revenue';
import type { CountedPlans } from '../../ports/store/overview';
import { periodName } from '../../domain/billingPeriod';
import { changeText, moneyText } from '../moneyText';
import type { PagePorts } from '../page';
import { CardTable } from '../parts/cardTable';
import { sumsText } from '../sumText';

/** What a customer is billed through this connection, and what the plans that wait make of it. */
export interface CustomerBill {
	readonly recurring: readonly RecurringNow[];
	readonly waiting: CountedPlans;
}

/** Sums it up; no plan is read. */
export async function readCustomerBill(
	customerId: CustomerId,
	{ store, inputs: { connectionId } }: PagePorts,
): Promise<CustomerBill> {
	return {
		recurring: recurringNow(await store.revenueSteps(connectionId, customerId)),
		waiting: await store.countPlans(connectionId, { states: ['attention'], reasons: ['approval'], customerId }),
	};
}

function Row({ currency, periodType, written, withWaiting }: RecurringNow): VNode {
	return (
		<tr>
			<td class="head" data-label="Amount">
				Each {periodName[periodType]}
			</td>
			<td class="number" data-label="As written">
				{moneyText(ofHundredths(written), currency)}
			</td>
			<td class="number" data-label="With waiting plans">
				{moneyText(ofHundredths(withWaiting), currency)}
			</td>
			<td class="number" data-label="Change">
				<strong>{changeText(ofHundredths(withWaiting - written), currency)}</strong>
			</td>
		</tr>
	);
}

const heads = [
	'Amount',
	{ name: 'As written', class: 'number' },
	{ name: 'With waiting plans', class: 'number' },
	{ name: 'Change', class: 'number' },
] as const;

/** Says what one customer will be billed: recurring as written and with the plans that wait, and once. */
export function CustomerBillView({ bill, name }: { readonly bill: CustomerBill; readonly name: string }): VNode {
	const { recurring, waiting } = bill;
	const once = sumsText(waiting.sums.filter(({ periodType }) => periodType === undefined));
	return (
		<section aria-labelledby="bill">
			<h2 id="bill">What {name} is billed</h2>
			{recurring.length === 0 ? (
				<p class="soft">No plan of this customer tells it yet.</p>
			) : (
				<CardTable
					caption="Recurring, before tax: all units of the contract services that its plans are about"
					heads={[...heads]}
				>
					<tbody>
						{recurring.map((one) => (
							<Row {...one} />
						))}
					</tbody>
				</CardTable>
			)}
			{once === '' ? null : <p>The plans that wait bill besides: {once}.</p>}
			{waiting.untold === 0 ? null : (
				<p class="soft">
					{waiting.untold} of the plans that wait do not tell their amounts and are not in these figures.
				</p>
			)}
		</section>
	);
}
