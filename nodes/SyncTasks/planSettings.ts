import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { PlanNowSettings } from '../../src/sync/planning/planTaskNow';
import { buildProperties } from '../shared/settings/buildProperties';
import { readBuildSettings } from '../shared/settings/buildSettings';
import { matchCompanyBy, severalProducts } from '../shared/settings/mappingProperties';

/** What a single task is mapped and planned with, as parameters that show under these conditions; what it is planned with, also under others. */
export function planProperties(displayOptions: IDisplayOptions, planned = displayOptions): INodeProperties[] {
	return [{ ...matchCompanyBy, displayOptions }, { ...severalProducts, displayOptions }, ...buildProperties(planned)];
}

/** Reads them through the node's own way of reading a parameter. */
export function readPlanSettings(read: (name: string) => unknown): PlanNowSettings {
	return {
		matchCompanyBy: read('matchCompanyBy') as PlanNowSettings['matchCompanyBy'],
		severalProducts: read('severalProducts') as PlanNowSettings['severalProducts'],
		build: readBuildSettings(read),
	};
}
