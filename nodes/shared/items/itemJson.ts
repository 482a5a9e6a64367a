import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { ConnectionId, TaskId } from '../../../src/domain/ids';
import type { SeenSubscription } from '../../../src/domain/order/seenSubscription';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import type { SyncTask } from '../../../src/domain/task/task';
import type { Connection } from '../../../src/ports/store/connections';
import type { ResolvedCustomer, ResolvedProduct } from '../../../src/sync/tasks/outcomes';
import { SettingError } from '../settingError';

/** What an item says of its task; the truth about the task is in the store. */
export interface TaskItem {
	readonly itemIndex: number;
	readonly storeId: string;
	/** Shown by hand: nothing is stored or written for it. */
	readonly isManual: boolean;
	readonly taskId: TaskId;
	readonly connectionId: ConnectionId;
	readonly json: IDataObject;
}

const taskItem = z.object({
	storeId: z.string(),
	manual: z.boolean().default(false),
	task: z.object({ id: z.string(), connectionId: z.string() }),
});

/**
 * Reads an item that one of the package's nodes made.
 *
 * @throws SettingError that names the item and what belongs in front, for an item of another origin.
 */
export function readTaskItem(json: IDataObject, itemIndex: number): TaskItem {
	const read = taskItem.safeParse(json);
	if (!read.success) {
		const why =
			typeof json['error'] === 'string'
				? `carries an error of a node before: ${json['error']}`
				: 'carries no sync task';
		throw new SettingError(
			`Item ${itemIndex} ${why}. Put the Reseller Marketplace Trigger or Sync Tasks in front of this node.`,
		);
	}
	const { storeId, manual, task } = read.data;
	return {
		itemIndex,
		storeId,
		isManual: manual,
		taskId: task.id as TaskId,
		connectionId: task.connectionId as ConnectionId,
		json,
	};
}

/** Plain data for an item: what JSON cannot hold is left out. */
export function plainJson(value: object): IDataObject {
	return JSON.parse(JSON.stringify(value)) as IDataObject;
}

/** The keys of an item that show a task: the order stands beside the task, not in it. */
export function taskKeys(task: SyncTask, subscription?: SeenSubscription): IDataObject {
	const { order, snapshot, ...rest } = task;
	const seen = subscription ?? snapshot;
	return {
		task: plainJson(rest),
		...(order && { order: plainJson(order) }),
		...(seen && { subscription: plainJson(seen) }),
	};
}

/** What an item that was shown by hand carries, besides the store. */
export interface CarriedJson {
	readonly task: SyncTask;
	readonly subscription?: SeenSubscription;
	readonly customer?: ResolvedCustomer;
	readonly products: readonly ResolvedProduct[];
	readonly plan?: ContractPlan;
	/** Of the trigger, where no check has made the connection yet. */
	readonly connection?: Connection;
}

const carried = z.object({
	task: z
		.object({
			id: z.string(),
			kind: z.string(),
			customerId: z.string(),
			subscriptionIds: z.array(z.string()),
			answers: z.object({}),
		})
		.passthrough(),
	order: z.object({ id: z.string() }).passthrough().optional(),
	subscription: z.object({ id: z.string() }).passthrough().optional(),
	customer: z.object({ customerId: z.string(), companyId: z.number() }).passthrough().optional(),
	products: z.array(z.object({ productId: z.string(), serviceId: z.number() }).passthrough()).optional(),
	plan: z.object({ taskId: z.string(), fingerprint: z.string() }).passthrough().optional(),
	connection: z.object({ id: z.string(), timeZone: z.string() }).passthrough().optional(),
});

/**
 * The task as the item itself carries it: items shown by hand may be of a task that is in no store.
 *
 * @throws SettingError for an item that has lost parts of its task on the way.
 */
export function readCarried({ json, itemIndex }: TaskItem): CarriedJson {
	const read = carried.safeParse(json);
	if (!read.success) {
		throw new SettingError(`Item ${itemIndex} has lost parts of its task. Run the trigger by hand again.`);
	}
	const { task, order, products, ...rest } = read.data;
	const snapshot = task.kind === 'initial' ? rest.subscription : undefined;
	const whole = { ...task, ...(order && { order }), ...(snapshot && { snapshot }) };
	return { ...rest, task: whole, products: products ?? [] } as unknown as CarriedJson;
}
