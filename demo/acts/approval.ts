import type { BillItem } from '../reading/autotask';
import { readTasks, type Task } from '../reading/tasks';
import { runByHand } from '../runs';
import { monthName, monthOf } from '../screen/days';
import type { Screen } from '../screen/screen';
import { table } from '../screen/table';
import { billTable } from '../tables/billTables';
import { changedLines, lineTable } from '../tables/lineTable';
import { countLine, countTasks } from '../tables/taskTables';
import { trafficLine } from '../tables/trafficTable';
import { setParameters, withFields } from '../workflowEdits';
import type { World } from '../world';

/** The subscriptions whose first tasks the person approves: those of Ashdown, Brightwater, Harlow and Juniper, and two more. */
const approvedSubscriptions: readonly string[] = [
	...['5001', '5002', '5003'],
	...['5004', '5005'],
	...['5006', '5009'],
	...['5019', '5020', '5021'],
	...['5025', '5026', '5027'],
];
const approvedBy = 'Olga Owner';

/** Approves some of the plans by name and lets the second template write them. @returns the bill posted afterwards. */
export async function approval(world: World, screen: Screen): Promise<readonly BillItem[]> {
	const { n8n, workflows, autotask, today } = world;
	const mark = await autotask.mark();
	const chosen = (await readTasks(n8n.rest, workflows.listTasks)).filter(isChosen);
	const entries = chosen.map(entryOf);
	screen.say(
		`${approvedBy} has read the plans and approves ${entries.length} of them, each by its fingerprint; own= says how many units of a line that was billed by hand are the subscription’s already:`,
	);
	screen.lines(inColumns(entries));
	const before = await autotask.rows();
	await screen.step('The entries go into the Settings node of Sync Changes', () =>
		setParameters(n8n.rest, { workflowId: workflows.syncChanges, node: 'Settings' }, (parameters) =>
			withFields(parameters, { tasks: entries.join('\n'), approvedBy }),
		),
	);
	await screen.step('Sync Changes runs: Approve Tasks, Sync Contract', () =>
		runByHand(n8n.rest, workflows.syncChanges, 'Writing what was approved'),
	);
	const traffic = await autotask.trafficSince(mark);
	const comparison = { before, after: await autotask.rows(), from: monthOf(today).first, to: monthOf(today, 1).last };
	screen.title('Contract lines in Autotask, before (−) and after (+), this period and the next');
	screen.lines(lineTable(comparison));
	const bill = await screen.step(`${monthName(today)} is approved and posted in Autotask`, () =>
		autotask.post(monthOf(today).last),
	);
	const lines = changedLines(comparison);
	const customers = new Set(comparison.after.flatMap((row) => (lines.has(row.lineId) ? [row.company] : [])));
	screen.title(`The ${monthName(today)} bill of these customers, from Autotask’s BillingItems`);
	screen.lines(billTable(bill.filter(({ company, date }) => customers.has(company) && isIn(date, today))));
	screen.title('So far');
	screen.say(`${countLine(countTasks(await readTasks(n8n.rest, workflows.listTasks)))}.`);
	screen.say(trafficLine(traffic));
	return bill;
}

function isChosen({ subscriptionIds }: Task): boolean {
	return subscriptionIds.some((id) => approvedSubscriptions.includes(id));
}

/** The task, the fingerprint of its plan, and how many units of a line that existed before are this subscription's. */
function entryOf({ id, plan }: Task): string {
	const [question] = plan?.questions ?? [];
	return `${id}:${plan?.fingerprint ?? ''}${question === undefined ? '' : ` own=${question.suggestion}`}`;
}

function inColumns(entries: readonly string[]): readonly string[] {
	const rows = Math.ceil(entries.length / 3);
	const cells = Array.from({ length: rows }, (_, row) =>
		[row, row + rows, row + 2 * rows].map((i) => entries[i] ?? ''),
	);
	return ['', ...table([{ title: '' }, { title: '' }, { title: '' }], cells).slice(2), ''];
}

function isIn(day: string, month: string): boolean {
	return monthOf(day).first === monthOf(month).first;
}
