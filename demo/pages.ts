import type { CredentialToImport } from './n8n/n8nCli';
import type { RunningN8n } from './n8n/startN8n';

/** Templates whose workflows serve the pages. */
export const pageTemplates = ['task-board.json', 'mapping.json', 'sync-wizard.json', 'import-customers.json'] as const;

/** Who looks at the pages. */
export const pagesLogin = { user: 'Jane Doe', password: 'pages of the demo' } as const;

/** The Basic Auth credential that the templates name. */
export const pagesCredential: CredentialToImport = {
	id: 'demoPages0000001',
	name: 'Marketplace Pages',
	type: 'httpBasicAuth',
	data: { ...pagesLogin },
};

/** Publishes the workflows of the pages; gives Home's address. */
export async function openPages({ rest, url }: RunningN8n, workflows: readonly string[]): Promise<string> {
	for (const id of workflows) await rest.publishAndWait(id);
	return `${url}/webhook/marketplace`;
}
