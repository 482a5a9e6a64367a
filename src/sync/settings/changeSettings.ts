import { isEqual, pick } from 'lodash';
import type { ConnectionId, Instant } from '../../domain/ids';
import type { SaidSettings, SettingName } from '../../domain/settings/connectionSettings';
import { isSettingName, settingOf } from '../../domain/settings/settingsTable';
import { valueText } from '../../domain/settings/settingTexts';
import { readSettings, whichCounts } from '../../domain/settings/whichCounts';
import type { ConnectionChange } from '../../ports/store/connections';
import type { Ports } from '../../ports/store/ports';
import type { NodeSettings, SettingsChange, StoredSetting } from '../../ports/store/settings';
import { planWithNew } from './planWithNew';
import { saidIn } from '../reading/storedSettings';

export interface SettingsRequest {
	readonly connectionId: ConnectionId;
	/** What is to count, by name, as somebody has typed or chosen it. */
	readonly values: Readonly<Record<string, unknown>>;
	/** What counted of them when it was shown to that person; absent where nothing was shown. */
	readonly seen?: Readonly<Record<string, unknown>>;
	readonly by: string;
}

export type SettingsOutcome =
	| { readonly kind: 'changed'; readonly names: readonly SettingName[]; readonly message: string }
	| { readonly kind: 'refused'; readonly message: string };

/** A request with what is stored when it is looked at. */
interface Looked {
	readonly request: SettingsRequest;
	readonly stored: readonly StoredSetting[];
	readonly said: SaidSettings;
	readonly names: readonly SettingName[];
	readonly now: Instant;
}

function refused(message: string): SettingsOutcome {
	return { kind: 'refused', message };
}

function moved(names: readonly SettingName[], stored: readonly StoredSetting[]): SettingsOutcome {
	const told = names.map((name) => {
		const { value, by = '' } = stored.find((one) => one.name === name) ?? {};
		const who = by === '' ? '' : ` by ${by}`;
		return `${settingOf(name).name} was changed meanwhile${who}, to ${valueText(name, value as SaidSettings[typeof name])}.`;
	});
	return refused(`Nothing is saved. ${told.join(' ')} Look at it, then save again.`);
}

/** Which of them somebody else has changed since they were shown. */
function movedSince({ request: { seen }, stored, names }: Looked): readonly SettingName[] {
	if (!seen) return [];
	const now = whichCounts({}, saidIn(stored));
	const shown = readSettings(pick(seen, names)).said;
	return names.filter((name) => !isEqual(shown[name] ?? whichCounts({}, {})[name], now[name]));
}

/** What follows for the connection itself: its days, unless a node that checks it has its own. */
function connectionChange(said: SaidSettings, names: readonly SettingName[], nodes: readonly NodeSettings[]) {
	const isFree = (name: SettingName) => names.includes(name) && !nodes.some(({ values }) => name in values);
	const change: ConnectionChange = {
		...(isFree('timeZone') && said.timeZone !== undefined && { timeZone: said.timeZone }),
		...(isFree('expirationIs') && said.expirationIs !== undefined && { expirationIs: said.expirationIs }),
	};
	return Object.keys(change).length === 0 ? {} : { connection: change };
}

function changeOf({ request, stored, said, names, now }: Looked, nodes: readonly NodeSettings[]): SettingsChange {
	const { by, connectionId } = request;
	const before = whichCounts({}, saidIn(stored));
	const kept = Object.fromEntries(stored.map(({ name, value }) => [name, value]));
	const log = names.map((name) => {
		const [was, is] = [valueText(name, before[name]), valueText(name, said[name])];
		const message = `${settingOf(name).name} is now ${is}; it was ${was}.`;
		const details = { setting: name, before: was, after: is };
		return { at: now, connectionId, action: 'settings', message, details, ...(by !== '' && { by }) };
	});
	return {
		settings: names.map((name) => ({ name, value: said[name], by, at: now })),
		seen: pick(kept, names),
		...connectionChange(said, names, nodes),
		log,
	};
}

/** What a new time zone does, and which nodes it does not reach. */
function zoneText({ said, names }: Looked, nodes: readonly NodeSettings[]): string {
	if (!names.includes('timeZone')) return '';
	const own = nodes.filter(({ values }) => 'timeZone' in values);
	const whose = own.map(({ node, workflowName }) => `${node} in ${workflowName}`).join(', ');
	const but = whose === '' ? '' : ` ${whose} keeps its own time zone, which counts for its checks.`;
	return ` Days now begin by the clock of ${said.timeZone ?? ''}: a change made near midnight may be billed from another day.${but} What is written already stays.`;
}

function doneText(looked: Looked, again: number, nodes: readonly NodeSettings[]): string {
	const changes = looked.names.map((name) => `${settingOf(name).name} is now ${valueText(name, looked.said[name])}.`);
	const tasks = again === 1 ? '1 task that waits is' : `${again} tasks that wait are`;
	const plans = again === 0 ? '' : ` ${tasks} planned again with the next check.`;
	return `Saved. ${changes.join(' ')}${zoneText(looked, nodes)}${plans}`;
}

/**
 * Changes settings of a connection, all that are named or none.
 *
 * Refuses names and values that it does not know, and what somebody else has changed since it was shown. Each change is in
 * the action log with its value before and after. Waiting tasks whose plans it makes others are planned again.
 */
export async function changeSettings(request: SettingsRequest, ports: Ports): Promise<SettingsOutcome> {
	const { connectionId, values } = request;
	const { said, refused: wrong } = readSettings(values);
	if (wrong.length > 0) return refused(`Nothing is saved. ${wrong.join(' ')}`);
	const stored = await ports.store.settings(connectionId);
	const before = whichCounts({}, saidIn(stored));
	const given = Object.keys(said).filter(isSettingName);
	const seen = request.seen ? readSettings(request.seen).said : {};
	const isOther = (name: SettingName) => !isEqual(said[name], name in seen ? seen[name] : before[name]);
	const names = given.filter(isOther);
	if (names.length === 0) return { kind: 'changed', names, message: 'Nothing has changed.' };
	const looked: Looked = { request, stored, said, names, now: ports.clock.now() };
	const others = movedSince(looked);
	if (others.length > 0) return moved(others, stored);
	const nodes = await ports.store.nodeSettings(connectionId);
	if (!(await ports.store.changeSettings(connectionId, changeOf(looked, nodes))))
		return moved(names, await ports.store.settings(connectionId));
	const again = await planWithNew(connectionId, { before, after: { ...before, ...said }, names }, ports);
	return { kind: 'changed', names, message: doneText(looked, again.length, nodes) };
}
