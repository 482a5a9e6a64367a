/** Fast tests, the laws over random timelines and the crashes run on the sources; tests of the nodes (on n8n-core) and end-to-end tests (in the real n8n) need the set-up and run one after another. */
const base = {
	testEnvironment: 'node',
	/** Node loads these ES modules by require, which Jest does not. */
	transformIgnorePatterns: ['/node_modules/(?!(d3-[a-z-]+|internmap)/)'],
	transform: {
		'^.+\\.(tsx?|m?js)$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript', tsx: true },
					target: 'es2023',
					transform: { react: { runtime: 'automatic', importSource: 'preact' } },
				},
				module: { type: 'commonjs' },
			},
		],
	},
	moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json'],
};
/** A PostgreSQL of their own, for the tests of the store, of nodes that use it and of n8n in queue mode. */
const withPostgres = {
	globalSetup: '<rootDir>/setup/start-postgres.cjs',
	globalTeardown: '<rootDir>/setup/end-postgres.cjs',
};
module.exports = {
	watchman: false,
	testTimeout: 30_000,
	projects: [
		{
			...base,
			displayName: 'fast',
			rootDir: __dirname,
			...withPostgres,
			testMatch: ['<rootDir>/test/**/*.test.{ts,tsx}'],
			testPathIgnorePatterns: [
				'/node_modules/',
				'<rootDir>/test/e2e/',
				'<rootDir>/test/n8n-core/nodes/',
				'<rootDir>/test/laws/',
				'<rootDir>/test/crash/',
			],
		},
		{ ...base, displayName: 'laws', rootDir: __dirname, testMatch: ['<rootDir>/test/laws/**/*.test.ts'] },
		{
			...base,
			...withPostgres,
			displayName: 'crash',
			rootDir: __dirname,
			testMatch: ['<rootDir>/test/crash/**/*.test.ts'],
		},
		{
			...base,
			...withPostgres,
			displayName: 'nodes',
			rootDir: __dirname,
			testMatch: ['<rootDir>/test/n8n-core/nodes/**/*.test.ts'],
		},
		{
			...base,
			...withPostgres,
			displayName: 'e2e',
			rootDir: __dirname,
			testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
		},
	],
};
