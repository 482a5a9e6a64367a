import type { VNode } from 'preact';
import type { SettingName } from '../../domain/settings/connectionSettings';
import { type SettingGroup, settingGroups } from '../../domain/settings/setting';
import { settingNames, settingOf } from '../../domain/settings/settingsTable';
import { timeZones } from '../../domain/settings/timeZones';
import type { StoredSetting } from '../../ports/store/settings';
import type { SettingsView as View } from '../../sync/settings/getSettings';
import { otherText } from '../../sync/settings/nodeSettings';
import { address } from '../address';
import { ConnectionForms } from '../board/connectionForms';
import { PostForm } from '../postForm';
import { fieldValues, SettingField, zoneList } from './settingField';
import { At } from '../zone';

interface Given {
	readonly view: View;
	readonly token: string;
	/** The section of people. */
	readonly people: VNode;
	readonly valuesOf: (group: SettingGroup, name: SettingName) => readonly string[];
}

function changedText(said: readonly StoredSetting[], name: SettingName): VNode | undefined {
	const stored = said.find((one) => one.name === name);
	if (!stored) return undefined;
	if (stored.by === '') return undefined;
	return (
		<>
			Changed by {stored.by}, <At at={stored.at} />.
		</>
	);
}

function Section({ group, given }: { readonly group: SettingGroup; readonly given: Given }): VNode {
	const { view, token, valuesOf } = given;
	const names = settingNames.filter((name) => settingOf(name).group === group);
	return (
		<section aria-labelledby={`group-${group}`}>
			<h2 id={`group-${group}`}>{settingGroups[group]}</h2>
			<PostForm token={token} action="save">
				<input type="hidden" name="group" value={group} />
				{names.map((name) => (
					<>
						{fieldValues(view.settings[name]).map((value) => (
							<input type="hidden" name={`seen.${name}`} value={value} />
						))}
						<SettingField shown={{ name, values: valuesOf(group, name), changed: changedText(view.said, name) }} />
					</>
				))}
				<p>
					<button class="main">{`Save ${settingGroups[group].toLowerCase()}`}</button>
				</p>
			</PostForm>
		</section>
	);
}

function CheckFacts({ view: { connection } }: { readonly view: View }): VNode {
	const { checkedAt, firstCheckDoneAt, stoppedAt } = connection ?? {};
	const last = checkedAt ?? firstCheckDoneAt;
	return (
		<>
			<p>
				{last === undefined ? (
					'No check yet. Publish the workflow that checks for changes.'
				) : (
					<>
						Last check: <At at={last} />.
					</>
				)}
				{stoppedAt === undefined ? null : (
					<>
						{' '}
						Stopped since <At at={stoppedAt} />: nothing is written.
					</>
				)}
			</p>
			<p class="hint">
				When the next check runs is set in n8n: open the workflow that checks for changes and look at the poll times of
				its trigger. They follow the time zone of that workflow.
			</p>
		</>
	);
}

function ZoneMissing({ view: { settings, connection } }: { readonly view: View }): VNode | null {
	if (settings.timeZone !== '') return null;
	const what = connection
		? `No time zone is set here. Days are counted by ${connection.timeZone}, which the node that checks has of its own.`
		: 'No time zone is set, so no check can run.';
	return (
		<p class={connection ? 'notice' : 'notice problem'}>
			{what} <a href="#field-timeZone">Choose the time zone of the marketplace</a>
		</p>
	);
}

function OtherNodes({ view: { nodes } }: { readonly view: View }): VNode | null {
	if (nodes.length === 0) return null;
	return (
		<>
			<h2>Nodes with other values</h2>
			<p>
				These nodes have values of their own, which count for what they do. To have one place for settings, remove them
				from the <em>Options</em> of the node; in nodes of an older version choose <em>As in Settings</em>.
			</p>
			<table class="cards">
				<thead>
					<tr>
						<th>Workflow</th>
						<th>Node</th>
						<th>Its own values</th>
						<th>Last seen</th>
					</tr>
				</thead>
				<tbody>
					{nodes.map(({ workflowName, node, others, seenAt }) => (
						<tr>
							<td class="head">{workflowName}</td>
							<td data-label="Node">{node}</td>
							<td data-label="Its own values">
								{others.map((one) => (
									<div>{otherText(one)}</div>
								))}
							</td>
							<td class="short" data-label="Last seen">
								<At at={seenAt} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</>
	);
}

const groups = Object.keys(settingGroups) as readonly SettingGroup[];

/** All settings, a section and a form for each group. */
export function SettingsView(given: Given): VNode {
	const { view, token, people } = given;
	return (
		<>
			<CheckFacts view={view} />
			<ZoneMissing view={view} />
			<ConnectionForms connection={view.connection} token={token} />
			<nav aria-label="Sections">
				<ul>
					{groups.map((group) => (
						<li>
							<a href={`#group-${group}`}>{settingGroups[group]}</a>
						</li>
					))}
					<li>
						<a href="#group-people">People</a>
					</li>
					<li>
						<a href={address('log', { action: 'settings' })}>What was changed</a>
					</li>
				</ul>
			</nav>
			<datalist id={zoneList}>
				{timeZones().map((zone) => (
					<option value={zone} />
				))}
			</datalist>
			<OtherNodes view={view} />
			{groups.map((group) => (
				<Section group={group} given={given} />
			))}
			{people}
		</>
	);
}
