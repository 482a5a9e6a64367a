import { newOrders as ordersOf } from '../../simulators/provider/newOrders';
import type { BillItem } from '../reading/autotask';
import { readTasks, type Task } from '../reading/tasks';
import { succeeded } from '../runs';
import { monthOf } from '../screen/days';
import type { Screen } from '../screen/screen';
import { billsByPeriod } from '../tables/billTables';
import { changedLines, lineTable } from '../tables/lineTable';
import { attentionList, countLine, countTasks, orderTable, stateTable } from '../tables/taskTables';
import { trafficLine } from '../tables/trafficTable';
import { setParameters } from '../workflowEdits';
import type { World } from '../world';

/** Orders arrive and the trigger carries them over by itself. @param firstBill what the act before posted. */
export async function newOrders(
	world: World,
	screen: Screen,
	firstBill: readonly BillItem[],
): Promise<readonly Task[]> {
	const { n8n, workflows, autotask, marketplace, today } = world;
	const known = new Set((await readTasks(n8n.rest, workflows.listTasks)).map(({ id }) => id));
	const mark = await autotask.mark();
	const before = await autotask.rows();
	const orders = ordersOf(today);
	await screen.step(`${orders.length} orders arrive at the marketplace`, async () => {
		for (const order of orders) await marketplace.act(order);
	});
	await screen.step(
		'Check Changes is set to process automatically and published; its poll finds them, its run writes',
		() => checkAutomatically(world),
	);
	const tasks = await screen.step('The tasks, listed again', () => readTasks(n8n.rest, workflows.listTasks));
	const traffic = await autotask.trafficSince(mark);
	const names = await marketplace.names();
	screen.title('What became of the orders');
	screen.lines(
		orderTable(
			tasks.filter(({ id }) => !known.has(id)),
			names,
		),
	);
	screen.title('Tasks by state');
	screen.lines(stateTable(tasks, names));
	screen.lines(['', `  ${countLine(countTasks(tasks))}.`]);
	screen.title('Contract lines in Autotask, before (−) and after (+), this period and the next');
	const comparison = { before, after: await autotask.rows(), from: monthOf(today).first, to: monthOf(today, 1).last };
	screen.lines(lineTable(comparison));
	const nextBill = await screen.step('The next period is approved and posted in Autotask', () =>
		autotask.post(monthOf(today, 1).last),
	);
	const lines = changedLines(comparison);
	const isTouched = ({ lineId }: BillItem): boolean => lineId === undefined || lines.has(lineId);
	screen.title('These lines and charges on both bills, from Autotask’s BillingItems');
	screen.lines(
		billsByPeriod(
			[
				{ title: '1st bill', items: firstBill.filter(isTouched) },
				{ title: '2nd bill', items: nextBill.filter(isTouched) },
			],
			[monthOf(today).first, monthOf(today, 1).first],
		),
	);
	screen.title('What needs attention, and why');
	screen.lines(attentionList(tasks, names));
	screen.title('Requests');
	screen.say(trafficLine(traffic));
	return tasks;
}

async function checkAutomatically({ n8n, workflows }: World): Promise<void> {
	const { checkChanges: workflowId } = workflows;
	const afterId = await n8n.rest.newestExecutionId(workflowId);
	await setParameters(n8n.rest, { workflowId, node: 'Check Changes' }, (parameters) => ({
		...parameters,
		processAutomatically: true,
	}));
	await n8n.rest.publish(workflowId);
	succeeded(await n8n.rest.waitForExecution({ workflowId, afterId }), 'The check that writes by itself');
}
