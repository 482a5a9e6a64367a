import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type ExcludedThing, excludedName, readExcludedName } from '../../src/domain/order/exclusion';
import type { ProductId, SubscriptionId } from '../../src/domain/ids';
import { excludeFromBilling } from '../../src/sync/deciding/excludeFromBilling';
import { includeAgain } from '../../src/sync/deciding/includeAgain';
import { plainJson } from '../shared/items/itemJson';
import { chosenText, type Given, runPerItem, typedText } from '../shared/items/itemRun';
import { speaker } from '../shared/items/speaker';
import { openPorts } from '../shared/opening/openPorts';
import { SettingError } from '../shared/settingError';
import { shown } from './answers';

function excludedThing(context: IExecuteFunctions, item: number): ExcludedThing {
	return context.getNodeParameter('excluded', item) === 'product'
		? { kind: 'product', id: chosenText(context, 'excludedProduct', item) as ProductId }
		: { kind: 'subscription', id: typedText(context, 'excludedSubscription', item) as SubscriptionId };
}

/** Never bills what each item names; what cannot be excluded stops the item with why. */
export async function exclude(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { connectionId } = ports.inputs;
	const by = speaker(context);
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const reason = typedText(context, 'reason', item);
		const outcome = await excludeFromBilling({ connectionId, thing: excludedThing(context, item), by, reason }, ports);
		if (outcome.kind === 'refused') throw new SettingError(outcome.message);
		const { exclusion, ended, message } = outcome;
		const json = {
			storeId: ports.store.storeId,
			exclusion: plainJson(exclusion),
			ignored: ended.map(({ id }) => id),
			message,
		};
		return [{ output: 0, json }];
	});
}

/** Bills again what each item names; gives a task for each subscription that is billed again. */
export async function include(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	const { connectionId } = ports.inputs;
	const by = speaker(context);
	return await runPerItem(context, 1, async (item): Promise<readonly Given[]> => {
		const thing = readExcludedName(chosenText(context, 'exclusion', item));
		if (!thing)
			throw new SettingError(
				'No exclusion is chosen. Choose one from the list, or give it as subscription:ID or product:ID.',
			);
		const outcome = await includeAgain({ connectionId, thing, by, reason: typedText(context, 'reason', item) }, ports);
		if (outcome.kind === 'refused') throw new SettingError(outcome.message);
		const { tasks, message } = outcome;
		if (tasks.length === 0)
			return [{ output: 0, json: { storeId: ports.store.storeId, included: excludedName(thing), message } }];
		return tasks.map((task) => ({ output: 0, json: shown(ports, task, { included: excludedName(thing), message }) }));
	});
}

/** One item for each subscription and product that is never billed. */
export async function exclusions(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const ports = await openPorts(context);
	return await runPerItem(context, 1, async (): Promise<readonly Given[]> => {
		const all = await ports.store.exclusions(ports.inputs.connectionId);
		return all.map((one) => ({ output: 0, json: { ...plainJson(one), exclusion: excludedName(one) } }));
	});
}
