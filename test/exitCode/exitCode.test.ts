import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

describe('the test runner with a PostgreSQL of its own', () => {
	it('says by its exit code that a test failed', () => {
		const config = {
			rootDir: root,
			testEnvironment: 'node',
			watchman: false,
			globalSetup: '<rootDir>/setup/start-postgres.cjs',
			globalTeardown: '<rootDir>/setup/end-postgres.cjs',
			testMatch: ['<rootDir>/test/exitCode/failing.cjs'],
			moduleFileExtensions: ['cjs', 'js'],
		};
		const jest = join(root, 'node_modules/jest/bin/jest.js');
		const { status, stderr } = spawnSync(process.execPath, [jest, '--config', JSON.stringify(config)], {
			cwd: root,
			encoding: 'utf8',
		});
		expect(stderr).toContain('1 failed');
		expect(status).toBe(1);
	});
});
