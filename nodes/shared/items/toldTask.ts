import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { type AttentionReason, attentionReasons } from '../../../src/domain/attention';
import type { CalendarDate } from '../../../src/domain/calendarDate';
import type { TaskId } from '../../../src/domain/ids';
import type { Decimal } from '../../../src/domain/money';
import type { ToldTask } from '../../../src/pages/digest/told';
import { SettingError } from '../settingError';

const amount = z
	.string()
	.regex(/^-?\d{1,15}(\.\d{1,6})?$/)
	.transform((text) => text as Decimal);

const money = z.object({
	recurring: z.array(
		z.object({
			periodType: z.enum(['monthly', 'quarterly', 'semiAnnual', 'yearly']),
			from: z.string().transform((text) => text as CalendarDate),
			before: amount,
			after: amount,
		}),
	),
	once: amount,
});

const attention = z.object({ reason: z.string(), message: z.string() });

const told = z.object({
	task: z
		.object({
			id: z.string(),
			orderNumber: z.string().optional(),
			customerId: z.string().optional(),
			state: z.string().optional(),
			note: z.string().optional(),
			attention: attention.optional(),
		})
		.optional(),
	customer: z.object({ customerName: z.string().optional(), companyName: z.string().optional() }).optional(),
	plan: z
		.object({
			money: money.optional().catch(undefined),
			currency: z.string().default(''),
			lines: z.array(z.object({ serviceName: z.string().default('') })).default([]),
		})
		.optional(),
	attention: attention.optional(),
	result: z.object({ state: z.enum(['synced', 'failed', 'waiting', 'dryRun']), message: z.string() }).optional(),
	refused: z.string().optional(),
	error: z.string().optional(),
	entry: z.string().optional(),
	alreadySynced: z.boolean().optional(),
});

type Told = z.infer<typeof told>;

/** What came of the task in this run, else the state that it is in. */
function resultOf({ task, result }: Told): ToldTask['result'] {
	if (result) return result;
	if (task?.state !== 'synced' && task?.state !== 'failed') return undefined;
	return { state: task.state, message: task.note ?? '' };
}

function attentionIn({ task, attention: own }: Told): ToldTask['attention'] {
	const found = own ?? (task?.state === 'attention' ? task.attention : undefined);
	const reason = attentionReasons.find((one): one is AttentionReason => one === found?.reason);
	return found && reason && { reason, message: found.message };
}

/**
 * What an item of the chain, or of Sync Tasks (list), says of its task.
 *
 * @throws SettingError for an item of another origin.
 */
export function toldTask(json: IDataObject, at: number): ToldTask {
	const read = told.safeParse(json);
	if (!read.success)
		throw new SettingError(`Item ${at} carries no sync task. Connect this node to the outputs of the chain.`);
	const { data } = read;
	const { task, customer, plan, refused, error, entry, alreadySynced } = data;
	const [result, attentionFound] = [resultOf(data), attentionIn(data)];
	const failed = refused ?? error;
	const name = customer?.companyName ?? customer?.customerName;
	return {
		name: task?.orderNumber ?? task?.id ?? entry ?? 'Task',
		...(task && { taskId: task.id as TaskId }),
		...(name !== undefined && { customer: name }),
		...(plan && {
			plan: {
				currency: plan.currency,
				products: [...new Set(plan.lines.map(({ serviceName }) => serviceName))].filter((one) => one !== ''),
				...(plan.money !== undefined && { money: plan.money }),
			},
		}),
		...(result && { result }),
		...(attentionFound && { attention: attentionFound }),
		...(failed !== undefined && { failed }),
		...(alreadySynced === true && { isWrittenBefore: true }),
	};
}
