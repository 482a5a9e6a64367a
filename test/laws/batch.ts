import { chunk, groupBy, uniq } from 'lodash';
import type { JsonObject } from '../../simulators/http';
import type { TaskId } from '../../src/domain/ids';
import type { ContractPlan } from '../../src/domain/plan/plan';
import type { SyncTask } from '../../src/domain/task/task';
import type { BuildOutcome } from '../../src/sync/tasks/outcomes';
import { dayNumber, dayText, monthsAfter } from '../oracle/days';
import { connection } from '../sync/fixtureClients';
import { approveAll, approveMoved, check, plan, retry, type RunSettings, sync } from '../sync/fixtureRun';
import { companyId, contract, contractId, startUnconnected, type World } from '../sync/fixtureWorld';
import { happen, type Placed, placedOrders, subscriptionIdOf } from './actOf';
import { periodTypes, seedCatalogue } from './catalogue';
import { editLines, undoEdits } from './handEdits';
import { type BatchSettings, lastDay, runInstants } from './settings';
import type { Timeline, TimelineOrder } from './timeline';

/** A task of a timeline. */
export interface SeenTask {
	readonly order: TimelineOrder;
	readonly nth: number;
	readonly task: SyncTask;
}

/** A billing item of Autotask, in whole cents. */
export interface Item {
	readonly on: number;
	readonly price: number;
	readonly cost: number;
	/** Of the row of a line its days: `YYYY-MM-DD to YYYY-MM-DD`. */
	readonly description: string;
}

/** What became of one timeline. */
export interface Outcome {
	readonly timeline: Timeline;
	readonly items: readonly Item[];
	readonly tasks: readonly SeenTask[];
	/** Shown last of each task that is written, of those without an order too. */
	readonly plans: readonly ContractPlan[];
	/** Accepted by Autotask, as `service on day` with the sum of the changes. */
	readonly adjusted: Readonly<Record<string, number>>;
	/** Charges, as `amount@day`. */
	readonly charges: readonly string[];
	readonly lowestUnits: number;
}

export interface BatchOutcome {
	readonly outcomes: readonly Outcome[];
	/** Write requests while every task waited for a person. */
	readonly writesBeforeApproval: number;
	/** Write requests of a second run over everything. */
	readonly writesOfSecondRun: number;
	/** Changes of lines that somebody had edited after they were planned. */
	readonly writesOverEdits: number;
}

/** How many tasks of a timeline arrive together, where arrival is mixed. */
const tasksAtATime = 3;

function nextDay(time: string): string {
	return new Date(Date.parse(time) + 86_400_000).toISOString();
}

/** Ids of contracts that take over, counted as those before them. */
const successorId = contractId + 100_000;

/** The contract of a timeline, and the one that takes over from it. */
function contractsOf({ start, months, succeededOn }: Timeline, at: number): readonly JsonObject[] {
	const end = dayText(monthsAfter(dayNumber(start), 72) - 1);
	const shared = { companyID: companyId + at, contractPeriodType: periodTypes[months] };
	const last = succeededOn === undefined ? end : dayText(dayNumber(succeededOn) - 1);
	const own = { id: contractId + at, contractName: `Cloud ${at + 1}`, startDate: start, endDate: last };
	const next = { id: successorId + at, contractName: `Cloud ${at + 1}, next`, endDate: end };
	if (succeededOn === undefined) return [contract({ ...shared, ...own })];
	return [
		{ ...own, renewedContractID: next.id },
		{ ...next, startDate: succeededOn },
	].map((one) => contract({ ...shared, ...one }));
}

async function worldOf(timelines: readonly Timeline[], settings: BatchSettings): Promise<World> {
	const world = await startUnconnected({
		now: `${settings.connectedOn}T08:00:00Z`,
		companies: timelines.length,
		contracts: timelines.flatMap(contractsOf),
		switches: { sameDate: settings.sameDate },
		zone: settings.zone,
	});
	seedCatalogue(world);
	await world.run({ check: { timeZone: settings.zone } });
	return world;
}

/** Drives a batch: each timeline has a company and a contract of its own, all are on one connection. */
class Batch {
	private readonly plans = new Map<TaskId, ContractPlan>();
	private readonly orderIds = new Map<TimelineOrder, string>();
	private readonly subscriptionIds = new Map<string, string>();
	private writesBeforeApproval = 0;
	private writesOverEdits = 0;
	private isEditing: boolean;
	private readonly hasSuccessors: boolean;
	private readonly run: RunSettings;

