import type { ComponentChildren, VNode } from 'preact';
import type { ChangedColumn, PlanLine } from '../../domain/plan/planRow';
import { isRecurring } from '../../domain/planning/changedPlan';
import { amountText } from '../amountText';
import { Badge } from '../parts/badge';

/** One column of a plan as a person reads it. */
export interface PlanColumn {
	readonly name: string;
	readonly class?: 'number' | 'day';
	/** What of a row a person can change in it. */
	readonly changes?: ChangedColumn;
	readonly show: (line: PlanLine) => ComponentChildren;
}

function signed(change: number): string {
	return change > 0 ? `+${change}` : String(change);
}

function tickedText(line: PlanLine): VNode {
	if (line.selected) return <Badge mood="good">ticked</Badge>;
	return <Badge mood="wait">{isRecurring(line) ? 'not now' : 'not ticked'}</Badge>;
}

/** The guide's columns, in its order. */
export const planColumns: readonly PlanColumn[] = [
	{ name: 'Effective date', class: 'day', changes: 'date', show: (line) => line.effectiveDate },
	{ name: 'End date', class: 'day', show: (line) => line.endDate ?? '' },
	{ name: 'Service', show: (line) => line.serviceName },
	{ name: 'Invoice description', changes: 'description', show: (line) => line.invoiceDescription },
	{ name: 'Current', class: 'number', show: (line) => line.currentQuantity },
	{ name: 'Change', class: 'number', changes: 'quantity', show: (line) => signed(line.quantityChange) },
	{
		name: 'Price',
		class: 'number',
		changes: 'price',
		show: ({ price }) => (price === undefined ? '' : amountText(price)),
	},
	{ name: 'Cost', class: 'number', changes: 'cost', show: ({ cost }) => (cost === undefined ? '' : amountText(cost)) },
	{
		name: 'Kind',
		changes: 'ticked',
		show: (line) => (
			<>
				{line.kind} {tickedText(line)}
			</>
		),
	},
];
