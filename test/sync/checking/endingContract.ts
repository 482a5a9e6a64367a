import { contract, contractId } from '../fixtureWorld';

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
