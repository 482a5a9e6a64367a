import type { VNode } from 'preact';
import type { ConnectionInputs } from '../../ports/store/connections';
import { getSettings } from '../../sync/settings/getSettings';
import type { Page, PagePorts, PageView } from '../page';
import { Cards } from './cards';
import { Checklist } from './checklist';
import { type AutomaticSetting, ConnectionFacts } from './connectionFacts';
import { LargestChanges } from './largestChanges';
import { type Overview, readOverview } from './overview';
import { RevenueView } from './revenueView';

function Home(given: {
	readonly overview: Overview;
	readonly inputs: ConnectionInputs;
	readonly automatic: AutomaticSetting;
}): VNode {
	const { overview, inputs, automatic } = given;
	const { connection, now, revenue, changes, setUp, waiting } = overview;
	return (
		<>
			<ConnectionFacts connection={connection} inputs={inputs} automatic={automatic} now={now} />
			<Cards {...overview} />
			<Checklist setUp={setUp} isReviewable={waiting.tasks > 0} />
			<div class="halves">
				<RevenueView revenue={revenue} />
				<LargestChanges changes={changes} timeZone={connection.timeZone} />
			</div>
		</>
	);
}

function Unconnected(): VNode {
	return (
		<p>
			There was no check yet. Choose the time zone in <a href="settings">Settings</a> and publish the workflow that
			checks the marketplace; the first check makes a task for every subscription.
		</p>
	);
}

async function show(ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const { settings, nodes, connection } = await getSettings(connectionId, ports);
	if (!connection) return { title: 'Home', content: <Unconnected /> };
	const isDifferent = nodes.some(({ others }) => others.some(({ name }) => name === 'processAutomatically'));
	const automatic = { isOn: settings.processAutomatically, isDifferent };
	const overview = await readOverview(connection, ports);
	return { title: 'Home', content: <Home overview={overview} inputs={ports.inputs} automatic={automatic} /> };
}

/** What a connection comes to: what is to be approved, what is held up, and the money of both. */
export const homePage: Page = {
	name: 'home',
	isFolder: true,
	show: async (_, ports) => await show(ports),
	actions: {},
};
