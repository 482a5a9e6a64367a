import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { nextPoll, type PollTime } from '../../src/domain/nextPoll';
import { checkChanges } from '../../src/sync/checking/checkChanges';
import type { CheckSettings } from '../../src/sync/checking/checkRun';
import { sampleTasks } from '../../src/sync/checking/sampleTasks';
import { settingsOfNode } from '../../src/sync/settings/nodeSettings';
import { toNodeError } from '../shared/items/nodeErrors';
import { isPassingFault } from '../shared/items/passingFault';
import { offeredItems, sampleItems } from '../shared/items/taskItems';
import { chainCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { type ChainPorts, isFirstPoll, openPorts } from '../shared/opening/openPorts';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { checkNames, checkSettingsOf, zoneOfCheck } from '../shared/settings/checkSettings';
import { ownReader, parametersHere } from '../shared/settings/options';
import { ownSettings, placeOf, withOthers } from '../shared/settings/ownSettings';
import { getTimeZones } from '../shared/settings/settingProperty';
import { optionsSince, resellerMarketplaceTriggerProperties } from './description';

/** What is left of a poll's time, once requests have ended, suffices to hand on what was found. */
const usableShare = 0.9;

async function check(
	context: IPollFunctions,
	ports: ChainPorts,
	settings: CheckSettings,
	time: { readonly budgetMs: number; readonly signal: AbortSignal },
): Promise<INodeExecutionData[]> {
	const times = context.getNodeParameter('pollTimes.item', []) as readonly PollTime[];
	const nextCheckAt = nextPoll(times, ports.clock.now(), context.getTimezone());
	const options = { ...time, nextCheckAt, autotask: async () => ports.autotask };
	const outcome = await checkChanges(ports, ports.inputs, settings, options);
	context.logger.debug(`Connection ${ports.inputs.connectionId}: ${outcome.message}`);
	return offeredItems(ports.store.storeId, outcome.offered);
}

const ownApproval = '($parameter["options"] ?? $parameter)["processAutomatically"]';

/**
 * Hands on what has changed at the marketplace. What a change is, and when it is handed on:
 * src/sync/checking/checkChanges.ts.
 */
export class ResellerMarketplaceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Reseller Marketplace Trigger',
		name: 'resellerMarketplaceTrigger',
		icon: { light: 'file:resellerMarketplaceTrigger.svg', dark: 'file:resellerMarketplaceTrigger.dark.svg' },
		group: ['trigger'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: `={{ ${ownApproval} === true ? "writes without approval" : ${ownApproval} === false ? "waits for approval" : "approval as in Settings" }}`,
		description: 'Starts when orders or subscriptions of the Reseller Marketplace have changed',
		eventTriggerDescription: 'Looks for changes at each poll time',
		activationMessage: 'Changes are looked for now and at each poll time',
		defaults: { name: 'Reseller Marketplace Trigger' },
		polling: true,
		inputs: [],
		outputs: namedOutputs('Tasks'),
		credentials: chainCredentials,
		properties: resellerMarketplaceTriggerProperties,
	};

	methods = { credentialTest: { testSyncStore }, loadOptions: { getTimeZones } };

	/** By hand it shows samples and stores nothing. A passing fault at activation must not leave the workflow unpublished. */
	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const isActivation = isFirstPoll(this);
		try {
			const read = ownReader(parametersHere(this), optionsSince);
			const own = ownSettings(checkNames, read);
			const budgetMs = this.getPollBudgetMs();
			const signal = AbortSignal.timeout(Math.floor(budgetMs * usableShare));
			const ports = await openPorts(this, { timeZone: zoneOfCheck(own), signal });
			const isManual = this.getMode() === 'manual';
			const place = isManual ? undefined : placeOf(this);
			const run = await settingsOfNode(ports.inputs.connectionId, { own, ...(place && { place }) }, ports);
			const settings = checkSettingsOf(run.settings, read);
			const found = isManual
				? sampleItems(ports, settings, await sampleTasks(ports, ports.inputs, settings))
				: await check(this, ports, settings, { budgetMs, signal });
			const { name } = this.getNode();
			const items = found.map((item) => ({ ...item, json: withOthers(item.json, name, run.others) }));
			return items.length === 0 ? null : [items];
		} catch (error) {
			if (!isActivation || this.getMode() === 'manual' || !isPassingFault(error))
				throw toNodeError(this.getNode(), error);
			this.logger.warn(`Reseller Marketplace Trigger: ${error.message} The next poll tries again.`);
			return null;
		}
	}
}
