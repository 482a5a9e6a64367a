import type { VNode } from 'preact';
import type { LogPage } from '../../ports/store/actionLog';
import { loggedActions } from '../../sync/deciding/loggedActions';
import { address } from '../address';
import { Choice, TextField } from '../parts/fields';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { Pager } from '../pager';
import type { PageRequest } from '../pageRequest';
import { type LogState, searchOf, stateOf } from './logState';
import { actionText, beforeAfter, detailsText, LogTable, moneyOfEntry } from './logTable';

function Search({ state }: { readonly state: LogState }): VNode {
	return (
		<form method="get" action="log" class="row" role="search">
			<TextField name="from" label="From" type="date" value={state.from} />
			<TextField name="to" label="To" type="date" value={state.to} />
			<TextField name="customer" label="Customer" value={state.customer} />
			<TextField name="by" label="Who" value={state.by} />
			<Choice
				name="action"
				label="Action"
				value={state.action}
				options={[{ value: '', name: 'Any' }, ...loggedActions.map((value) => ({ value, name: actionText(value) }))]}
			/>
			<TextField name="task" label="Task ID" value={state.task} />
			<TextField name="search" label="Text" type="search" value={state.search} />
			<button class="main">Search</button>
			<a href="log">Clear</a>
		</form>
	);
}

function LogView(given: { readonly found: LogPage; readonly state: LogState }): VNode {
	const { found, state } = given;
	const { page, ...kept } = state;
	return (
		<>
			<Search state={state} />
			<p>
				<a href={address('log', { ...kept, as: 'csv' })}>Export as CSV</a>
			</p>
			<Pager path="log" state={kept} page={page} total={found.total} isAbove />
			<LogTable rows={found.rows} />
			<Pager path="log" state={kept} page={page} total={found.total} />
		</>
	);
}

const mostExported = 20_000;

async function csv(request: PageRequest, timeZone: string, ports: PagePorts): Promise<PageAnswer> {
	const search = { ...searchOf(stateOf(request), timeZone), offset: 0, limit: mostExported };
	const { rows } = await ports.store.logPage(ports.inputs.connectionId, search);
	return csvAnswer('action-log.csv', [
		['when', 'who', 'action', 'message', 'customer', 'before', 'after', 'money', 'task', 'correlation id', 'details'],
		...rows.map((entry) => {
			const { before, after } = beforeAfter(entry);
			return [
				entry.at,
				entry.by ?? '',
				entry.action,
				entry.message,
				entry.customerName ?? '',
				before,
				after,
				moneyOfEntry(entry),
				entry.taskId ?? '',
				entry.correlationId ?? '',
				detailsText(entry),
			];
		}),
	]);
}

async function show({ request }: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	const { connectionId } = ports.inputs;
	const timeZone = (await ports.store.connection(connectionId))?.timeZone ?? 'utc';
	if (request.query['as'] === 'csv') return await csv(request, timeZone, ports);
	const state = stateOf(request);
	const found = await ports.store.logPage(connectionId, searchOf(state, timeZone));
	return { title: 'Action log', content: <LogView found={found} state={state} /> };
}

/** The action log of the connection; it only shows. */
export const logPage: Page = { name: 'log', show, actions: {} };
