import { createN8nSend } from '../../nodes/shared/opening/n8nHttp';
import { type AutotaskSimulator, startAutotaskSimulator } from '../../simulators/autotask/startAutotaskSimulator';
import { startHttpServer } from '../../simulators/http';
import { readZone } from '../../src/http/autotaskZone';
import type { Request, Send } from '../../src/http/send';
import { followZone } from '../../src/http/zoneMoves';
import { autotaskContext, autotaskFields } from './autotaskContext';

const probe: Request = { method: 'GET', path: '/V1.0/ThresholdInformation', timeoutMs: 500 };
const write: Request = { method: 'POST', path: '/V1.0/ContractCharges', timeoutMs: 500, body: {} };
let simulator: AutotaskSimulator;
beforeEach(async () => {
	simulator = await startAutotaskSimulator({ zones: [{ name: 'Zone 14' }, { name: 'Zone 31', port: 0 }] });
});
afterEach(() => simulator.close());

/** A sender that knows its zone, and the credential that it logs in with. */
async function opened(at: { readonly url?: string; readonly ci?: number } = {}): Promise<Send> {
	const fields = autotaskFields(simulator);
	const send = createN8nSend(autotaskContext(fields), 'autotaskApi');
	await send(probe);
	const zone = readZone(fields);
	if (!zone) throw new RangeError('no zone');
	const changed = { ...zone, ...at } as typeof zone;
	Object.assign(fields, { zone: JSON.stringify(changed) });
	return followZone(send, changed);
}

function kinds(): readonly string[] {
	return simulator.requests().map((one) => `${one.kind} ${one.status}`);
}

describe('a database whose zone has moved', () => {
	it.each([401, 404, 301, 307, 'html'] as const)('is followed where its old zone says %s', async (wrongZone) => {
		const send = await opened();
		simulator.setSwitches({ wrongZone });
		simulator.moveToZone('Zone 31');
		await expect(send(probe)).resolves.toMatchObject({ status: 200, body: { externalRequestThreshold: 10_000 } });
		await expect(send(probe)).resolves.toMatchObject({ status: 200 });
		const old = wrongZone === 'html' ? 200 : wrongZone;
		expect(kinds().slice(2)).toEqual([`threshold ${old}`, 'zone 200', 'threshold 200', 'threshold 200']);
	});

	it('is followed where its old host is gone', async () => {
		const send = await opened({ url: 'http://127.0.0.1:1/ATServicesRest' });
		await expect(send(probe)).resolves.toMatchObject({ status: 200 });
		expect(kinds().slice(2)).toEqual(['zone 200', 'threshold 200']);
	});

	it('is not asked of a web page that answers a write, of which nobody knows what it did', async () => {
		const send = await opened();
		simulator.setSwitches({ wrongZone: 'html' });
		simulator.moveToZone('Zone 31');
		await expect(send(write)).resolves.toMatchObject({ status: 200, body: expect.stringContaining('html') });
		expect(kinds().filter((one) => one.startsWith('zone'))).toHaveLength(1);
	});

	it('is looked up once, and the first answer stands where it has not moved', async () => {
		const send = await opened();
		simulator.addFault({ path: 'Threshold', times: 3, action: { kind: 'status', status: 200, body: '<html></html>' } });
		await expect(send(probe)).resolves.toMatchObject({ body: '<html></html>' });
		await expect(send(probe)).resolves.toMatchObject({ body: '<html></html>' });
		expect(kinds().filter((one) => one.startsWith('zone'))).toHaveLength(2);
	});

	it('gets nothing under another number, and the error names both', async () => {
		const send = await opened({ ci: 4711 });
		await expect(send(probe)).resolves.toMatchObject({ status: 200 });
		simulator.moveToZone('Zone 31');
		const sent = kinds().length;
		await expect(send(probe)).rejects.toThrow(
			`belongs to database ${simulator.ci} now, no longer to 4711; nothing was sent.`,
		);
		expect(kinds().slice(sent)).toEqual(['threshold 401', 'zone 200']);
	});

	it('is sent no header of ours', async () => {
		const names: string[] = [];
		const echo = await startHttpServer(async ({ headers }) => {
			names.push(...Object.keys(headers));
			return { kind: 'answer', answer: { status: 200, body: '{}' } };
		});
		const send = await opened({ url: echo.url });
		await send(probe);
		await echo.close();
		expect(names).toContain('secret');
		expect(names.filter((name) => name.startsWith('x-'))).toEqual([]);
	});
});
