import { statfsSync } from 'node:fs';

/** Types of Linux file systems that are on another machine, as `statfs` tells them. */
const onNetwork: Readonly<Record<number, string>> = {
	0x6969: 'NFS',
	0x517b: 'SMB',
	0xfe53_4d42: 'SMB',
	0xff53_4d42: 'SMB (CIFS)',
	0x5346_414f: 'AFS',
	0x00c3_6400: 'Ceph',
	0x0bd0_0bd0: 'Lustre',
	0x0102_1997: '9P',
};

const bitsOfType = 32;

/** The kind of the network file system that a file is on; undefined for a local disk, and where that cannot be told. */
export function networkDisk(path: string, platform: string = process.platform): string | undefined {
	if (platform === 'win32') return /^[\\/]{2}[^\\/?.]/.test(path) ? 'SMB' : undefined;
	if (platform !== 'linux') return undefined;
	try {
		const { type } = statfsSync(path, { bigint: true });
		return onNetwork[Number(BigInt.asUintN(bitsOfType, type))];
	} catch {
		return undefined;
	}
}

/** What to say of a store file on a network file system; undefined of any other. Source: rule F3. */
export function networkWarning(path: string): string | undefined {
	const kind = networkDisk(path);
	return kind === undefined
		? undefined
		: `The store file ${path} is on a network file system (${kind}), where locks and flushes are not reliable: two n8n processes may write the same twice, and the file may be damaged. Move it to a local disk, or choose PostgreSQL in Sync Store.`;
}
