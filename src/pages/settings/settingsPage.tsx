import { isEqual } from 'lodash';
import type { VNode } from 'preact';
import { settingGroups, type SettingGroup } from '../../domain/settings/setting';
import { settingNames, settingOf } from '../../domain/settings/settingsTable';
import type { SettingName } from '../../domain/settings/connectionSettings';
import { startConnection, stopConnection } from '../../sync/deciding/stopConnection';
import { changeSettings } from '../../sync/settings/changeSettings';
import { getSettings } from '../../sync/settings/getSettings';
import { peopleActions } from '../people/peopleActions';
import { People } from '../people/peopleView';
import type { ActionOutcome, Page, PagePorts, PageView, Showing } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { fieldValues } from './settingField';
import { SettingsView } from './settingsView';

const longestReason = 500;

function isGroup(name: string): name is SettingGroup {
	return Object.hasOwn(settingGroups, name);
}

function namesIn(group: SettingGroup): readonly SettingName[] {
	return settingNames.filter((name) => settingOf(name).group === group);
}

/** What a form sent of a setting; of one that takes several values all of them. */
function sent(request: PageRequest, name: SettingName, from: string): unknown {
	const values = request.form[from] ?? [];
	return settingOf(name).control.kind === 'several' ? values : (values.at(-1) ?? '');
}

/** What the form was shown with, and what of it is another value now. */
function changedIn(request: PageRequest, group: SettingGroup) {
	const names = namesIn(group).filter((name) => request.form[`seen.${name}`] !== undefined);
	const changed = names.filter((name) => !isEqual(request.form[name] ?? [], request.form[`seen.${name}`]));
	return {
		values: Object.fromEntries(changed.map((name) => [name, sent(request, name, name)])),
		seen: Object.fromEntries(changed.map((name) => [name, sent(request, name, `seen.${name}`)])),
	};
}

async function save(request: PageRequest, ports: PagePorts): Promise<ActionOutcome> {
	const group = field(request, 'group');
	if (!isGroup(group))
		return { kind: 'refused', message: 'This form names no group of settings. Load the page again.' };
	const { connectionId } = ports.inputs;
	const outcome = await changeSettings({ connectionId, ...changedIn(request, group), by: request.user }, ports);
	if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
	return { kind: 'done', message: outcome.message, location: 'settings' };
}

function brake(move: typeof stopConnection) {
	return async (request: PageRequest, ports: PagePorts): Promise<ActionOutcome> => {
		const reason = field(request, 'brakeReason').slice(0, longestReason);
		const outcome = await move({ connectionId: ports.inputs.connectionId, by: request.user, reason }, ports);
		if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.why };
		return { kind: 'done', message: outcome.message, location: 'settings' };
	};
}

/** What somebody has just sent of a group, where it was refused; else what counts. */
function typedIn(request: PageRequest, group: SettingGroup, name: SettingName, counts: unknown): readonly string[] {
	if (request.method !== 'POST' || field(request, 'group') !== group) return fieldValues(counts);
	return request.form[name] ?? [];
}

async function show({ request, token }: Showing, ports: PagePorts): Promise<PageView> {
	const view = await getSettings(ports.inputs.connectionId, ports);
	const people = await ports.store.people(ports.inputs.connectionId);
	const content: VNode = (
		<SettingsView
			view={view}
			token={token}
			people={<People people={people} owner={request.owner} token={token} />}
			valuesOf={(group, name) => typedIn(request, group, name, view.settings[name])}
		/>
	);
	return { title: 'Settings', content };
}

/** The settings of the connection, as the operations of Sync Tasks have them. */
export const settingsPage: Page = {
	name: 'settings',
	show,
	role: 'settings',
	needs: { stop: 'approve', start: 'approve' },
	actions: { save, ...peopleActions, stop: brake(stopConnection), start: brake(startConnection) },
};
