import { randomUUID } from 'node:crypto';
import { pick } from 'lodash';
import type { CustomerId } from '../../domain/ids';
import type { ConnectionInputs } from '../../ports/store/connections';
import { endExcluded } from '../deciding/endExcluded';
import { tellHiddenCosts } from '../reading/tellHiddenCosts';
import { holdSuccessors } from '../tasks/holdSuccessors';
import { type OfferedTask, offerTasks, withSubscriptions } from '../tasks/offerTasks';
import { goingOn, holdLease, releaseLease } from './checkLease';
import type { CheckOptions, CheckPorts, CheckRun, CheckSettings } from './checkRun';
import { openConnection } from './openConnection';
import { proposeSuccessors } from './proposeSuccessors';
import { pruneStore } from './pruneStore';
import { readAgain } from './readAgain';
import { recheckCauses } from './recheckCauses';
import { setAsideTasks } from './setAsideTasks';
import { excludedText } from '../../domain/order/excludedText';
import { isSweepDue, sweepSubscriptions } from './sweepSubscriptions';
import { takeOrders } from './takeOrders';
import { takeFirstSubscriptions } from './takeSubscriptions';
import { taskFrame } from './taskFrame';
import { logUnread, unreadText } from './unreadRows';

export interface CheckOutcome {
	/** Empty where nothing is new and nothing was freed; tasks that were set aside come first, to be seen. */
	readonly offered: readonly OfferedTask[];
	/** Tasks that this check made or reopened. */
	readonly found: number;
	/** Tasks whose cause in Autotask is gone, or whose predecessor has ended. */
	readonly freed: number;
	/** One sentence for the log. */
	readonly message: string;
	/** What of it is said besides the counts; absent where there is nothing. */
	readonly more?: string;
}

async function takeUnorderedChanges(run: CheckRun): Promise<number> {
	const { isFirst, now, today } = run.frame;
	if (!isFirst && !isSweepDue(run)) return 0;
	const { found, isComplete } = isFirst ? await takeFirstSubscriptions(run) : await sweepSubscriptions(run);
	if (isComplete)
		await run.ports.store.changeConnection(run.connection.id, {
			sweptOn: today,
			...(isFirst ? { firstCheckDoneAt: now } : {}),
		});
	return found;
}

async function readMarketplace(run: CheckRun, found: { tasks: number }): Promise<void> {
	const orders = await takeOrders(run);
	found.tasks += orders.found;
	if (orders.isComplete) found.tasks += await takeUnorderedChanges(run);
	await readAgain(run);
}

/** A fault of the other system that may be gone with the next check. */
function isPassing(error: unknown): error is Error {
	return error instanceof Object && 'retryable' in error && error.retryable === true && 'message' in error;
}

/** Reads as far as faults and time allow; a cancelled request, or one that the time ran out for, is no fault. */
async function readOrKeepFault(
	run: CheckRun,
	found: { tasks: number },
	{ signal }: CheckOptions,
): Promise<Error | undefined> {
	try {
		await readMarketplace(run, found);
		return undefined;
	} catch (error) {
		if (signal?.aborted === true) return undefined;
		if (!isPassing(error)) throw error;
		const message = `The marketplace could not be read to the end: ${error.message} The next check goes on.`;
		await run.ports.store.log([{ at: run.frame.now, connectionId: run.connection.id, action: 'check', message }]);
		return error;
	}
}

async function recheckOrNote(run: CheckRun, { autotask, signal }: CheckOptions): Promise<number> {
	if (signal?.aborted === true) return 0;
	try {
		return await recheckCauses(run.connection.id, run.ports, {
			recheckHours: run.settings.recheckHours,
			...(autotask ? { autotask } : {}),
		});
	} catch (error) {
		if (signal?.aborted) return 0;
		if (!isPassing(error)) throw error;
		const message = `Causes in Autotask could not be looked at: ${error.message} The next check tries again.`;
		await run.ports.store.log([{ at: run.frame.now, connectionId: run.connection.id, action: 'check', message }]);
		return 0;
	}
}

/** Looks whether Autotask hides costs from its API user; a passing fault leaves it to the next sweep, or to a plan. Source: rule A5. */
async function lookAtCosts({ ports, connection }: CheckRun, { autotask }: CheckOptions): Promise<void> {
	if (!autotask) return;
	try {
		await tellHiddenCosts(connection, await (await autotask()).hidesCosts(), ports);
	} catch (error) {
		if (!isPassing(error)) throw error;
	}
}

