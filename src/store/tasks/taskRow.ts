import { pick } from 'lodash';
import { type Attention, attentionOf } from '../../domain/attention';
import type { SyncTask } from '../../domain/task/task';
import type { TaskChange } from '../../ports/store/tasks';
import { flag, present } from '../schema/rows';
import type { TaskRow } from '../schema/schema';
import { jsonText, readJson } from '../schema/storedJson';

type ChangeableColumns = Omit<TaskRow, 'connectionId' | 'id' | 'updatedAt'>;
/** Every field of a task has the column of its name, but for the two of `attention`. */
type ColumnsOfFields = Exclude<keyof TaskChange, 'attention'> | 'reason' | 'message';

/** A message whose end can be done in a workflow only is stored with a line break before that end. */
function storedMessage({ message, what }: Attention): string {
	const isApart = what !== undefined && message.startsWith(what) && message.length > what.length;
	const line = (text: string) => text.replaceAll('\n', ' ');
	return isApart ? `${line(what)}\n${line(message.slice(what.length))}` : line(message);
}

/** What a task waits for, of its two columns. */
export function attentionOfRow(row: Pick<TaskRow, 'reason' | 'message'>): { readonly attention?: Attention } {
	if (row.reason === null) return {};
	const [what = '', ...step] = (row.message ?? '').split('\n');
	const attention =
		step.length === 0 ? { reason: row.reason, message: what } : attentionOf(row.reason, what, step.join(' '));
	return { attention };
}

/** Every column that a change can set; what the change does not name is null here. */
function columnsOf(change: TaskChange): {
	readonly [Column in ColumnsOfFields]: ChangeableColumns[Column] | null;
} {
	return {
		kind: change.kind ?? null,
		orderId: change.orderId ?? null,
		orderNumber: change.orderNumber ?? null,
		orderType: change.orderType ?? null,
		customerId: change.customerId ?? null,
		subscriptionIds: jsonText(change.subscriptionIds ?? []),
		state: change.state ?? null,
		reason: change.attention?.reason ?? null,
		message: change.attention ? storedMessage(change.attention) : null,
		waitsFor: change.waitsFor ?? null,
		note: change.note ?? null,
		createdAt: change.createdAt ?? null,
		effectiveAt: change.effectiveAt ?? null,
		firstSeenOn: change.firstSeenOn ?? null,
		isFirst: flag(change.isFirst ?? false),
		isOlderThanConnection: flag(change.isOlderThanConnection ?? false),
		processAutomatically: flag(change.processAutomatically ?? false),
		answers: jsonText(change.answers ?? {}),
		approval: change.approval ? jsonText(change.approval) : null,
		firstApproval: change.firstApproval ? jsonText(change.firstApproval) : null,
		offeredUntil: change.offeredUntil ?? null,
		offers: change.offers ?? 0,
		causeCheckedAt: change.causeCheckedAt ?? null,
		order: change.order ? jsonText(change.order) : null,
		snapshot: change.snapshot ? jsonText(change.snapshot) : null,
	};
}

/** The columns that a change names. */
export function changedColumns(change: TaskChange): Partial<ChangeableColumns> {
	const named = Object.keys(change).flatMap((field) => (field === 'attention' ? ['reason', 'message'] : [field]));
	return pick(columnsOf(change), named) as Partial<ChangeableColumns>;
}

export function rowOfTask(task: SyncTask): TaskRow {
	return {
		...columnsOf(task),
		connectionId: task.connectionId,
		id: task.id,
		kind: task.kind,
		customerId: task.customerId,
		state: task.state,
		subscriptionIds: jsonText(task.subscriptionIds),
		createdAt: task.createdAt,
		effectiveAt: task.effectiveAt,
		firstSeenOn: task.firstSeenOn,
		isFirst: flag(task.isFirst),
		isOlderThanConnection: flag(task.isOlderThanConnection),
		processAutomatically: flag(task.processAutomatically),
		offers: task.offers ?? 0,
		answers: jsonText(task.answers),
		updatedAt: task.updatedAt,
	};
}

export function taskOfRow(row: TaskRow): SyncTask {
	const { reason, message, approval, firstApproval, offers, order, snapshot, ...rest } = row;
	return {
		...present(rest),
		subscriptionIds: readJson(row.subscriptionIds),
		answers: readJson(row.answers),
		isFirst: row.isFirst === 1,
		isOlderThanConnection: row.isOlderThanConnection === 1,
		processAutomatically: row.processAutomatically === 1,
		...(offers === 0 ? {} : { offers }),
		...attentionOfRow({ reason, message }),
		...(approval === null ? {} : { approval: readJson(approval) }),
		...(firstApproval === null ? {} : { firstApproval: readJson(firstApproval) }),
		...(order === null ? {} : { order: readJson(order) }),
		...(snapshot === null ? {} : { snapshot: readJson(snapshot) }),
	};
}
