import { uniq } from 'lodash';
import type { TaskId } from '../../domain/ids';
import type { ContractWork } from '../../domain/plan/contractWork';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { ContractLeases } from '../journal/contractLeases';
import type { BatchFacts } from '../planning/batchFacts';
import { judgeLateWrites } from '../proving/judgeLateWrites';
import { settleContracts } from '../proving/settleContracts';
import type { TaskResult } from '../proving/taskResults';
import { type Verification, verifyWrites } from '../proving/verifyWrites';
import type { ContractReport } from '../proving/writeReport';
import { connected } from '../tasks/connected';
import { offeredUntil } from '../tasks/offerTasks';
import { chargesOfOthers } from './chargesOfOthers';
import type { WriteContext } from './contractTurn';
import type { SyncOptions, SyncPorts } from './syncOptions';
import { writeContracts } from './writeProtocol';

/** The tasks of which the work writes something. */
export function taskIdsOf(work: ContractWork): readonly TaskId[] {
	return work.approved.map(({ task }) => task.id);
}

/** Which charges of the works Autotask holds, by key; one that cannot be read is there, too, with nothing known of it. */
async function chargesThere(
	works: readonly ContractWork[],
	autotask: AutotaskPort,
): Promise<WriteContext['chargesThere']> {
	const keys = uniq(works.flatMap((work) => work.charges.map(({ charge }) => charge.key)));
	if (keys.length === 0) return new Map();
	const unread: string[] = [];
	const charges = await autotask.chargesByKey(keys, ({ of }) => unread.push(of));
	return new Map([
		...unread.map((key) => [key, undefined] as const),
		...charges.map((charge) => [charge.key, charge] as const),
	]);
}

async function contextOf(
	works: readonly ContractWork[],
	batch: BatchFacts,
	{ leases, options }: { readonly leases: ContractLeases; readonly options: SyncOptions },
	ports: SyncPorts,
): Promise<WriteContext> {
	const { autotask } = ports;
	return {
		connection: batch.connection,
		databaseId: autotask.databaseId,
		leases,
		sameDate: options.sameDate,
		chargesThere: await chargesThere(works, autotask),
		chargesOfOthers: await chargesOfOthers(works, batch, ports),
		...(options.signal ? { signal: options.signal } : {}),
	};
}

async function verify(
	reports: readonly ContractReport[],
	autotask: AutotaskPort,
): Promise<Verification | { readonly why: string }> {
	try {
		return await verifyWrites(reports, autotask);
	} catch (error) {
		return { why: error instanceof Error ? error.message : String(error) };
	}
}

/** Writes the works, looks at what Autotask then holds, and records what is proven. */
export async function writeHeld(
	works: readonly ContractWork[],
	batch: BatchFacts,
	by: { readonly leases: ContractLeases; readonly options: SyncOptions },
	ports: SyncPorts,
): Promise<ReadonlyMap<TaskId, TaskResult>> {
	if (works.length === 0) return new Map();
	const context = await contextOf(works, batch, by, ports);
	const now = ports.clock.now();
	const taskIds = uniq(works.flatMap(taskIdsOf));
	await ports.store.changeTasks(
		batch.connection.id,
		taskIds.map((id) => ({
			id,
			change: { state: 'syncing', attention: undefined, note: undefined, offeredUntil: offeredUntil(now) },
		})),
		now,
	);
	const reports = await judgeLateWrites(await writeContracts(works, batch.journal, context, ports), ports);
	const verification = await verify(reports, ports.autotask);
	const results = new Map<TaskId, TaskResult>();
	for (const some of connected(reports, ({ work }) => taskIdsOf(work))) {
		for (const [id, one] of await settleContracts(some, verification, batch, ports)) results.set(id, one);
	}
	return results;
}