/** Looks at contracts that end, with the sweep; a passing fault leaves it to the next one. Source: rule C5. */
async function proposeOrNote(run: CheckRun, { autotask }: CheckOptions): Promise<number> {
	if (!autotask) return 0;
	try {
		return await proposeSuccessors(run, await autotask());
	} catch (error) {
		if (!isPassing(error)) throw error;
		const message = `Contracts that end could not be looked at: ${error.message} The next sweep tries again.`;
		await run.ports.store.log([{ at: run.frame.now, connectionId: run.connection.id, action: 'check', message }]);
		return 0;
	}
}

async function check(run: CheckRun, options: CheckOptions): Promise<CheckOutcome> {
	const found = { tasks: 0 };
	const sweeps = !run.frame.isFirst && isSweepDue(run);
	if ('nextCheckAt' in options) await run.ports.store.changeConnection(run.connection.id, pick(options, 'nextCheckAt'));
	const fault = await readOrKeepFault(run, found, options);
	if ((sweeps || run.frame.isFirst) && options.signal?.aborted !== true) await lookAtCosts(run, options);
	if (sweeps && !fault) found.tasks += await proposeOrNote(run, options);
	await pruneStore(run);
	await logUnread(run);
	const lifted = await recheckOrNote(run, options);
	const excluded = await endExcluded(run.connection.id, run.ports);
	const isHandingOn = options.handsOn !== false;
	const setAside = isHandingOn ? await setAsideTasks(run.connection.id, run.ports, run.settings.setAsideAfter) : [];
	const freed = lifted + (await holdSuccessors(run.connection.id, run.ports));
	const isStopped = (await run.ports.store.connection(run.connection.id))?.stoppedAt !== undefined;
	const free = isStopped || !isHandingOn ? [] : await offerTasks(run.connection.id, run.settings.batchSize, run.ports);
	const offered = [...(await withSubscriptions(run.connection.id, setAside, run.ports)), ...free];
	if (fault && offered.length === 0) throw fault;
	if (!fault && options.signal?.aborted !== true)
		await run.ports.store.changeConnection(run.connection.id, { checkedAt: run.frame.now });
	const stopped = isStopped ? ' The connection is stopped; nothing is handed on.' : '';
	const trouble = fault ? ` The marketplace could not be read to the end: ${fault.message}` : '';
	const aside = setAside.length === 0 ? '' : ` ${setAside.length} set aside, since they never came to an end.`;
	const handed = isHandingOn ? `${free.length} handed on` : 'all left for the next check that hands on';
	const more = `${aside}${excludedText(excluded.length, run.exclusions)}${stopped}${trouble}${unreadText(run)}`;
	const message = `${found.tasks} new tasks, ${freed} freed, ${handed}.${more}`;
	return { offered, found: found.tasks, freed, message, ...(more === '' ? {} : { more: more.trim() }) };
}

/**
 * Finds what is new at the marketplace, makes one task of each order that has ended, and hands on what may go on.
 *
 * An order that is not completed yet has no task; it is remembered and asked for again until it ends. Two checks of one
 * connection never run at once: the second hands on nothing. A check that is broken off, runs out of its time or meets
 * a passing fault keeps what it has stored, and the next one goes on there.
 *
 * @throws ApiError where the marketplace cannot be read and nothing is there to be handed on; StoreError.
 * Source: rules T1, T2, T4, T6, T7, T8.
 */
export async function checkChanges(
	ports: CheckPorts,
	inputs: ConnectionInputs,
	settings: CheckSettings,
	options: CheckOptions = {},
): Promise<CheckOutcome> {
	const holder = randomUUID();
	if (!(await holdLease(ports, inputs.connectionId, holder))) {
		const message = 'Another check of this connection is under way.';
		return { offered: [], found: 0, freed: 0, message, more: message };
	}
	try {
		const connection = await openConnection(ports, inputs, settings);
		const frame = taskFrame(connection, settings, ports.clock);
		const mayGoOn = goingOn(ports, inputs.connectionId, holder, options);
		const exclusions = await ports.store.exclusions(connection.id);
		const seen = { sights: new Map(), unread: [], unreadOf: new Set<CustomerId>(), exclusions };
		return await check({ ports, connection, settings, frame, ...seen, mayGoOn }, options);
	} finally {
		await releaseLease(ports, inputs.connectionId, holder);
	}
}
