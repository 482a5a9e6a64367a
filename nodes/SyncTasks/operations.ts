import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ConnectionId } from '../../src/domain/ids';
import { groupBy } from '../../src/domain/keyed';
import { checkChanges } from '../../src/sync/checking/checkChanges';
import { approveTasks } from '../../src/sync/deciding/approveTasks';
import { ignoreTasks } from '../../src/sync/deciding/ignoreTasks';
import { restoreTasks } from '../../src/sync/deciding/restoreTasks';
import { retryTasks } from '../../src/sync/deciding/retryTasks';
import { startConnection, stopConnection } from '../../src/sync/deciding/stopConnection';
import { plainJson } from '../shared/items/itemJson';
import { typedText } from '../shared/items/itemRun';
import { offeredItems } from '../shared/items/taskItems';
import { speaker } from '../shared/items/speaker';
import { type ChainPorts, openPorts } from '../shared/opening/openPorts';
import { SettingError } from '../shared/settingError';
import { checkNames, checkSettingsOf, zoneOfCheck } from '../shared/settings/checkSettings';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere, withOthers } from '../shared/settings/ownSettings';
import { adopt } from './adopt';
import { hintRefused, paired, refusal, shown, textOf } from './answers';
import { change, contracts, plan } from './changes';
import { digest } from './digest';
import { exclude, exclusions, include } from './exclusions';
import { page } from './pages';
import { optionsSince } from './planSettings';
import { connection, get, list, log } from './reading';
import { changeSettings, settings } from './settings';

interface Naming {
	readonly connectionId: ConnectionId;
	readonly text: string;
	readonly by: string;
}

function naming(context: IExecuteFunctions, ports: ChainPorts): Naming {
	const text = textOf(context, [...context.getInputData().keys()]);
	return { connectionId: ports.inputs.connectionId, text, by: speaker(context) };
}

/** The tasks that the items name, by the reason that is given for them. */
function namingByReason(
	context: IExecuteFunctions,
	ports: ChainPorts,
): readonly (Naming & { readonly reason: string })[] {
	const byReason = groupBy([...context.getInputData().keys()], (item) => typedText(context, 'reason', item));
	const { connectionId } = ports.inputs;
	const by = speaker(context);
	return Object.entries(byReason).map(([reason, items]) => ({
		connectionId,
		by,
		reason,
		text: textOf(context, items),
	}));
}

async function approve(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { approved, refused } = await approveTasks(naming(context, ports), ports);
	hintRefused(context, refused, approved.length);
	const rows = approved.map(({ task, plan }) => shown(ports, task, { plan }));
	return paired(context, [...rows, ...refused.map((entry) => refusal(ports, entry))]);
}

async function retry(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { retried, refused } = await retryTasks(naming(context, ports), ports);
	hintRefused(context, refused, retried.length);
	return paired(context, [
		...retried.map((task) => shown(ports, task)),
		...refused.map((entry) => refusal(ports, entry)),
	]);
}

async function ignore(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const rows: IDataObject[] = [];
	for (const request of namingByReason(context, ports)) {
		const { ignored, refused } = await ignoreTasks(request, ports);
		hintRefused(context, refused, ignored.length);
		rows.push(...ignored.map((task) => shown(ports, task)), ...refused.map((entry) => refusal(ports, entry)));
	}
	return paired(context, rows);
}

async function restore(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const rows: IDataObject[] = [];
	for (const request of namingByReason(context, ports)) {
		const { restored, refused } = await restoreTasks(request, ports);
		hintRefused(context, refused, restored.length);
		rows.push(...restored.map((task) => shown(ports, task)), ...refused.map((entry) => refusal(ports, entry)));
	}
	return paired(context, rows);
}

async function brake(context: IExecuteFunctions, move: typeof stopConnection): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { connectionId } = ports.inputs;
	const request = { connectionId, by: speaker(context), reason: typedText(context, 'reason', 0) };
	const outcome = await move(request, ports);
	if (outcome.kind === 'refused') throw new SettingError(outcome.why);
	const { connection, message } = outcome;
	const isStopped = connection.stoppedAt !== undefined;
	return paired(context, [{ storeId: ports.store.storeId, connection: plainJson(connection), isStopped, message }]);
}

async function stop(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await brake(context, stopConnection);
}

async function start(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await brake(context, startConnection);
}

async function check(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const read = ownReader(parametersOf(context, 0), optionsSince);
	const own = ownSettings(checkNames, read);
	const signal = context.getExecutionCancelSignal();
	const ports = await openPorts(context, { timeZone: zoneOfCheck(own), signal });
	const run = await settingsHere(context, own, { ...ports, ...ports.inputs });
	const settings = checkSettingsOf(run.settings, read);
	const options = { autotask: async () => ports.autotask, ...(signal && { signal }) };
	const { offered, message } = await checkChanges(ports, ports.inputs, settings, options);
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
	const { name } = context.getNode();
	return paired(
		context,
		offeredItems(ports.store.storeId, offered).map(({ json }) => withOthers(json, name, run.others)),
	);
}

/** What the node does, by operation. */
export const taskOperations = {
	adopt,
	approve,
	change,
	changeSettings,
	check,
	connection,
	contracts,
	digest,
	exclude,
	exclusions,
	get,
	ignore,
	include,
	list,
	log,
	page,
	plan,
	restore,
	retry,
	settings,
	start,
	stop,
} as const;
