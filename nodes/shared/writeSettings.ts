import { SettingError } from './settingError';

/** How a run writes; the signal comes from the execution. */
export interface SyncSettings {
	readonly dryRun: boolean;
	readonly sameDate: 'nextDay' | 'ask';
	readonly maxLines?: number;
	/** Decimal text. */
	readonly maxMoney?: string;
	/** Percent of Autotask's hourly limit. */
	readonly hourlyShare: number;
}

/**
 * Reads them through the node's own way of reading a parameter; an empty limit is none.
 *
 * @throws SettingError for an amount that is no number.
 */
export function readSyncSettings(read: (name: keyof SyncSettings) => unknown): SyncSettings {
	const maxLines = Number(read('maxLines'));
	const maxMoney = String(read('maxMoney') ?? '').trim();
	if (maxMoney !== '' && !/^\d{1,12}(\.\d{1,2})?$/.test(maxMoney)) {
		throw new SettingError(
			`Most Money per Run: "${maxMoney}" is not an amount. Enter one such as 5000.00, or nothing.`,
		);
	}
	return {
		dryRun: read('dryRun') === true,
		sameDate: read('sameDate') as SyncSettings['sameDate'],
		hourlyShare: Number(read('hourlyShare')),
		...(maxLines > 0 && { maxLines }),
		...(maxMoney !== '' && { maxMoney }),
	};
}
