import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { SaidSettings } from '../../src/domain/settings/connectionSettings';
import { buildNames, buildProperties } from '../shared/settings/buildProperties';
import { matchCompanyBy, severalProducts } from '../shared/settings/mappingProperties';
import { ownSettings } from '../shared/settings/ownSettings';

const planNames = ['matchCompanyBy', 'severalProducts', ...buildNames] as const;

/** What a single task is mapped and planned with, as parameters that show under these conditions; what it is planned with, also under others. */
export function planProperties(displayOptions: IDisplayOptions, planned = displayOptions): INodeProperties[] {
	return [{ ...matchCompanyBy, displayOptions }, { ...severalProducts, displayOptions }, ...buildProperties(planned)];
}

/** What the node says of it itself. */
export function ownPlanSettings(context: IExecuteFunctions, item: number): SaidSettings {
	return ownSettings(planNames, (name) => context.getNodeParameter(name, item, undefined));
}

/** The same of what contracts are judged by, which has no parameters of mapping. */
export function ownBuildSettings(context: IExecuteFunctions, item: number): SaidSettings {
	return ownSettings(buildNames, (name) => context.getNodeParameter(name, item));
}
