/** Fast tests and the laws over random timelines run on the sources; tests of the nodes (on n8n-core) and end-to-end tests (in the real n8n) need the set-up and run one after another. */
const base = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
		],
	},
	moduleFileExtensions: ['ts', 'js', 'json'],
};
module.exports = {
	watchman: false,
	testTimeout: 30_000,
	projects: [
		{
			...base,
			displayName: 'fast',
			rootDir: __dirname,
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: [
				'/node_modules/',
				'<rootDir>/test/e2e/',
				'<rootDir>/test/n8n-core/nodes/',
				'<rootDir>/test/laws/',
			],
		},
		{ ...base, displayName: 'laws', rootDir: __dirname, testMatch: ['<rootDir>/test/laws/**/*.test.ts'] },
		{ ...base, displayName: 'nodes', rootDir: __dirname, testMatch: ['<rootDir>/test/n8n-core/nodes/**/*.test.ts'] },
		{ ...base, displayName: 'e2e', rootDir: __dirname, testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
	],
};
