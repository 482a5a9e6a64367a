import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testSyncStore } from '../../../nodes/shared/opening/testSyncStore';
import { networkDisk } from '../../../src/store/engine/networkDisk';
import { startUnconnected } from '../../sync/fixtureWorld';
import { connection } from '../../sync/fixtureClients';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'network-'));
});

afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});

/** Lets Linux say that every file is on a file system of the type. */
function onType(type: bigint): void {
	const all = jest.spyOn(fs, 'statfsSync') as unknown as jest.SpyInstance;
	all.mockReturnValue({ type });
}

const local = 0xef53n;
const nfs = 0x6969n;

describe('networkDisk', () => {
	it.each([
		{ rule: 'NFS', type: nfs, kind: 'NFS' },
		{ rule: 'SMB', type: 0x517bn, kind: 'SMB' },
		{ rule: 'a later SMB', type: 0xfe534d42n, kind: 'SMB' },
		{ rule: 'CIFS, whose type may be below zero', type: -0xacb2ben, kind: 'SMB (CIFS)' },
		{ rule: 'ext4', type: local, kind: undefined },
		{ rule: 'the layers of a container', type: 0x794c7630n, kind: undefined },
	])('knows $rule', ({ type, kind }) => {
		onType(type);
		expect(networkDisk(join(folder, 'store'), 'linux')).toBe(kind);
	});

	it.each([
		{ path: '\\\\server\\share\\store.sqlite', kind: 'SMB' },
		{ path: '\\\\?\\C:\\store.sqlite', kind: undefined },
		{ path: 'C:\\n8n\\store.sqlite', kind: undefined },
	])('knows a share of Windows by its path: $path', ({ path, kind }) => {
		expect(networkDisk(path, 'win32')).toBe(kind);
	});

	it('says nothing of a file that is not there, nor where that cannot be told', () => {
		expect(networkDisk(join(folder, 'none', 'store'), 'linux')).toBeUndefined();
		onType(nfs);
		expect(networkDisk(folder, 'darwin')).toBeUndefined();
	});
});

const says = /^The store file .*store\.sqlite is on a network file system \(NFS\).*local disk.*PostgreSQL/;

describe('a store file on a network file system', () => {
	it.each([
		{ rule: 'warns of it by name', type: nfs, status: 'Error', message: says },
		{ rule: 'passes on a local disk', type: local, status: 'OK', message: /can be opened/ },
	])("the credential's test $rule", async ({ type, status, message }) => {
		onType(type);
		const data = { engine: 'sqlite', file: join(folder, 'store.sqlite') };
		const result = await testSyncStore.call({} as never, { id: '1', name: 'Store', type: 'syncStore', data });
		expect(result).toEqual({ status, message: expect.stringMatching(message) as string });
	});

	it('is named once in the log, by the first check, and works', async () => {
		onType(nfs);
		const world = await startUnconnected({ file: join(folder, 'store.sqlite') });
		try {
			await world.run();
			await world.run();
			const log = await world.store.readLog(connection.connectionId);
			expect(log.filter(({ message }) => says.test(message))).toHaveLength(1);
		} finally {
			await world.close();
		}
	});
});
