import type { ItemJson } from '../../../demo/n8n/executions';
import { materialCodeId, premium } from '../../e2e/harness/scene';
import { startNodeWorld, type NodeName, type NodeOutcome, type NodeWorld, type Parameters } from './nodeWorld';

jest.setTimeout(60_000);

interface File {
	readonly data: string;
	readonly mimeType: string;
	readonly fileName?: string;
}

/** An item with files, as n8n-core keeps them without a place for binary data. */
interface FileItem extends ItemJson {
	readonly binary?: Readonly<Record<string, File>>;
}

let world: NodeWorld;

beforeAll(async () => {
	world = await startNodeWorld({ now: '2026-10-16T09:00:00Z', contracts: [] });
	const sale = { kind: 'sale', customerId: '1', productId: premium.productId } as const;
	world.marketplace.act({ ...sale, quantity: 10, subscriptionId: 'S1', at: '2026-10-16T08:00:00Z' });
	await world.poll();
	await world.run('mapCustomer', [{ json: {} }], { parameters: { operation: 'load' } });
});

afterAll(async () => {
	await world.close();
});

async function run(node: NodeName, parameters: Parameters, input: readonly FileItem[] = [{ json: {} }]) {
	return await world.run(node, input, { typeVersion: 2, parameters });
}

function fileOf({ outputs, error }: NodeOutcome, field = 'data'): File & { readonly text: string } {
	expect(error).toBeUndefined();
	const [item] = outputs.flat() as readonly FileItem[];
	const file = item?.binary?.[field];
	if (!file) throw new RangeError(`no file in ${field}`);
	return { ...file, text: Buffer.from(file.data, 'base64').toString('utf8') };
}

function csv(text: string): FileItem {
	return { json: {}, binary: { data: { data: Buffer.from(text).toString('base64'), mimeType: 'text/csv' } } };
}

function rowsOf({ outputs, error }: NodeOutcome): readonly (readonly ItemJson['json'][])[] {
	expect(error).toBeUndefined();
	return outputs.map((output) => output.map(({ json }) => json));
}

/** The rows that change something or are refused, by output. */
function changesIn(outcome: NodeOutcome) {
	return rowsOf(outcome).map((rows) => rows.filter(({ kind }) => kind !== 'unchanged'));
}

interface Row {
	readonly things: string;
	readonly node: NodeName;
	readonly resource?: Parameters;
	/** A row of the export, and the same as a person fills it in. */
	readonly row: string;
	readonly filled: string;
	readonly after: string;
	/** A row that cannot be taken, and why. */
	readonly wrong: string;
	readonly why: string;
}

const imports = { operation: 'importMappings' };
const exports = { operation: 'exportMappings' };

describe('a file of mappings', () => {
	it.each<Row>([
		{
			things: 'customers',
			node: 'mapCustomer',
			row: '1,Harbour Ltd,C-1,,,,,0',
			filled: '1,Harbour Ltd,C-1,1001,,,no,0',
			after: 'Harbour Ltd (1001), held for approval',
			wrong: '77,,,1001,,,,',
			why: ', 77: No such customer is known. Load the customers from the marketplace first.',
		},
		{
			things: 'products',
			node: 'mapProduct',
			row: '10001,PRD-1,Product PRD-1,MPN-PRD-1,monthly,,,',
			filled: '10001,PRD-1,Product PRD-1,MPN-PRD-1,monthly,801,,',
			after: 'Service of PRD-1 (801)',
			wrong: ',PRD-2,,,monthly,9999,,',
			why: ', PRD-2 (PRD-2), billed monthly, in no subscription yet: Autotask has no service 9999; choose another one.',
		},
		{
			things: 'charges',
			node: 'mapProduct',
			resource: { resource: 'chargeKind' },
			row: 'fee,,,,',
			filled: `fee,,billingCode,${materialCodeId},`,
			after: `Cloud charges (${materialCodeId})`,
			wrong: `fees,,billingCode,${materialCodeId},`,
			why: ', fees: There is no kind fees of charges.',
		},
	])('of $things is exported, filled in, looked at and taken, row by row', async (given) => {
		const { things, node, resource, row, filled, after, wrong, why } = given;
		const exported = fileOf(await run(node, { ...resource, ...exports }));
		expect(exported).toMatchObject({ fileName: `${things}.csv`, mimeType: 'text/csv' });
		const lines = exported.text.split('\r\n');
		expect(lines).toContain(row);
		const at = lines.indexOf(row) + 1;
		const file = csv([...lines.slice(0, -1).map((line) => (line === row ? filled : line)), wrong].join('\r\n'));
		const refused = { line: lines.length, kind: 'refused', message: `Line ${lines.length}${why}` };
		const added = { line: at, kind: 'new', after };

		const dry = await run(node, { ...resource, ...imports }, [file]);
		expect(changesIn(dry)).toMatchObject([[{ ...added, isMapped: false }], [refused]]);
		expect(dry.hints.join()).toMatch(
			/^1 new, 0 changed, \d unchanged, 1 refused\. This was a dry run: nothing was mapped\.$/,
		);
		expect(fileOf(await run(node, { ...resource, ...exports })).text).toBe(exported.text);

		const by = `Jane of ${things}`;
		const taken = await run(node, { ...resource, ...imports, dryRun: false, by }, [file]);
		expect(changesIn(taken)).toMatchObject([[{ ...added, isMapped: true }], [refused]]);
		expect(taken.hints.join()).toContain('1 mapping was taken from the file.');
		const now = fileOf(await run(node, { ...resource, ...exports, outputField: 'list' }), 'list').text;
		expect(now).not.toContain(row);
		const logged = await world.run('syncTasks', [{ json: {} }], { parameters: { operation: 'log', logBy: by } });
		expect(rowsOf(logged)[0]).toMatchObject([{ action: 'map', by }]);

		const text = { csvFrom: 'text', csvText: now, dryRun: false };
		const again = await run(node, { ...resource, ...imports, ...text });
		expect(changesIn(again)).toEqual([[], []]);
		expect(again.hints.join()).toContain('No row changes anything.');
	});

	it('has only what is unmapped, where that is asked for', async () => {
		const open = fileOf(await run('mapCustomer', { ...exports, onlyUnmapped: true })).text;
		expect(open.split('\r\n')).toHaveLength(2);
	});

	it('of products follows the node where it lets them share a service', async () => {
		const text = 'product id,billed,service id\nPRD-2,monthly,801';
		const given = { ...imports, csvFrom: 'text', csvText: text };
		expect(rowsOf(await run('mapProduct', given))).toMatchObject([[], [{ line: 2, kind: 'refused' }]]);
		const options = { severalProducts: 'allow' };
		expect(rowsOf(await run('mapProduct', { ...given, options }))).toMatchObject([[{ line: 2, kind: 'new' }], []]);
	});

	it.each([
		{ rule: 'no file', input: { json: {} }, says: /^Item 0 has no file in the field data\./ },
		{ rule: 'no table', input: csv('hello'), says: /^The first line names no column customer id, company id\./ },
		{ rule: 'a row that is cut off', input: csv('customer id,company id\n9,"10'), says: /CSV: .*at line 2/ },
	])('is refused as a whole: $rule', async ({ input, says }) => {
		const { error } = await run('mapCustomer', { ...imports, dryRun: false }, [input]);
		expect(error?.message).toMatch(says);
	});
});
