import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { buildContractServices } from '../../src/sync/planning/buildContractServices';
import { buildPart } from '../../src/sync/settings/settingParts';
import { placeBuilt } from '../shared/items/placeOutcomes';
import { runNode } from '../shared/items/runNode';
import { chainCredentials, namedOutputs } from '../shared/items/taskOutputs';
import { runOverTasks } from '../shared/items/taskRun';
import { openPorts } from '../shared/opening/openPorts';
import { testSyncStore } from '../shared/opening/testSyncStore';
import { buildNames } from '../shared/settings/buildProperties';
import { ownReader, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { buildContractServicesProperties, optionsSince } from './description';

const ownPrices = '($parameter["options"] ?? $parameter)["priceSource"]';

/** Plans what each task changes in its contract. How a plan comes about: src/sync/planning/buildContractServices.ts. */
export class BuildContractServices implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Build Contract Services',
		name: 'buildContractServices',
		icon: { light: 'file:buildContractServices.svg', dark: 'file:buildContractServices.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: `={{ ${ownPrices} === "marketplace" ? "prices from the marketplace" : ${ownPrices} === "autotask" ? "prices from Autotask" : "prices as in Settings" }}`,
		description: 'Plans what each task changes in its contract, and keeps the plan for approval',
		defaults: { name: 'Build Contract Services' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputs('Ready', 'Needs Attention'),
		credentials: chainCredentials,
		properties: buildContractServicesProperties,
	};

	methods = { credentialTest: { testSyncStore } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 2, async () => {
			const own = ownSettings(buildNames, ownReader(parametersOf(this, 0), optionsSince));
			const ports = await openPorts(this, { signal: this.getExecutionCancelSignal() });
			const { inputs, clock } = ports;
			return await runOverTasks(this, {
				...ports,
				outputs: 2,
				work: async ({ tasks, store }) => {
					const { settings, others } = await settingsHere(this, own, { ...inputs, clock, store });
					const built = await buildContractServices(tasks, { ...ports, store }, buildPart(settings));
					return built.map((outcome) => ({ ...placeBuilt(outcome), others }));
				},
			});
		});
	}
}
