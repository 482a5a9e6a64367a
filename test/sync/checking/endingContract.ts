import { changeByHand } from '../byHand';
import type { RunSettings } from '../fixtureRun';
import { contract, contractId, type World } from '../fixtureWorld';

/** Every check looks for contracts that end. */
export const byAutotask: RunSettings = { check: { sweep: 'everyCheck' }, build: { proration: 'autotask' } };
export const byMarketplace: RunSettings = { check: { sweep: 'everyCheck' }, build: { proration: 'marketplace' } };

export const nextId = 20002;

/** The contract of the company, which ends with October. */
export const ending = contract({ endDate: '2026-10-31' });

/** The one that takes over. */
export const next = contract({
	id: nextId,
	contractName: 'Next',
	startDate: '2026-11-01',
	renewedContractID: contractId,
});

/** Somebody extends the contract in Autotask. */
export async function extend(world: World): Promise<void> {
	await changeByHand(world, 'PATCH', 'Contracts', { id: contractId, endDate: '2027-12-31' });
}

/** What is billed from October to December, everything posted. */
export function billsOf(world: World): readonly string[] {
	world.post('2026-12-31');
	return ['2026-10', '2026-11', '2026-12'].map((month) => world.billed(month).price);
}
