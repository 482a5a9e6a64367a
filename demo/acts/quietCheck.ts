import { until } from '../n8n/until';
import type { Screen } from '../screen/screen';
import type { World } from '../world';

const said = /Connection \S+: (.*handed on\.)/g;

/** Lets the trigger look once more where nothing is new. @throws Error where it wrote or started an execution. */
export async function quietCheck(world: World, screen: Screen): Promise<void> {
	const { n8n, workflows, autotask, marketplace } = world;
	const { checkChanges } = workflows;
	const newest = await n8n.rest.newestExecutionId(checkChanges);
	const marks = { autotask: await autotask.mark(), marketplace: await marketplace.mark() };
	const told = verdicts(n8n.logText()).length;
	const verdict = await screen.step(
		'Check Changes is published once more, so that it polls where nothing is new',
		async () => {
			await n8n.rest.unpublish(checkChanges);
			await n8n.rest.publish(checkChanges);
			return await until('the poll to end', 30_000, async () => verdicts(n8n.logText())[told]);
		},
	);
	const traffic = await autotask.trafficSince(marks.autotask);
	const paths = await marketplace.pathsSince(marks.marketplace);
	const started = (await n8n.rest.newestExecutionId(checkChanges)) !== newest;
	if (started || traffic.writes > 0) throw new Error('A check that found nothing new started an execution or wrote.');
	screen.say(`n8n’s log: “${verdict}”`);
	screen.say(
		`Marketplace’s request log: ${[...new Set(paths)].join(', ')}, asked ${paths.length} time${paths.length === 1 ? '' : 's'}.`,
	);
	screen.say(`Autotask’s request log: ${traffic.requests} requests. n8n’s list of executions: none added.`);
}

function verdicts(log: string): readonly string[] {
	return [...log.matchAll(said)].map(([, sentence = '']) => sentence);
}
