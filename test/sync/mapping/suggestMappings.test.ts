import type { CustomerId, ProductId } from '../../../src/domain/ids';
import { suggestCompaniesFor, suggestServicesFor } from '../../../src/sync/mapping/suggestMappings';
import { startSyncWorld, type SyncWorld } from '../syncWorld';

let world: SyncWorld;

beforeEach(async () => {
	world = await startSyncWorld();
});

afterEach(async () => await world.close());

describe('suggestions from Autotask', () => {
	it.each([
		{ rule: 'without its accents', name: 'Sørensen Łódź', inAutotask: 'Sorensen Lodz' },
		{ rule: 'with its accents', name: 'Große Straße', inAutotask: 'Große Straße' },
		{ rule: 'in Greek capitals', name: 'Παπαδόπουλος', inAutotask: 'ΠΑΠΑΔΟΠΟΥΛΟΣ' },
		{ rule: 'in Cyrillic', name: 'Північний Вітер', inAutotask: 'Північний вітер' },
	])('find a name $rule', async ({ name, inAutotask }) => {
		world.change('Companies', 1002, { companyName: inAutotask });
		world.change('Services', 803, { name: inAutotask });
		const customers = [{ id: '9' as CustomerId, name }];
		expect(await suggestCompaniesFor(customers, world)).toMatchObject([
			{ suggestions: [{ company: { id: 1002 }, score: 90 }] },
		]);
		const products = [{ productId: 'PRD-9' as ProductId, name, periodType: 'monthly' } as const];
		expect(await suggestServicesFor(products, world)).toMatchObject([
			{ suggestions: [{ service: { id: 803 }, score: 90 }] },
		]);
	});
});
