import { uniq } from 'lodash';
import type { ChargeWork, ContractWork } from '../../domain/plan/contractWork';
import type { ContractCharge } from '../../domain/contract/charge';
import type { SyncTask } from '../../domain/task/task';
import { chargeKey, orderInKey, storeOfKey } from '../journal/keys';
import type { BatchFacts } from '../planning/batchFacts';
import type { SyncPorts } from './syncOptions';

/** A charge that another store of ours has written; what cannot be read of it is absent. */
export type ChargeOfOther = Pick<ContractCharge, 'key'> & Partial<ContractCharge>;

interface KeyedWork extends ChargeWork {
	readonly task: SyncTask;
}

function worksWithTasks(works: readonly ContractWork[]): readonly KeyedWork[] {
	return works.flatMap(({ approved, charges }) =>
		charges.flatMap((one) => {
			const of = approved.find(({ task }) => task.id === one.taskId);
			return of ? [{ ...one, task: of.task }] : [];
		}),
	);
}

/** Whether a key of another store is the one that it would have given the charge. */
function isSameCharge({ task, charge }: KeyedWork, key: string, store: string): boolean {
	const { kind, keyedBy } = charge;
	return keyedBy !== undefined && chargeKey(store, task, kind, keyedBy.productId, keyedBy.nth) === key;
}

/**
 * Which charges of the works another store of ours has written, by our own keys: one that was lost, or of another n8n.
 * Contracts of the same companies are looked at, since it may have chosen another one. Source: rule F5.
 */
export async function chargesOfOthers(
	works: readonly ContractWork[],
	batch: BatchFacts,
	{ autotask, store }: SyncPorts,
): Promise<ReadonlyMap<string, ChargeOfOther>> {
	const keyed = worksWithTasks(works);
	if (keyed.length === 0) return new Map();
	const companies = new Set(works.map(({ contract }) => contract.companyId));
	const contracts = [...works.map(({ contract }) => contract), ...batch.autotask.contracts];
	const ids = uniq(contracts.filter(({ companyId }) => companies.has(companyId)).map(({ id }) => id));
	const found = await autotask.chargesOfStores(ids, uniq(keyed.map(({ task }) => orderInKey(task))));
	const others = found.flatMap((charge) => {
		const by = storeOfKey(charge.key);
		return by === undefined || by === store.storeId ? [] : [{ charge, by }];
	});
	return new Map(
		keyed.flatMap((work) => {
			const there = others.find(({ charge, by }) => isSameCharge(work, charge.key, by));
			return there ? [[work.charge.key, there.charge] as const] : [];
		}),
	);
}
