import { uniq } from 'lodash';
import { type CalendarDate, latest, plusDays } from '../../domain/calendarDate';
import type { Contract } from '../../domain/contract/contract';
import { fittingContract } from '../../domain/contract/fittingContract';
import { holdsUnitsOf } from '../../domain/contractChoice/heldLines';
import { groupBy, keyBy } from '../../domain/keyed';
import { extendedFrom } from '../../domain/line/unrecorded';
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

/** A subscription with units on a contract that ends, or goes on after the end that it had. */
interface Ending {
	readonly subscription: SeenSubscription;
	readonly contract: Contract;
	/** The first day that is not written yet of one that goes on. */
	readonly extendedFrom?: CalendarDate;
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
	const contracts = keyBy(await autotask.contractsById(uniq(current.map((line) => line.contractId)), leaveOut), 'id');
	const lines = keyBy(
		await ports.store.otherUnits(
			connection.databaseId,
			current.map((line) => line.contractServiceId),
		),
		'contractServiceId',
	);
	const ofLine = groupBy(current, 'subscriptionId');
	return active.flatMap((subscription): Ending[] =>
		(ofLine[subscription.id] ?? [])
			.flatMap((line): Ending[] => {
				const contract = contracts[line.contractId];
				if (!contract) return [];
				const from = extendedFrom(lines[line.contractServiceId] ?? {}, [line], contract.endsOn);
				if (from !== undefined) return [{ subscription, contract, extendedFrom: from }];
				return contract.endsOn <= plusDays(frame.today, daysAhead) ? [{ subscription, contract }] : [];
			})
			.slice(0, 1),
	);
}

function taskOfEnding(run: CheckRun, ending: Ending, on: CalendarDate): SyncTask {
	const { subscription, contract, extendedFrom: from } = ending;
	const { seenAt: _seenAt, earlierExpirations: _earlier, ...snapshot } = subscription;
	const of = { contractId: contract.id, on, timeZone: run.connection.timeZone, isExtended: from !== undefined };
	return successionTask(snapshot, of, run.frame);
}

/** The day that its task takes effect on, as far as the contract alone says so. */
function dayOf({ contract, extendedFrom: from }: Ending): CalendarDate {
	return from ?? plusDays(contract.endsOn, 1);
}

/** The task that carries the units on; none where the successor holds them already, or while the contract runs and has none. */
function proposed(run: CheckRun, ending: Ending, { facts, ledger }: BatchFacts): SyncTask | undefined {
	const own = fittingContract(ending.contract);
	if (!own) return undefined;
	const { subscription } = ending;
	const dayAfter = plusDays(own.endsOn, 1);
	const task = taskOfEnding(run, ending, dayOf(ending));
	if (ending.extendedFrom !== undefined) return task;
	const asked = { task, subscription, periodType: billedPeriodType(subscription), day: dayAfter, subject: task.id };
	const to = successorOfContract(asked, own, facts, ledger);
	if (!to) return own.endsOn < run.frame.today ? task : undefined;
	return holdsUnitsOf(asked, own, to, facts, ledger)
		? undefined
		: taskOfEnding(run, ending, latest(to.startsOn, dayAfter));
}

/**
 * Makes the task of every active subscription whose contract ends and whose successor does not hold its line; of one
 * whose contract has ended without a successor, too, so that somebody hears of seats that nobody bills; and of one whose
 * contract goes on by now, where it changed after the end that that had.
 *
 * One request where no contract ends. Returns how many tasks are new: each is made once. Source: rule C5.
 */
export async function proposeSuccessors(run: CheckRun, autotask: AutotaskPort): Promise<number> {
	const { store, clock } = run.ports;
	const all = await endingOf(run, autotask);
	const drafts = all.map((ending) => taskOfEnding(run, ending, dayOf(ending)));
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
