import type { VNode } from 'preact';
import type { ConnectionInputs } from '../../ports/store/connections';
import type { Page, PagePorts, PageView } from '../page';
import { Cards } from './cards';
import { Checklist } from './checklist';
import { ConnectionFacts } from './connectionFacts';
import { LargestChanges } from './largestChanges';
import { type Overview, readOverview } from './overview';
import { RevenueView } from './revenueView';

/** What Home says of the settings. */
export interface HomeSettings {
	/** Whether changes are written without a person, for customers that allow it. */
	readonly processAutomatically: boolean;
}

function Home(given: {
	readonly overview: Overview;
	readonly inputs: ConnectionInputs;
	readonly settings: HomeSettings;
}): VNode {
	const { overview, inputs, settings } = given;
	const { connection, now, revenue, changes, setUp, waiting } = overview;
	return (
		<>
			<ConnectionFacts connection={connection} inputs={inputs} isAutomatic={settings.processAutomatically} now={now} />
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

async function show(settings: HomeSettings, ports: PagePorts): Promise<PageView> {
	const connection = await ports.store.connection(ports.inputs.connectionId);
	if (!connection) return { title: 'Home', content: <Unconnected /> };
	const overview = await readOverview(connection, ports);
	return { title: 'Home', content: <Home overview={overview} inputs={ports.inputs} settings={settings} /> };
}

/** The folder that the other pages are in, beside Home. */
export const homeFolder = 'marketplace/';

/** What a connection comes to: what is to be approved, what is held up, and the money of both. */
export function homePage(settings: HomeSettings): Page {
	return {
		name: 'home',
		folder: homeFolder,
		show: async (_, ports) => await show(settings, ports),
		actions: {},
	};
}
