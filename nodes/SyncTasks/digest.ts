import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { TellingSettings } from '../../src/domain/settings/connectionSettings';
import { usualSettings } from '../../src/domain/settings/whichCounts';
import { digestOf } from '../../src/pages/digest/digestOf';
import { plainJson } from '../shared/items/itemJson';
import { toldTask } from '../shared/items/toldTask';
import { openPorts } from '../shared/opening/openPorts';
import { ownReader, ownSettingsParameters, parametersOf } from '../shared/settings/options';
import { ownSettings, settingsHere } from '../shared/settings/ownSettings';
import { paired } from './answers';
import { optionsSince } from './planSettings';

const names = ['notifyAbout', 'pagesAddress'] as const;

/** What a message is made of. */
export const digestProperties: INodeProperties[] = ownSettingsParameters(names, {
	since: optionsSince,
	show: { operation: ['digest'] },
});

/** What to tell, and where the pages are. A login that fails is told of too: then the settings in the store do not count. */
async function tellingOf(context: IExecuteFunctions): Promise<TellingSettings> {
	const own = ownSettings(names, ownReader(parametersOf(context, 0), optionsSince));
	try {
		const ports = await openPorts(context);
		const { settings } = await settingsHere(context, own, { ...ports, ...ports.inputs });
		return settings;
	} catch {
		const message = 'Settings could not be read, so this message was made without them.';
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
		return { ...usualSettings, ...own };
	}
}

/** One message about all incoming tasks; no item if there is nothing to tell. */
export async function digest(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { notifyAbout, pagesAddress } = await tellingOf(context);
	const tasks = context.getInputData().map(({ json }, at) => toldTask(json, at));
	const made = digestOf(tasks, { about: notifyAbout, ...(pagesAddress !== '' && { pagesUrl: pagesAddress }) });
	return paired(context, made ? [plainJson(made)] : []);
}
