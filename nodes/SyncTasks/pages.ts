import type { IExecuteFunctions } from 'n8n-workflow';
import type { Page } from '../../src/pages/page';
import { taskPage } from '../../src/pages/task/taskPage';
import { readBuildSettings } from '../shared/buildSettings';
import { readSyncSettings } from '../shared/writeSettings';
import type { PlanNowSettings } from '../../src/sync/planTaskNow';

function wizard(context: IExecuteFunctions): Page {
	const read = (name: string) => context.getNodeParameter(name, 0);
	const signal = context.getExecutionCancelSignal();
	const plan: PlanNowSettings = {
		matchCompanyBy: read('matchCompanyBy') as PlanNowSettings['matchCompanyBy'],
		severalProducts: read('severalProducts') as PlanNowSettings['severalProducts'],
		build: readBuildSettings(read),
	};
	const sync = readSyncSettings((name) => (name === 'dryRun' ? false : read(name)));
	return taskPage({ plan, sync: { ...sync, ...(signal && { signal }) } });
}

/** The page that the node answers with. */
export function pagesOf(context: IExecuteFunctions): Readonly<Record<string, Page>> {
	return context.getNodeParameter('page', 0) === 'task' ? { task: wizard(context) } : {};
}
