import { isEqual, uniqBy, uniqWith } from 'lodash';
import type { Contract } from '../../domain/contract/contract';
import type { CompanyId, ContractId } from '../../domain/ids';
import { groupBy } from '../../domain/keyed';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import { keptIn, type UnreadState } from './unreadState';

/** Contracts without those that have the id of another one and are not what Autotask answers to that id. */
async function withoutDoubles(
	contracts: readonly Contract[],
	autotask: AutotaskPort,
	unread: UnreadState,
): Promise<readonly Contract[]> {
	const alike = Object.values(groupBy(contracts, 'id'))
		.map((some) => uniqWith(some, isEqual))
		.filter((some) => some.length > 1);
	const ids = alike.flatMap(([one]) => one?.id ?? []);
	const known = ids.length === 0 ? [] : await autotask.contractsById(ids, keptIn(unread.contracts));
	const doubles = alike.flat().filter((one) => !known.some((other) => isEqual(one, other)));
	for (const { id, companyId: of } of doubles)
		keptIn(unread.contractsOf)({ of, why: `Its contract ${id} has the id of a contract of another company` });
	const others = contracts.filter((one) => !doubles.some((double) => isEqual(one, double)));
	return uniqBy(others, 'id');
}

/** The contracts of companies, and those among the named ones that are none of theirs. */
export async function readContracts(
	wanted: { readonly companies: readonly CompanyId[]; readonly contracts: readonly ContractId[] },
	autotask: AutotaskPort,
	unread: UnreadState,
): Promise<readonly Contract[]> {
	const listed = await autotask.contracts(wanted.companies, keptIn(unread.contractsOf));
	const ofCompanies = await withoutDoubles(listed, autotask, unread);
	const missing = wanted.contracts.filter((id) => !ofCompanies.some((contract) => contract.id === id));
	if (missing.length === 0) return ofCompanies;
	return [...ofCompanies, ...(await autotask.contractsById(missing, keptIn(unread.contracts)))];
}
