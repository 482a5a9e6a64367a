import { taskPage } from '../../../src/pages/wizard/taskPage';
import type { BuildSettings } from '../../../src/sync/planning/buildSettings';
import { buildSettings, syncOptions } from '../../sync/fixtureClients';
import type { World } from '../../sync/fixtureWorld';
import { type OpenPage, openPage } from '../openPage';

/** The wizard's page on a world, as a browser would use it. */
export function openWizard(world: World, build: Partial<BuildSettings> = {}): OpenPage {
	const page = taskPage({
		plan: { matchCompanyBy: 'companyNumber', severalProducts: 'refuse', build: { ...buildSettings, ...build } },
		sync: syncOptions,
	});
	return openPage(page, world);
}
