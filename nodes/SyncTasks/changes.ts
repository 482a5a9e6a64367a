import { mapKeys, pickBy } from 'lodash';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ContractId, TaskId } from '../../src/domain/ids';
import type { TypedRow } from '../../src/domain/planning/rowFields';
import type { SyncTask } from '../../src/domain/task/task';
import { changePlan } from '../../src/sync/planning/changePlan';
import type { PlanChange } from '../../src/sync/planning/planChange';
import { contractVerdictsOf } from '../../src/sync/planning/contractVerdictsOf';
import { type PlanNowOutcome, planTaskNow } from '../../src/sync/planning/planTaskNow';
import type { NodeRun } from '../../src/sync/settings/nodeSettings';
import { buildPart, planNowPart } from '../../src/sync/settings/settingParts';
import { chosenId, chosenText, type Given, runPerItem, typedText } from '../shared/items/itemRun';
import { speaker } from '../shared/items/speaker';
import { type ChainPorts, openPorts } from '../shared/opening/openPorts';
import { SettingError } from '../shared/settingError';
import { settingsHere, withOthers } from '../shared/settings/ownSettings';
import { shown } from './answers';
import { ownBuildSettings, ownPlanSettings } from './planSettings';

/** What the node calls the fields of a row. */
const fieldNames = {
	cost: 'cost',
	date: 'on',
	description: 'description',
	price: 'price',
	units: 'quantity',
} as const satisfies Readonly<Record<string, keyof TypedRow>>;

function isField(name: string): name is keyof typeof fieldNames {
	return name in fieldNames;
}

/** The task that a parameter names. */
export function chosenTask(context: IExecuteFunctions, item: number): TaskId {
	const id = chosenText(context, 'taskId', item);
	if (id === '') throw new SettingError('No task is chosen. Choose one from the list, or give its ID.');
	return id as TaskId;
}

/** What is said where the connection does not have it. */
export function noTask(context: IExecuteFunctions, { inputs }: ChainPorts, item: number): SettingError {
	const id = chosenTask(context, item);
	return new SettingError(`The connection ${inputs.connectionId} has no task ${id}. List the tasks to find its ID.`);
}

function rowChange(context: IExecuteFunctions, taskId: TaskId, item: number): PlanChange {
	const row = chosenText(context, 'row', item);
	if (row === '') throw new SettingError(`Task ${taskId}: no row is chosen. Choose one from the list of its plan.`);
	const { ticked, ...set } = context.getNodeParameter('rowChanges', item, {}) as Readonly<Record<string, unknown>>;
	const named = pickBy(set, (value, name) => isField(name) && value !== undefined && value !== null);
	const texts = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, String(value)]));
	const typed: TypedRow = mapKeys(texts, (_text, name) => (isField(name) ? fieldNames[name] : name));
	return { kind: 'row', row, typed, ...(typeof ticked === 'boolean' && { selected: ticked }) };
}

function contractChange(context: IExecuteFunctions, taskId: TaskId, item: number): PlanChange {
	const id = chosenId(context, 'contractId', item);
	if (!Number.isSafeInteger(id) || id <= 0)
		throw new SettingError(`Task ${taskId}: no contract is chosen. Choose one that fits.`);
	return { kind: 'contract', contractId: id as ContractId };
}

function chosenChange(context: IExecuteFunctions, taskId: TaskId, item: number): PlanChange {
	const kind = context.getNodeParameter('planChange', item);
	switch (kind) {
		case 'contract':
			return contractChange(context, taskId, item);
		case 'ownUnits':
			return { kind, product: chosenText(context, 'question', item), units: typedText(context, 'units', item) };
		case 'otherUnits':
			return {
				kind,
				units: typedText(context, 'units', item),
				seenInForce: typedText(context, 'seenInForce', item),
			};
		case 'prices':
			return {
				kind,
				from: context.getNodeParameter('pricesFrom', item) === 'marketplace' ? 'marketplace' : 'autotask',
				seen: typedText(context, 'pricesSeen', item),
			};
		case 'takeBack':
			return { kind };
		default:
			return rowChange(context, taskId, item);
	}
}

async function settingsOf(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<NodeRun> {
	return await settingsHere(context, ownPlanSettings(context, item), { ...ports, ...ports.inputs });
}

/** The task with the plan that it has now; what was refused stops the item with why. */
function came(
	context: IExecuteFunctions,
	outcome: PlanNowOutcome,
	{ ports, others }: { readonly ports: ChainPorts; readonly others: NodeRun['others'] },
): readonly Given[] {
	if (outcome.kind === 'refused') throw new SettingError(outcome.message);
	const { task, plan, message } = outcome;
	const json = shown(ports, task, { ...(plan && { plan }), message });
	return [{ output: 0, json: withOthers(json, context.getNode().name, others) }];
}

/** Changes one task's plan per item; each waits for approval as it is then. */
export async function change(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const by = speaker(context);
	return await runPerItem(context, 1, async (item) => {
		const taskId = chosenTask(context, item);
		const fingerprint = typedText(context, 'fingerprint', item);
		const request = {
			connectionId: ports.inputs.connectionId,
			taskId,
			by,
			change: chosenChange(context, taskId, item),
		};
		const asked = fingerprint === '' ? request : { ...request, fingerprint };
		const { settings, others } = await settingsOf(context, ports, item);
		return came(context, await changePlan(asked, ports, planNowPart(settings)), { ports, others });
	});
}

/** Looks at one task per item: its company, its services, its plan. */
export async function plan(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const by = speaker(context);
	return await runPerItem(context, 1, async (item) => {
		const request = { connectionId: ports.inputs.connectionId, taskId: chosenTask(context, item), by };
		const { settings, others } = await settingsOf(context, ports, item);
		return came(context, await planTaskNow(request, ports, planNowPart(settings)), { ports, others });
	});
}

async function storedTask(context: IExecuteFunctions, ports: ChainPorts, item: number): Promise<SyncTask> {
	const id = chosenTask(context, item);
	const task = await ports.store.task(ports.inputs.connectionId, id);
	if (task) return task;
	throw noTask(context, ports, item);
}

/** One item per contract of a task's company: whether the task can be written to it, and why not. */
export async function contracts(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const task = await storedTask(context, ports, item);
		const { settings } = await settingsHere(context, ownBuildSettings(context, item), { ...ports, ...ports.inputs });
		const { company, verdicts, on } = await contractVerdictsOf(task, ports, buildPart(settings));
		if (!company)
			throw new SettingError(
				`Task ${task.id}: customer ${task.customerId} is not mapped to a company of Autotask. Map it in Map Customer.`,
			);
		return verdicts.map(({ contract, why }) => ({
			output: 0,
			json: { taskId: task.id, on, company, contract, fits: why === undefined, ...(why !== undefined && { why }) },
		}));
	});
}
