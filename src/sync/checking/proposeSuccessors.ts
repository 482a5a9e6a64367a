import { uniq } from 'lodash';
import { type CalendarDate, latest, plusDays } from '../../domain/calendarDate';
import type { Contract } from '../../domain/contract/contract';
import { fittingContract } from '../../domain/contract/fittingContract';
import { holdsUnitsOf } from '../../domain/contractChoice/heldLines';
import { keyBy } from '../../domain/keyed';
import { billedPeriodType } from '../../domain/order/billedPeriod';
import type { SeenSubscription } from '../../domain/order/seenSubscription';
import { successionTask } from '../../domain/task/successionTask';
import type { SyncTask } from '../../domain/task/task';
import { successorOfContract } from '../../domain/portion/succession';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { BatchFacts } from '../planning/batchFacts';
import { readFacts } from '../planning/readFacts';
import { foundEntry } from '../tasks/foundEntry';
import type { CheckRun } from './checkRun';

/** How long before its end a contract's successor is proposed. */
const daysAhead = 31;

/** A subscription with units on a contract that ends. */
interface Ending {
	readonly subscription: SeenSubscription;
	readonly contract: Contract;
}

async function activeSubscriptions({ ports, connection }: CheckRun): Promise<readonly SeenSubscription[]> {
	const mapped = await ports.store.customerMappings(connection.id);
	const customers = mapped.map((mapping) => mapping.customerId);
	const seen = customers.length === 0 ? [] : await ports.store.subscriptionsOfCustomers(connection.id, customers);
	return seen.filter((subscription) => subscription.status === 'active');
}

/** Active subscriptions whose line is on a contract that has ended or ends soon; one request for all contracts. */
async function endingOf(run: CheckRun, autotask: AutotaskPort): Promise<readonly Ending[]> {
	const { ports, connection, frame } = run;
	const active = await activeSubscriptions(run);
	const ids = active.map((subscription) => subscription.id);
	const linked = await ports.store.linkedLines(connection.databaseId, {
		subscriptions: { connectionId: connection.id, ids },
	});
	const current = linked.filter(
		(line) =>
			line.connectionId === connection.id &&
			line.leftOn === undefined &&
			(line.units.at(-1)?.units ?? 0) > 0 &&
			ids.includes(line.subscriptionId),
	);
	const leaveOut = (): void => undefined;
	const contracts = await autotask.contractsById(uniq(current.map((line) => line.contractId)), leaveOut);
	const ending = keyBy(
		contracts.filter((contract) => contract.endsOn <= plusDays(frame.today, daysAhead)),
		'id',
	);
	return active.flatMap((subscription): Ending[] => {
		const line = current.find((one) => one.subscriptionId === subscription.id && ending[one.contractId] !== undefined);
		const contract = line && ending[line.contractId];
		return contract ? [{ subscription, contract }] : [];
	});
}

function taskOfEnding(run: CheckRun, { subscription, contract }: Ending, on: CalendarDate): SyncTask {
	const { seenAt: _seenAt, earlierExpirations: _earlier, ...snapshot } = subscription;
	return successionTask(snapshot, { contractId: contract.id, on, timeZone: run.connection.timeZone }, run.frame);
}

/** The task that carries the units on; none where the successor holds them already, or while the contract runs and has none. */
function proposed(run: CheckRun, ending: Ending, { facts, ledger }: BatchFacts): SyncTask | undefined {
	const own = fittingContract(ending.contract);
	if (!own) return undefined;
	const { subscription } = ending;
	const dayAfter = plusDays(own.endsOn, 1);
	const task = taskOfEnding(run, ending, dayAfter);
	const asked = { task, subscription, periodType: billedPeriodType(subscription), day: dayAfter, subject: task.id };
	const to = successorOfContract(asked, own, facts, ledger);
	if (!to) return own.endsOn < run.frame.today ? task : undefined;
	return holdsUnitsOf(asked, own, to, facts, ledger)
		? undefined
		: taskOfEnding(run, ending, latest(to.startsOn, dayAfter));
}

/**
 * Makes the task of every active subscription whose contract ends and whose successor does not hold its line; of one
 * whose contract has ended without a successor, too, so that somebody hears of seats that nobody bills.
 *
 * One request where no contract ends. Returns how many tasks are new: each is made once. Source: rule C5.
 */
export async function proposeSuccessors(run: CheckRun, autotask: AutotaskPort): Promise<number> {
	const { store, clock } = run.ports;
	const all = await endingOf(run, autotask);
	const drafts = all.map((ending) => taskOfEnding(run, ending, plusDays(ending.contract.endsOn, 1)));
	const known = new Set((await store.tasksById(drafts.map((task) => task.id))).map((task) => task.id));
	const fresh = all.filter((_, at) => !known.has(drafts[at]?.id ?? ('' as SyncTask['id'])));
	if (fresh.length === 0) return 0;
	const batch = await readFacts(
		run.connection.id,
		drafts.filter((task) => !known.has(task.id)),
		{ ...run.ports, autotask },
	);
	const added = await store.addTasks(fresh.flatMap((ending) => proposed(run, ending, batch) ?? []));
	if (added.length > 0) await store.log(added.map((task) => foundEntry(task, clock.now())));
	return added.length;
}
