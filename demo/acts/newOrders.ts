import { newOrders as ordersOf } from '../../simulators/provider/newOrders';
import type { BillItem } from '../reading/autotask';
import type { MarketplaceNames } from '../reading/marketplace';
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
	await letOrdersArrive(world, screen);
	const tasks = await screen.step('The tasks, listed again', () => readTasks(n8n.rest, workflows.listTasks));
	const traffic = await autotask.trafficSince(mark);
	const names = await marketplace.names();
	const fresh = tasks.filter(({ id }) => !known.has(id));
	showTasks(screen, { tasks, fresh, names });
	screen.title('Contract lines in Autotask, before (−) and after (+), this period and the next');
	const comparison = { before, after: await autotask.rows(), from: monthOf(today).first, to: monthOf(today, 1).last };
	screen.lines(lineTable(comparison));
	const nextBill = await screen.step('The next period is approved and posted in Autotask', () =>
		autotask.post(monthOf(today, 1).last),
	);
	showBills(world, screen, { firstBill, nextBill, lines: changedLines(comparison) });
	screen.title('What needs attention, and why');
	screen.lines(attentionList(tasks, names));
	screen.title('Requests');
	screen.say(trafficLine(traffic));
	return tasks;
}

async function letOrdersArrive(world: World, screen: Screen): Promise<void> {
	const orders = ordersOf(world.today);
	await screen.step(`${orders.length} orders arrive at the marketplace`, async () => {
		for (const order of orders) await world.marketplace.act(order);
	});
	await screen.step(
		'Check Changes is set to process automatically and published; its poll finds them, its run writes',
		() => checkAutomatically(world),
	);
}

/** The tasks of the new orders, and the numbers of all. */
function showTasks(
	screen: Screen,
	{
		tasks,
		fresh,
		names,
	}: { readonly tasks: readonly Task[]; readonly fresh: readonly Task[]; readonly names: MarketplaceNames },
): void {
	screen.title('What became of the orders');
	screen.lines(orderTable(fresh, names));
	screen.title('Tasks by state');
	screen.lines(stateTable(tasks, names));
	screen.lines(['', `  ${countLine(countTasks(tasks))}.`]);
}

/** What the two bills say of the lines that the orders changed, and of charges. */
function showBills(
	{ today }: World,
	screen: Screen,
	bills: {
		readonly firstBill: readonly BillItem[];
		readonly nextBill: readonly BillItem[];
		readonly lines: ReadonlySet<number>;
	},
): void {
	const isTouched = ({ lineId }: BillItem): boolean => lineId === undefined || bills.lines.has(lineId);
	screen.title('These lines and charges on both bills, from Autotask’s BillingItems');
	screen.lines(
		billsByPeriod(
			[
				{ title: '1st bill', items: bills.firstBill.filter(isTouched) },
				{ title: '2nd bill', items: bills.nextBill.filter(isTouched) },
			],
			[monthOf(today).first, monthOf(today, 1).first],
		),
	);
}

async function checkAutomatically({ n8n, workflows }: World): Promise<void> {
	const { checkChanges: workflowId } = workflows;
	const afterId = await n8n.rest.newestExecutionId(workflowId);
	await setParameters(n8n.rest, { workflowId, node: 'Check Changes' }, (parameters) => ({
		...parameters,
		options: { ...(parameters['options'] as object | undefined), processAutomatically: true },
	}));
	await n8n.rest.publish(workflowId);
	succeeded(await n8n.rest.waitForExecution({ workflowId, afterId }), 'The check that writes by itself');
}
