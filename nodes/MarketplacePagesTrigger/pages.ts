import type { IWebhookFunctions } from 'n8n-workflow';
import type { ConnectionSettings } from '../../src/domain/settings/connectionSettings';
import { tasksPage } from '../../src/pages/board/tasksPage';
import { homePage } from '../../src/pages/home/homePage';
import { importCustomersPage } from '../../src/pages/imports/importCustomersPage';
import { logPage } from '../../src/pages/log/logPage';
import { charges } from '../../src/pages/mapping/charges';
import { customers } from '../../src/pages/mapping/customers';
import { mappingPage } from '../../src/pages/mapping/mappingPage';
import { products } from '../../src/pages/mapping/products';
import type { Page } from '../../src/pages/page';
import { settingsPage } from '../../src/pages/settings/settingsPage';
import { taskPage } from '../../src/pages/wizard/taskPage';
import { checkRulesPart, planNowPart, syncPart } from '../../src/sync/settings/settingParts';
import { settingsOfNode } from '../../src/sync/settings/nodeSettings';
import type { ChainPorts } from '../shared/opening/openPorts';
import type { AskedPage } from '../shared/pages/pageRun';
import { pathOf, type ServedPage, servedNames } from './description';

function asSet(name: string, make: (settings: ConnectionSettings) => Page): AskedPage {
	const open = async ({ inputs, ...ports }: ChainPorts) =>
		make((await settingsOfNode(inputs.connectionId, { own: {} }, ports)).settings);
	return { name, open };
}

function board(settings: ConnectionSettings): Page {
	return tasksPage({
		check: { ...checkRulesPart(settings), batchSize: 1 },
		plan: planNowPart(settings),
		sync: { ...syncPart(settings), dryRun: false },
	});
}

/** The pages as the settings of their connection make them. */
export function pagesOf(context: IWebhookFunctions): Readonly<Record<ServedPage, AskedPage>> {
	const language = () => context.getNodeParameter('language', 'en') as string;
	return {
		home: homePage,
		tasks: asSet('tasks', board),
		task: asSet('task', (settings) =>
			taskPage({ plan: planNowPart(settings), sync: { ...syncPart(settings), dryRun: false } }),
		),
		log: logPage,
		settings: settingsPage,
		customers: mappingPage(customers),
		products: asSet('products', (settings) => mappingPage(products(settings))),
		charges: mappingPage(charges),
		'import-customers': asSet('import-customers', ({ matchCompanyBy }) =>
			importCustomersPage({ matchBy: matchCompanyBy, language: language() }),
		),
	};
}

/** Which page an address asks for; undefined for none of them. `address` is the path of a request, `path` the node's parameter. */
export function pageAt(address: string, path: string): ServedPage | undefined {
	const asked = `/${pathOf(address)}`;
	const folder = pathOf(path);
	return servedNames.find((name) => asked.endsWith(name === 'home' ? `/${folder}` : `/${folder}/${name}`));
}
