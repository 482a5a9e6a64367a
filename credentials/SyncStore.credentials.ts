import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const forSqlite = { show: { engine: ['sqlite'] } };
const forPostgres = { show: { engine: ['postgres'] } };

/** Where tasks, mappings and the journal of writes are kept. It is tested by the nodes that use it. */
export class SyncStore implements ICredentialType {
	name = 'syncStore';

	displayName = 'Sync Store';

	icon = { light: 'file:syncStore.svg', dark: 'file:syncStore.dark.svg' } as const;

	documentationUrl = 'https://github.com/marketplace-autotask/n8n-nodes-marketplace-autotask#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Engine',
			name: 'engine',
			type: 'options',
			options: [
				{
					name: 'PostgreSQL',
					value: 'postgres',
					description: 'A database that all workers reach: for n8n in queue mode',
				},
				{ name: 'SQLite', value: 'sqlite', description: 'A file on the machine that runs n8n' },
			],
			default: 'sqlite',
		},
		{
			displayName: 'File',
			name: 'file',
			type: 'string',
			default: '',
			displayOptions: forSqlite,
			placeholder: 'e.g. /home/node/.n8n/marketplace-autotask.sqlite',
			description:
				'Path of the database file; its folder must exist and be writable. Leave empty for marketplace-autotask.sqlite in the folder of n8n.',
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: 'localhost',
			displayOptions: forPostgres,
			description: 'Name or address of the server, as every worker of n8n reaches it',
		},
		{ displayName: 'Port', name: 'port', type: 'number', default: 5432, displayOptions: forPostgres },
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			default: '',
			displayOptions: forPostgres,
			placeholder: 'e.g. marketplace_autotask',
			description: "An empty database for this store alone, not n8n's. Its tables are created automatically.",
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			displayOptions: forPostgres,
			description: 'The owner of the database, or a user that may create tables in it',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: forPostgres,
		},
		{
			displayName: 'SSL',
			name: 'ssl',
			type: 'boolean',
			default: false,
			displayOptions: forPostgres,
			description:
				'Whether the connection is encrypted. The server then needs a certificate that n8n trusts; NODE_EXTRA_CA_CERTS names the file of an authority of your own.',
		},
	];
}
