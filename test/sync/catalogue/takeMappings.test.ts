import { customerFile } from '../../../src/sync/catalogue/customerFile';
import { takeMappings } from '../../../src/sync/catalogue/takeMappings';
import { openSeen, type SeenWorld } from '../../pages/mapping/seenWorld';

let world: SeenWorld;

beforeEach(async () => {
	world = await openSeen({ sold: 2 });
});

afterEach(async () => await world.close());

async function take(text: string, isDryRun: boolean) {
	const { connectionId } = world;
	return await takeMappings(customerFile, { connectionId, text, isDryRun, by: 'Jane' }, world);
}

async function companies(): Promise<readonly string[]> {
	const mappings = await world.store.customerMappings(world.connectionId);
	return mappings.map(({ customerId, companyId }) => `${customerId}: ${companyId}`).sort();
}

const head = 'customer id,company id';

describe('mappings taken from a file in one go', () => {
	it.each([
		{
			rule: 'are only looked at in a dry run',
			isDryRun: true,
			rows: '2,1002\n3,9999',
			kind: 'looked',
			then: ['1: 1001'],
		},
		{
			rule: 'are kept, without the rows that are refused',
			isDryRun: false,
			rows: '2,1002\n3,9999',
			kind: 'mapped',
			then: ['1: 1001', '2: 1002'],
		},
		{
			rule: 'are left as they are, where no row changes anything',
			isDryRun: false,
			rows: '1,1001\n2,',
			kind: 'looked',
			then: ['1: 1001'],
		},
		{
			rule: 'are left as they are, where no row can be taken',
			isDryRun: false,
			rows: '2,9999',
			kind: 'looked',
			then: ['1: 1001'],
		},
	])('$rule', async ({ isDryRun, rows, kind, then }) => {
		expect(await take(`${head}\n${rows}`, isDryRun)).toMatchObject({ kind });
		expect(await companies()).toEqual(then);
	});

	it('are refused with what the file lacks', async () => {
		expect(await take('customer\n2', false)).toMatchObject({
			kind: 'refused',
			message: expect.stringMatching(/names no column customer id, company id\./),
		});
	});
});
