import type { IWebhookFunctions } from 'n8n-workflow';
import type { ConnectionSettings } from '../../src/domain/settings/connectionSettings';
import { homePage } from '../../src/pages/home/homePage';
import { importCustomersPage } from '../../src/pages/imports/importCustomersPage';
import { logPage } from '../../src/pages/log/logPage';
import { charges } from '../../src/pages/mapping/charges';
import { customers } from '../../src/pages/mapping/customers';
import { mappingPage } from '../../src/pages/mapping/mappingPage';
import { products } from '../../src/pages/mapping/products';
import type { Page } from '../../src/pages/page';
import { settingsPage } from '../../src/pages/settings/settingsPage';
import { settingsOfNode } from '../../src/sync/settings/nodeSettings';
import type { ChainPorts } from '../shared/opening/openPorts';
import type { AskedPage } from '../shared/pages/pageRun';
import { boardPage, oneTaskPage } from '../shared/pages/settingPages';
import { pathOf, type ServedPage, servedNames } from './description';

function asSet(name: string, make: (settings: ConnectionSettings) => Page): AskedPage {
	const open = async ({ inputs, ...ports }: ChainPorts) =>
		make((await settingsOfNode(inputs.connectionId, { own: {} }, ports)).settings);
	return { name, open };
}

/** The pages as the settings of their connection make them. */
export function pagesOf(context: IWebhookFunctions): Readonly<Record<ServedPage, AskedPage>> {
	const language = () => context.getNodeParameter('language', 'en') as string;
	return {
		home: homePage,
		tasks: asSet('tasks', (settings) => boardPage(settings)),
		task: asSet('task', (settings) => oneTaskPage(settings)),
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
