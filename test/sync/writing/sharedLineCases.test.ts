import type { ActResult } from '../../../simulators/marketplace/actKinds';
import { byAutotask, byMarketplace, stepAfter, type StepFigures } from '../fixtureBilled';
import { approveAndSync, type RunSettings } from '../fixtureRun';
import { contractId, serviceId, sold, startUnconnected, startWorld, type World } from '../fixtureWorld';

let world: World;

afterEach(async () => {
	await world.close();
});

const rise = { kind: 'change', quantity: 13, at: '2026-10-16T09:00:00Z' } as const;

describe('the worked cases of lines that hold more than one subscription, billed', () => {
	/** A has ten seats from September, B five from October at its own price. */
	async function twoSubscriptions(settings: RunSettings, price: string): Promise<readonly [ActResult, ActResult]> {
		world = await startWorld({ now: '2026-08-20T08:00:00Z' });
		const first = await sold(world, { at: '2026-09-01T09:00:00Z' }, settings);
		return [first, await sold(world, { quantity: 5, price, at: '2026-10-01T09:00:00Z' }, settings)];
	}

	it.each<{ rule: string; settings: RunSettings; price: string; lines: number } & StepFigures>([
		{
			rule: 'case 12: a rise of one of two on a line adds to both, by Autotask',
			settings: byAutotask,
			price: '18.00',
			lines: 1,
			adjustments: ['+2@2026-10-16'],
			charges: [],
			billed: ['288.59', '306.00'],
		},
		{
			rule: 'case 12: a rise of one of two on a line adds to both, by the marketplace',
			settings: byMarketplace,
			price: '18.00',
			lines: 1,
			adjustments: ['+2@2026-11-01'],
			charges: ['18.58@2026-10-16'],
			billed: ['288.58', '306.00'],
		},
		{
			rule: 'case 12: one at another price has a line of its own, by Autotask',
			settings: byAutotask,
			price: '17.00',
			lines: 2,
			adjustments: ['+2@2026-10-16'],
			charges: [],
			billed: ['283.58', '301.00'],
		},
		{
			rule: 'case 12: one at another price has a line of its own, by the marketplace',
			settings: byMarketplace,
			price: '17.00',
			lines: 2,
			adjustments: ['+2@2026-11-01'],
			charges: ['18.58@2026-10-16'],
			billed: ['283.58', '301.00'],
		},
	])('$rule', async ({ settings, price, lines, adjustments, charges, billed }) => {
		const [first] = await twoSubscriptions(settings, price);
		const { subscriptionId } = first;
		world.order({ kind: 'change', subscriptionId, quantity: 12, at: '2026-10-16T09:00:00Z' });
		await world.run(settings);
		expect(world.autotaskSide.state().entities.ContractServices).toHaveLength(lines);
		expect(stepAfter(world, 2)).toEqual({ adjustments, charges, billed });
	});

	it.each([
		{ rule: 'by Autotask', settings: byAutotask },
		{ rule: 'by the marketplace', settings: byMarketplace },
	])('case 12: of a line that two share the units of the cancelled one go, $rule', async ({ settings }) => {
		const [, second] = await twoSubscriptions(settings, '18.00');
		world.order({ kind: 'cancellation', subscriptionId: second.subscriptionId, at: '2026-10-11T09:00:00Z' });
		await world.run(settings);
		expect(stepAfter(world, 2)).toEqual({
			adjustments: ['-5@2026-11-01'],
			charges: [],
			billed: ['270.00', '180.00'],
		});
	});

	// October 15 x 18.00 + 2 x 18.00 x 16 / 31; November (12 + 2) x 18.00. By the marketplace 1 November takes the fall: 2 x 18.00 x 1 / 30.
	it.each<{ rule: string; settings: RunSettings } & StepFigures>([
		{
			rule: 'by Autotask',
			settings: byAutotask,
			adjustments: ['-3@2026-11-01', '+2@2026-10-16'],
			charges: [],
			billed: ['288.59', '252.00'],
		},
		{
			rule: 'by the marketplace',
			settings: byMarketplace,
			adjustments: ['-3@2026-11-01', '+2@2026-11-02'],
			charges: ['18.58@2026-10-16', '1.20@2026-11-01'],
			billed: ['288.58', '252.00'],
		},
	])(
		"Q4: a rise leaves another subscription's scheduled fall where it is, $rule",
		async ({ settings, adjustments, charges, billed }) => {
			const [first, second] = await twoSubscriptions(settings, '18.00');
			const fall = { kind: 'change', subscriptionId: second.subscriptionId, quantity: 2 } as const;
			world.order({ ...fall, at: '2026-10-05T09:00:00Z' });
			await world.run(settings);
			world.order({ ...rise, subscriptionId: first.subscriptionId, quantity: 12 });
			await world.run(settings);
			expect(stepAfter(world, 2)).toEqual({ adjustments, charges, billed });
		},
	);

	it.each<{ rule: string; settings: RunSettings } & StepFigures>([
		{
			rule: 'case 19: three units of somebody else stay beside ours, by Autotask',
			settings: byAutotask,
			adjustments: ['+1@2026-10-16'],
			charges: [],
			billed: ['279.30', '288.00'],
		},
		{
			rule: 'case 19: three units of somebody else stay beside ours, by the marketplace',
			settings: byMarketplace,
			adjustments: ['+1@2026-11-01'],
			charges: ['9.29@2026-10-16'],
			billed: ['279.29', '288.00'],
		},
	])('$rule', async ({ settings, adjustments, charges, billed }) => {
		world = await startUnconnected({ lines: [{ contractID: contractId, serviceID: serviceId, units: 15 }] });
		const at = '2026-03-01T09:00:00Z';
		const sale = world.order({ kind: 'sale', customerId: '1', productId: 'PRD-1', quantity: 12, at });
		world.setNow('2026-09-20T08:00:00Z');
		await world.run(settings);
		await approveAndSync(world, () => 'own=12', settings);
		world.order({ ...rise, subscriptionId: sale.subscriptionId });
		await world.run(settings);
		expect(stepAfter(world, 0)).toEqual({ adjustments, charges, billed });
	});
});
