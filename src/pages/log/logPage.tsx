import type { VNode } from 'preact';
import type { TaskId } from '../../domain/ids';
import type { LogPage, LogSearch } from '../../ports/store/actionLog';
import { loggedActions } from '../../sync/deciding/loggedActions';
import { address } from '../address';
import { Choice, TextField } from '../fields';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { csvAnswer, type PageAnswer } from '../pageAnswer';
import { Pager } from '../pager';
import { pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';
import { detailsText, LogTable } from './logTable';

interface LogState {
	readonly search: string;
	readonly task: string;
	readonly customer: string;
	readonly action: string;
	readonly page: number;
}

function stateOf(request: PageRequest): LogState {
	const { search = '', task = '', customer = '', action = '' } = request.query;
	const said = (text: string) => text.trim().slice(0, 200);
	return {
		search: said(search),
		task: said(task),
		customer: said(customer),
		action: loggedActions.find((one) => one === action) ?? '',
		page: pageNumber(request),
	};
}

function searchOf({ search, task, customer, action, page }: LogState): LogSearch {
	return {
		search,
		customer,
		...(task === '' ? {} : { taskId: task as TaskId }),
		...(action === '' ? {} : { action }),
		offset: (page - 1) * rowsPerPage,
		limit: rowsPerPage,
	};
}

function LogView({ found, state }: { readonly found: LogPage; readonly state: LogState }): VNode {
	const { page, ...kept } = state;
	return (
		<>
			<form method="get" action="log" class="row" role="search">
				<TextField
					name="search"
					label="Search the log"
					type="search"
					value={state.search}
					hint="Text, who, or correlation ID"
				/>
				<TextField name="task" label="Task ID" value={state.task} />
				<TextField name="customer" label="Customer" value={state.customer} hint="Part of name or ID" />
				<Choice
					name="action"
					label="Action"
					value={state.action}
					options={[{ value: '', name: 'Any' }, ...loggedActions.map((value) => ({ value, name: value }))]}
				/>
				<button class="main">Search</button>
				<a href="log">All of it</a>
			</form>
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

async function csv(request: PageRequest, ports: PagePorts): Promise<PageAnswer> {
	const search = { ...searchOf(stateOf(request)), offset: 0, limit: mostExported };
	const { rows } = await ports.store.logPage(ports.inputs.connectionId, search);
	return csvAnswer('action-log.csv', [
		['when', 'action', 'task', 'message', 'by', 'correlation id', 'details'],
		...rows.map((entry) => [
			entry.at,
			entry.action,
			entry.taskId ?? '',
			entry.message,
			entry.by ?? '',
			entry.correlationId ?? '',
			detailsText(entry),
		]),
	]);
}

async function show({ request }: Showing, ports: PagePorts): Promise<PageView | PageAnswer> {
	if (request.query['as'] === 'csv') return await csv(request, ports);
	const state = stateOf(request);
	const found = await ports.store.logPage(ports.inputs.connectionId, searchOf(state));
	return { title: 'Action log', content: <LogView found={found} state={state} /> };
}

/** The action log of the connection; it only shows. */
export const logPage: Page = { name: 'log', show, actions: {} };
