import type { JsonObject } from '../../simulators/http';
import { startWorld, type World, type WorldOptions } from './fixtureWorld';

export const feeServiceId = 880;

/** The plan of every product of the world. */
export const plan = 10_001;

/** Adds a service to Autotask; it carries the marketplace's id of what it stands for. */
export function addService({ autotaskSide }: World, id: number, more: JsonObject): void {
	const [service] = autotaskSide.state().entities.Services ?? [];
	autotaskSide.seed({ Services: [{ ...service, id, name: `Service ${id}`, ...more }] });
}

/** A world in whose Autotask there is a service for the fee of the plan. */
export async function startWithFee(options: WorldOptions = {}): Promise<World> {
	const world = await startWorld(options);
	addService(world, feeServiceId, { unitPrice: 5, unitCost: 0, externalID: `fee-of-plan-${plan}` });
	return world;
}

/** What Autotask bills in some months once everything is posted. */
export function billedIn(world: World, ...months: readonly string[]): readonly string[] {
	world.post('2027-12-31');
	return months.map((month) => world.billed(month).price);
}
