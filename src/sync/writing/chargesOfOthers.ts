import { uniq, uniqBy } from 'lodash';
import type { ChargeWork, ContractWork } from '../../domain/plan/contractWork';
import type { ContractCharge } from '../../domain/contract/charge';
import type { Contract } from '../../domain/contract/contract';
import type { ContractId } from '../../domain/ids';
import type { SyncTask } from '../../domain/task/task';
import { chargeKey, orderInKey, storeOfKey } from '../journal/keys';
import type { BatchFacts } from '../planning/batchFacts';
import type { SyncPorts } from './syncOptions';

/** A charge that another store of ours has written; what cannot be read of it is absent. */
type WrittenByOther = Pick<ContractCharge, 'key'> & Partial<ContractCharge>;

/** One that cannot be told from a charge of ours, since its key cannot be read, and where it is. */
interface UnreadOfOther {
	readonly unreadOn: Pick<Contract, 'id' | 'name'>;
	/** The sentence that names the field. */
	readonly why: string;
}

export type ChargeOfOther = WrittenByOther | UnreadOfOther;

interface KeyedWork extends ChargeWork {
	readonly task: SyncTask;
	readonly contract: Contract;
}

function worksWithTasks(works: readonly ContractWork[]): readonly KeyedWork[] {
	return works.flatMap(({ approved, charges, contract }) =>
		charges.flatMap((one) => {
			const of = approved.find(({ task }) => task.id === one.taskId);
			return of ? [{ ...one, contract, task: of.task }] : [];
		}),
	);
}

/** Whether a key of another store is the one that it would have given the charge. */
function isSameCharge({ task, charge }: KeyedWork, key: string, store: string): boolean {
	const { kind, keyedBy } = charge;
	return keyedBy !== undefined && chargeKey(store, task, kind, keyedBy.productId, keyedBy.nth) === key;
}

/**
 * Which charges of the works another store of ours has written, or may have, by our own keys: one that was lost, or of
 * another n8n. Contracts of the same companies are looked at, since it may have chosen another one. Source: rules F5 and F7.
 */
export async function chargesOfOthers(
	works: readonly ContractWork[],
	batch: BatchFacts,
	{ autotask, store }: SyncPorts,
): Promise<ReadonlyMap<string, ChargeOfOther>> {
	const keyed = worksWithTasks(works);
	if (keyed.length === 0) return new Map();
	const companies = new Set(works.map(({ contract }) => contract.companyId));
	const all = [...works.map(({ contract }) => contract), ...batch.autotask.contracts];
	const contracts = uniqBy(all, 'id').filter(({ companyId }) => companies.has(companyId));
	const unread = new Map<ContractId, string>();
	const found = await autotask.chargesOfStores(
		contracts.map(({ id }) => id),
		uniq(keyed.map(({ task }) => orderInKey(task))),
		({ of, why }) => unread.set(of, why),
	);
	const others = found.flatMap((charge) => {
		const by = storeOfKey(charge.key);
		return by === undefined || by === store.storeId ? [] : [{ charge, by }];
	});
	const mayBeOn = ({ companyId }: Contract) =>
		contracts.find((one) => one.companyId === companyId && unread.has(one.id));
	return new Map(
		keyed.flatMap((work): [string, ChargeOfOther][] => {
			const there = others.find(({ charge, by }) => isSameCharge(work, charge.key, by));
			if (there) return [[work.charge.key, there.charge]];
			const on = mayBeOn(work.contract);
			return on ? [[work.charge.key, { unreadOn: on, why: unread.get(on.id) ?? '' }]] : [];
		}),
	);
}