	constructor(
		private readonly world: World,
		private readonly timelines: readonly Timeline[],
		private readonly settings: BatchSettings,
	) {
		const { proration, priceSource, syncRefunds, isByHand, isEdited, zone } = settings;
		this.isEditing = isEdited;
		this.hasSuccessors = timelines.some(({ succeededOn }) => succeededOn !== undefined);
		const sweep = this.hasSuccessors ? 'daily' : 'never';
		this.run = {
			check: { processAutomatically: !isByHand, batchSize: 100_000, timeZone: zone, sweep },
			build: { proration, priceSource, syncRefunds, priceChangeLimit: 0 },
		};
	}

	async drive(): Promise<BatchOutcome> {
		const { arrival, zone } = this.settings;
		const runs = [...runInstants(this.settings)];
		const end = runs.pop() ?? '';
		for (const placed of placedOrders(this.timelines, zone)) {
			while (runs[0] !== undefined && runs[0] < placed.instant) await this.runAndPost(runs.shift() ?? '');
			this.place(placed);
		}
		for (const left of runs) await this.runAndPost(left);
		if (arrival === 'mixed') await this.runMixed(end);
		else await this.runAt(end);
		if (this.hasSuccessors) await this.runAt(nextDay(end));
		const writesOfSecondRun = await this.runAgain(nextDay(nextDay(end)));
		this.world.post(dayText(lastDay(this.settings)));
		const { writesBeforeApproval, writesOverEdits } = this;
		return { ...(await this.outcome()), writesBeforeApproval, writesOfSecondRun, writesOverEdits };
	}

	private async runAndPost(time: string): Promise<void> {
		await this.runAt(time);
		if (this.settings.isPosted) this.world.post(time.slice(0, 10));
	}

	private place(placed: Placed): void {
		const timeline = this.timelines[placed.at];
		if (!timeline) throw new RangeError(`no timeline ${placed.at}`);
		const name = `${placed.at}/${placed.nth}`;
		const isSold = timeline.isBundle && placed.nth > 0 && placed.order.kind === 'sale';
		const sold = isSold && timeline.subscriptions[0]?.orders[0];
		if (sold) return void this.orderIds.set(placed.order, this.orderIds.get(sold) ?? '');
		const known = this.subscriptionIds.get(name) ?? subscriptionIdOf(placed);
		const begun = placed.order.orderedOn && !placed.isBegun ? this.orderIds.get(placed.order) : undefined;
		const { orderId, subscriptionId } = happen(this.world, timeline, placed, { subscriptionId: known, begun });
		this.orderIds.set(placed.order, orderId);
		this.subscriptionIds.set(name, subscriptionId);
	}

	/** Runs as often as there is something to hand on; what was handed out comes again after half an hour. */
	private async runAt(time: string): Promise<void> {
		for (let again = 0; again < 12; again += 1) {
			this.world.setNow(new Date(Date.parse(time) + again * 31 * 60_000).toISOString());
			const offered = await check(this.world, this.run);
			if (offered.length === 0) return;
			await this.settle(offered);
		}
	}

	/** Plans, approves and writes the named tasks; where lines are edited by hand meanwhile, once more when that is undone. */
	private async settle(ids: readonly TaskId[]): Promise<void> {
		const before = this.world.writeRequests();
		const ready = await this.planned(ids);
		if (this.settings.isByHand)
			this.writesBeforeApproval += this.world.writeRequests() - before + (await this.approvedByNobody(ready));
		if (!this.isEditing) return await this.write(ready);
		const edit = await editLines(this.world, this.timelines.length, this.world.clock.now().slice(0, 10));
		await this.write(ready);
		this.writesOverEdits += await undoEdits(this.world, edit);
		const stopped = await this.world.store.tasks(connection.connectionId, { states: ['attention'] });
		const changed = stopped.filter(({ attention }) => attention?.reason === 'changed in Autotask');
		if (changed.length > 0) await retry(changed.map((task) => task.id).join('\n'), this.world);
		const open = await this.world.store.tasks(connection.connectionId, { states: ['open', 'attention', 'approved'] });
		await this.write(await this.planned(open.map((task) => task.id)));
	}

	/** How many of the tasks may be written though no person has approved them; one that is partly written goes on. */
	private async approvedByNobody(ids: readonly TaskId[]): Promise<number> {
		const tasks = await this.world.store.tasksById(ids);
		return tasks.filter(({ approval }) => approval?.by !== 'Ann').length;
	}

	private async planned(ids: readonly TaskId[]): Promise<readonly TaskId[]> {
		const built = await plan(ids, this.world, this.run);
		built.forEach((one) => this.remember(one));
		return built.filter((one) => one.kind === 'ready').map((one) => one.taskId);
	}

	private async write(ready: readonly TaskId[]): Promise<void> {
		await sync(ready, this.world, this.run);
		const { approved } = await approveAll(this.world);
		await sync(
			approved.map(({ task }) => task.id),
			this.world,
			this.run,
		);
		await approveMoved(this.world, () => '', this.run);
	}

