import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
	readonly version: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly link?: boolean;
	readonly hasInstallScript?: boolean;
	readonly dependencies?: Readonly<Record<string, string>>;
}

const text = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');
const { dependencies } = JSON.parse(text('package.json')) as { dependencies: Readonly<Record<string, string>> };
const { packages } = JSON.parse(text('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** What is installed with the package, with what that needs in turn. */
function installed(names: readonly string[], done = new Set<string>()): ReadonlySet<string> {
	for (const name of names) {
		if (done.has(name)) continue;
		done.add(name);
		installed(Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}), done);
	}
	return done;
}

describe('what the package depends on', () => {
	it('is named by one version each', () => {
		expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	});

	it('is the version that the lockfile has', () => {
		const versions = Object.keys(dependencies).map((name) => [name, packages[`node_modules/${name}`]?.version]);
		expect(Object.fromEntries(versions)).toEqual(dependencies);
	});

	it('is held to its content, for every package of the lockfile', () => {
		expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
	});

	it('comes from the registry alone', () => {
		const elsewhere = ({ resolved, link }: Locked): boolean => resolved !== undefined || link === true;
		expect(locked.filter(([, one]) => elsewhere(one)).map(([path]) => path)).toEqual([]);
	});

	it('runs nothing while it is installed', () => {
		expect(text('.npmrc')).toMatch(/^ignore-scripts=true$/m);
		const names = [...installed(Object.keys(dependencies))];
		expect(names).toContain('pg-protocol');
		expect(names.filter((name) => packages[`node_modules/${name}`]?.hasInstallScript)).toEqual([]);
	});

	it('has its reason in the decisions', () => {
		const [, reasons = ''] = text('docs/decisions/0002-dependencies.md').split('| at run time ');
		const [runtime = ''] = reasons.split('| for development ');
		expect(Object.keys(dependencies).filter((name) => !runtime.includes(`\`${name}\``))).toEqual([]);
	});
});
