import type { MarketplaceNames } from '../reading/marketplace';
import type { Plan, PlanRow, Task } from '../reading/tasks';
import { shownAmount, signed } from '../screen/amounts';
import { fitted, screenWidth, wrapped } from '../screen/text';

interface PlanColumn {
	readonly title: string;
	readonly width: number;
	readonly align?: 'right';
	readonly text: (row: PlanRow, task: Task) => string;
}

/** What holds where a plan names no price or cost of its own. */
const autotasksOwn = 'Autotask';

const columns: readonly PlanColumn[] = [
	{ title: '', width: 1, text: ({ selected }) => (selected ? '✓' : '·') },
	{ title: 'Effective', width: 10, text: ({ effectiveDate }) => effectiveDate },
	{ title: 'Ends', width: 10, text: ({ endDate }) => endDate ?? '' },
	{ title: 'Service', width: 39, text: ({ serviceName }) => serviceName },
	{ title: 'Now', width: 4, align: 'right', text: ({ currentQuantity }) => String(currentQuantity) },
	{ title: 'Change', width: 6, align: 'right', text: ({ quantityChange }) => signed(quantityChange) },
	{
		title: 'Price',
		width: 8,
		align: 'right',
		text: ({ price }) => (price === undefined ? autotasksOwn : shownAmount(price)),
	},
	{
		title: 'Cost',
		width: 8,
		align: 'right',
		text: ({ cost }) => (cost === undefined ? autotasksOwn : shownAmount(cost)),
	},
	{ title: 'Kind', width: 9, text: ({ kind }) => kind },
];

const indent = '  ';
const below = '     ';

/**
 * The plans that wait, customer by customer, in the columns that a person reviews; a row's invoice description and
 * detail stand below it. A tick marks what would be written.
 */
export function planTable(tasks: readonly Task[], names: MarketplaceNames): readonly string[] {
	const planned = tasks.flatMap((task) => (task.plan === undefined ? [] : [{ task, plan: task.plan }]));
	const customers = [...new Set(planned.map(({ task }) => task.customerId))].sort();
	return [
		line(columns.map(({ title }) => title)),
		indent + '─'.repeat(screenWidth - indent.length),
		...customers.flatMap((customer) => [
			`${indent}${names.customer(customer)}`,
			...planned.filter(({ task }) => task.customerId === customer).flatMap(({ task, plan }) => planLines(task, plan)),
			'',
		]),
	];
}

/** What a plan changes of the bill: each period before and after, and once. */
function billText({ money, totals, currency }: Plan): string {
	if (!money) return `once ${shownAmount(totals.once)}, each period ${shownAmount(totals.perPeriod)} ${currency}`;
	const changed = money.recurring.filter(({ before, after }) => before !== after);
	const recurring = changed.map(
		({ before, after }) => `${shownAmount(before)} to ${shownAmount(after)} ${currency} each period`,
	);
	const once = Number(money.once) === 0 ? [] : [`${shownAmount(money.once)} ${currency} once`];
	return [...recurring, ...once].join(', ') || 'no change, Autotask already matches';
}

function planLines(task: Task, plan: Plan): readonly string[] {
	const totals = `on the bill: ${billText(plan)}`;
	const [question] = plan.questions;
	const own = question === undefined ? '' : ` Billed by hand so far: ${question.inForce}, own=${question.suggestion}?`;
	return plan.lines.flatMap((row) => [
		line(columns.map(({ text }) => text(row, task))),
		...wrapped(`${task.id} · ${plan.contractName} · “${row.invoiceDescription}” · ${totals}`, below),
		...wrapped(`${row.detail}${own}`, below),
	]);
}

function line(cells: readonly string[]): string {
	const text = cells.map((cell, index) => fitted(cell, columns[index]?.width ?? 0, columns[index]?.align));
	return (indent + text.join('  ')).trimEnd();
}
