import type { VNode } from 'preact';
import { isZero, minus } from '../../domain/money';
import type { ContractPlan } from '../../domain/plan/plan';
import { heldBeside } from '../../domain/plan/heldBeside';
import type { PlanMoney, RecurringMoney } from '../../domain/plan/planMoney';
import { besideText } from './besideText';
import { billText } from './totalText';
import { dayText } from '../../domain/calendarDate';
import { periodName } from '../../domain/billingPeriod';
import { changeText, moneyText } from '../moneyText';

/** Whether a plan leaves the customer's bills as they are. */
export function changesNothing({ once, recurring }: PlanMoney): boolean {
	return isZero(once) && recurring.every(({ before, after }) => isZero(minus(after, before)));
}

interface Figures {
	readonly name: string;
	readonly before: string;
	readonly after: string;
	readonly change: string;
}

function recurringRows(
	{ periodType, from, before, after, costs }: RecurringMoney,
	currency: string,
): readonly Figures[] {
	const named = `Each ${periodName[periodType]}, from ${dayText(from)}`;
	const billed = {
		name: named,
		before: moneyText(before, currency),
		after: moneyText(after, currency),
		change: changeText(minus(after, before), currency),
	};
	if (!costs) return [billed];
	const [was, is] = [minus(before, costs.before), minus(after, costs.after)];
	const margin = {
		name: `Margin each ${periodName[periodType]}`,
		before: moneyText(was, currency),
		after: moneyText(is, currency),
		change: changeText(minus(is, was), currency),
	};
	return [billed, margin];
}

function onceRow({ once, recurring: [first] }: PlanMoney, currency: string): readonly Figures[] {
	if (isZero(once)) return [];
	const until = first ? `, until ${dayText(first.from)}` : '';
	return [{ name: `Once${until}`, before: '', after: '', change: changeText(once, currency) }];
}

type MoneyOf = Pick<ContractPlan, 'money' | 'totals' | 'currency' | 'questions' | 'lines'>;

/** What a plan changes of the customer's bills: before, after and the difference. */
export function PlanMoneyView({ plan }: { readonly plan: MoneyOf }): VNode {
	const { money, currency } = plan;
	const [beside] = heldBeside(plan);
	if (!money)
		return (
			<p>
				Autotask does not say what the line costs now. With the plan: <strong>{billText(plan)}</strong>.
			</p>
		);
	if (changesNothing(money))
		return (
			<p class="notice">
				No change to the bill:{' '}
				{beside ? `${besideText(plan, beside)}, until somebody says whose they are` : 'Autotask already matches'}.
			</p>
		);
	const rows = [...money.recurring.flatMap((one) => recurringRows(one, currency)), ...onceRow(money, currency)];
	return (
		<table class="totals money">
			<caption>What changes on the bill, before tax</caption>
			<thead>
				<tr>
					<th>Amount</th>
					<th class="number">Before</th>
					<th class="number">After</th>
					<th class="number">Change</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(({ name, before, after, change }) => (
					<tr>
						<th scope="row">{name}</th>
						<td class="number">{before}</td>
						<td class="number">{after}</td>
						<td class="number">
							<strong>{change}</strong>
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
