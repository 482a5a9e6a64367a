import { readTasks, type Task } from '../reading/tasks';
import { runByHand, succeeded } from '../runs';
import type { Screen } from '../screen/screen';
import { planTable } from '../tables/planTable';
import { attentionList, countLine, countTasks, stateTable } from '../tables/taskTables';
import { trafficLine } from '../tables/trafficTable';
import type { World } from '../world';

/** Connects the two systems: every task waits for a person, and nothing is written. */
export async function firstConnection(world: World, screen: Screen): Promise<void> {
	const { n8n, workflows, autotask, marketplace } = world;
	await screen.step('A person chooses the time zone of the marketplace, by a small workflow with Sync Tasks', () =>
		runByHand(n8n.rest, workflows.chooseSettings, 'Choosing the time zone'),
	);
	await screen.step('A person maps the kinds of charge to billing codes, by a small workflow with Map Product', () =>
		runByHand(n8n.rest, workflows.mapChargeKinds, 'Mapping the kinds of charge'),
	);
	await screen.step('Both templates are published; Check Changes polls at once, and its run ends', async () => {
		await n8n.rest.publish(workflows.syncChanges);
		await n8n.rest.publish(workflows.checkChanges);
		const check = await n8n.rest.waitForExecution({ workflowId: workflows.checkChanges });
		succeeded(check, 'The first check');
	});
	const tasks = await screen.step('The tasks, listed by a small workflow with Sync Tasks', () =>
		readTasks(n8n.rest, workflows.listTasks),
	);
	const names = await marketplace.names();
	screen.title('Tasks by state');
	screen.lines(stateTable(tasks, names));
	screen.lines(['', `  ${countLine(countTasks(tasks))}.`]);
	screen.title('Plans that wait for approval (“Autotask”: the price or cost that Autotask has)');
	screen.lines(planTable(tasks.filter(isPlanned), names));
	screen.title('What the others need first');
	screen.lines(attentionList(tasks, names));
	const traffic = await autotask.trafficSince(0);
	if (traffic.writes > 0) throw new Error(`Autotask was written to ${traffic.writes} times before anybody approved.`);
	screen.title('Nothing has been written');
	screen.say(trafficLine(traffic));
}

function isPlanned({ attention, plan }: Task): boolean {
	return attention?.reason === 'approval' && plan !== undefined;
}
