import { sortBy, uniqBy } from 'lodash';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { TaskId } from '../../src/domain/ids';
import { excludedName } from '../../src/domain/order/exclusion';
import type { PlanLine } from '../../src/domain/plan/planRow';
import type { TaskState } from '../../src/domain/task/task';
import type { TaskSummary } from '../../src/ports/store/tasks';
import { contractVerdictsOf } from '../../src/sync/planning/contractVerdictsOf';
import { settingsOfNode } from '../../src/sync/settings/nodeSettings';
import { buildPart } from '../../src/sync/settings/settingParts';
import { listed, windowOf } from '../shared/items/listed';
import { searchProducts } from '../shared/items/productSearch';
import { openPorts } from '../shared/opening/openPorts';
import { buildNames } from '../shared/settings/buildProperties';
import { ownReader, parametersHere } from '../shared/settings/options';
import { ownSettings } from '../shared/settings/ownSettings';
import { optionsSince } from './planSettings';

function taskLabel({ id, orderNumber, kind, customerId, customerName, state, attention }: TaskSummary): string {
	const order = orderNumber === undefined ? id : `Order ${orderNumber}`;
	return `${order}, ${kind}, ${customerName ?? customerId}: ${attention?.reason ?? state}`;
}

async function tasksIn(
	context: ILoadOptionsFunctions,
	states: readonly TaskState[] | undefined,
	...asked: Parameters<typeof windowOf>
): Promise<INodeListSearchResult> {
	const { store, inputs } = await openPorts(context);
	const window = windowOf(...asked);
	const page = await store.taskPage(inputs.connectionId, { ...window, ...(states && { states }) });
	return listed(
		page.rows.map((task) => ({ name: taskLabel(task), value: task.id })),
		{ ...page, ...window },
	);
}

/** Tasks as the board finds them, newest first. */
async function searchTasks(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await tasksIn(this, undefined, filter, paginationToken);
}

/** Those of them that can still be planned. */
async function searchOpenTasks(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await tasksIn(this, ['open', 'attention', 'approved', 'failed'], filter, paginationToken);
}

function chosenTask(context: ILoadOptionsFunctions): TaskId {
	const chosen = context.getNodeParameter('taskId', '', { extractValue: true });
	return (typeof chosen === 'string' ? chosen : '') as TaskId;
}

function containing(results: INodeListSearchResult['results'], filter = ''): INodeListSearchResult {
	const part = filter.trim().toLowerCase();
	return { results: results.filter(({ name }) => name.toLowerCase().includes(part)) };
}

function rowName({ kind, invoiceDescription, effectiveDate, selected }: PlanLine): string {
	return `${invoiceDescription}, ${kind}, ${effectiveDate}${selected ? '' : ', not ticked'}`;
}

/** The rows of the chosen task's plan that can be changed; a row of several lines by its first one. */
async function searchRows(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { store, inputs } = await openPorts(this);
	const [plan] = await store.plans(inputs.connectionId, [chosenTask(this)]);
	const rows = uniqBy(plan?.lines ?? [], 'row').flatMap((line) =>
		line.row === undefined ? [] : [{ name: rowName(line), value: line.row }],
	);
	return containing(rows, filter);
}

/** What the chosen task's plan asks of lines of before. */
async function searchQuestions(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { store, inputs } = await openPorts(this);
	const [plan] = await store.plans(inputs.connectionId, [chosenTask(this)]);
	const asked = (plan?.questions ?? []).map((one) => ({
		name: `${one.productId}: contract service ${one.contractServiceId} holds ${one.inForce}, suggested ${one.suggestion}`,
		value: `${one.subscriptionId}/${one.productId}`,
	}));
	return containing(asked, filter);
}

/** The contracts of the chosen task's company: those that fit first, the others with why they do not. */
async function searchContracts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const ports = await openPorts(this);
	const task = await ports.store.task(ports.inputs.connectionId, chosenTask(this));
	if (!task) return { results: [] };
	const own = ownSettings(buildNames, ownReader(parametersHere(this), optionsSince));
	const { settings } = await settingsOfNode(ports.inputs.connectionId, { own }, ports);
	const { verdicts } = await contractVerdictsOf(task, ports, buildPart(settings));
	const sorted = sortBy(verdicts, ({ why }) => (why === undefined ? 0 : 1));
	const rows = sorted.map(({ contract: { id, name }, why }) => ({
		name: `${name} (${id}): ${why ?? 'fits'}`,
		value: id,
	}));
	return containing(rows, filter);
}

/** What is never billed, to be billed again. */
async function searchExclusions(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { store, inputs } = await openPorts(this);
	const rows = (await store.exclusions(inputs.connectionId)).map((one) => ({
		name: `${one.kind} ${one.name} (${one.id}): ${one.reason}`,
		value: excludedName(one),
	}));
	return containing(rows, filter);
}

/** The lists of the node's parameters, by the name that these carry. */
export const taskSearches = {
	searchContracts,
	searchExclusions,
	searchOpenTasks,
	searchProducts,
	searchQuestions,
	searchRows,
	searchTasks,
};