	private remember(built: BuildOutcome): void {
		if (built.plan) this.plans.set(built.taskId, built.plan);
	}

	/** A few tasks of each timeline at a time, whichever subscription is next; each subscription keeps its own order. */
	private async runMixed(time: string): Promise<void> {
		this.world.setNow(time);
		await check(this.world, this.run);
		const queues = this.timelines.map((timeline) => chunk(mixedOrders(timeline), tasksAtATime));
		for (let round = 0; queues.some((queue) => round < queue.length); round += 1)
			await this.settle(
				uniq(
					queues.flatMap((queue) =>
						(queue[round] ?? []).map((order) => `order-${this.orderIds.get(order) ?? ''}` as TaskId),
					),
				),
			);
		await this.runAt(nextDay(time));
	}

	private async runAgain(time: string): Promise<number> {
		const before = this.world.writeRequests();
		this.isEditing = false;
		await this.runAt(time);
		const tasks = await this.world.tasks();
		const ended = tasks.filter((task) => task.state === 'synced').map((task) => task.id);
		await plan(ended, this.world, this.run);
		await sync(ended, this.world, this.run);
		return this.world.writeRequests() - before;
	}

	private async outcome(): Promise<Pick<BatchOutcome, 'outcomes'>> {
		const { entities, contractServiceAdjustments } = this.world.autotaskSide.state();
		const byContract = (rows: readonly JsonObject[] = [], field = 'contractID') =>
			groupBy(rows, (row) => Number(row[field]));
		const items = byContract(entities.BillingItems);
		const charges = byContract(entities.ContractCharges);
		const units = byContract(entities.ContractServiceUnits);
		const adjustments = byContract(contractServiceAdjustments, 'contractId');
		const all = await this.world.store.tasks(connection.connectionId);
		const tasks = new Map(all.map((task) => [task.orderId, task]));
		const written = groupBy(
			all.filter(({ state }) => state === 'synced'),
			({ customerId }) => Number(customerId) - 1,
		);
		const outcomes = this.timelines.map((timeline, at): Outcome => {
			const ids = [contractId + at, successorId + at];
			const ofBoth = <Row>(rows: Readonly<Record<number, readonly Row[]>>) => ids.flatMap((id) => rows[id] ?? []);
			return {
				timeline,
				items: ofBoth(items).map((item) => ({
					on: dayNumber(String(item.itemDate)),
					price: Math.round(Number(item.totalAmount) * 100),
					cost: Math.round(Number(item.ourCost) * 100),
					description: String(item.description),
				})),
				tasks: timeline.subscriptions.flatMap(({ orders }, nth) =>
					orders.map((order) => this.seen(order, nth, tasks.get(this.orderIds.get(order) as SyncTask['orderId']))),
				),
				plans: (written[at] ?? []).flatMap((task) => this.plans.get(task.id) ?? []),
				adjusted: summedUp(
					ofBoth(adjustments).map((one) => [
						`${String(one.serviceId)} on ${String(one.effectiveDate)}`,
						Number(one.unitChange),
					]),
				),
				charges: ofBoth(charges)
					.map((one) => `${Number(one.unitPrice).toFixed(2)}@${String(one.datePurchased).slice(0, 10)}`)
					.sort(),
				lowestUnits: Math.min(0, ...ofBoth(units).map((row) => Number(row.units))),
			};
		});
		return { outcomes };
	}

	private seen(order: TimelineOrder, nth: number, task: SyncTask | undefined): SeenTask {
		if (!task) throw new RangeError(`no task of the ${order.kind} on ${order.day}`);
		return { order, nth, task };
	}
}

/** The orders of a timeline in the order in which they arrive. */
function mixedOrders({ subscriptions, arrival }: Timeline): readonly TimelineOrder[] {
	const left = subscriptions.map(({ orders }) => [...orders]);
	const mixed: TimelineOrder[] = [];
	for (let at = 0; left.some((orders) => orders.length > 0); at += 1) {
		const wanted = left[(arrival[at] ?? at) % left.length];
		const next = wanted?.length ? wanted : left.find((orders) => orders.length > 0);
		mixed.push(...(next?.splice(0, 1) ?? []));
	}
	return mixed;
}

/** Sums by name, without those that come to nothing. */
export function summedUp(entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
	const sums: Record<string, number> = {};
	for (const [name, value] of entries) sums[name] = (sums[name] ?? 0) + value;
	return Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0));
}

/** Runs the timelines through the real use cases, on both simulators. */
export async function runBatch(timelines: readonly Timeline[], settings: BatchSettings): Promise<BatchOutcome> {
	const world = await worldOf(timelines, settings);
	try {
		return await new Batch(world, timelines, settings).drive();
	} finally {
		await world.close();
	}
}
