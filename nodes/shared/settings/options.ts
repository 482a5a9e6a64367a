import { sortBy } from 'lodash';
import type { IDataObject, IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { SettingName } from '../../../src/domain/settings/connectionSettings';
import { settingChange, settingProperty } from './settingProperty';

/** Under which values of other parameters something shows. */
export type Show = Readonly<Record<string, readonly string[]>>;

/** Where settings of a node's own stand. */
export interface Standing {
	/** The version of the node from which on they are options: one that nobody has added is as in Settings. */
	readonly since: number;
	/** Absent where they always show. */
	readonly show?: Show;
	/** Parameters of the node's own that are options too. */
	readonly more?: readonly INodeProperties[];
}

function shown(show: Show, version: IDataObject): IDisplayOptions {
	const others = Object.entries(show).map(([name, values]) => [name, [...values]]);
	return {
		show: { ...Object.fromEntries(others), '@version': [{ _cnd: version }] },
	} as IDisplayOptions;
}

/**
 * Settings that a node may have of its own: parameters in the versions before, fields of the collection *Options* since.
 *
 * A workflow keeps the version that its node was saved with, so what was saved as a parameter still counts.
 */
export function ownSettingsParameters(
	names: readonly SettingName[],
	{ since, show = {}, more = [] }: Standing,
): INodeProperties[] {
	const before = [...names.map(settingProperty), ...more];
	const options: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		description: 'What this node does otherwise than Settings say; what is not added here is as in Settings',
		displayOptions: shown(show, { gte: since }),
		options: sortBy([...names.map(settingChange), ...more], 'displayName'),
	};
	return [...before.map((property) => ({ ...property, displayOptions: shown(show, { lt: since }) })), options];
}

/** A node's own way of reading a parameter, and its version. */
interface Reading {
	readonly version: number;
	readonly read: (name: string, fallback?: unknown) => unknown;
}

/** Reads settings of a node's own; undefined for an option that nobody has added. */
export function ownReader({ version, read }: Reading, since: number): (name: string) => unknown {
	if (version < since) return read;
	const options = read('options', {}) as IDataObject;
	return (name) => options[name];
}

interface Whole {
	getNode(): { readonly typeVersion: number };
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/** How a trigger, or a list of the editor, reads its parameters. */
export function parametersHere(context: Whole): Reading {
	return {
		version: context.getNode().typeVersion,
		read: (name, fallback) => context.getNodeParameter(name, fallback),
	};
}

/** How a node that executes reads its parameters for an item. */
export function parametersOf(context: IExecuteFunctions, item: number): Reading {
	return {
		version: context.getNode().typeVersion,
		read: (name, fallback) => context.getNodeParameter(name, item, fallback as never),
	};
}
