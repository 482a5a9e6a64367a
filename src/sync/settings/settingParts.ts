import { omit } from 'lodash';
import type { ConnectionSettings } from '../../domain/settings/connectionSettings';
import type { CheckSettings } from '../checking/checkRun';
import type { BuildSettings } from '../planning/buildSettings';
import type { PlanNowSettings } from '../planning/planTaskNow';
import type { SyncOptions } from '../writing/syncOptions';

/** What plans are made with. A margin limit of 0 is left out: plans from before it have none. */
export function buildPart(settings: ConnectionSettings): BuildSettings {
	const { priceSource, proration, costSource, convertCost, changeQuantity, syncRefunds } = settings;
	const { invoiceDescription, priceChangeLimit, marginLimit, whenNoContract } = settings;
	return {
		priceSource,
		proration,
		costSource,
		convertCost,
		changeQuantity,
		syncRefunds,
		invoiceDescription,
		priceChangeLimit,
		...(marginLimit > 0 && { marginLimit }),
		whenNoContract,
	};
}

/** What a single task is mapped and planned with. */
export function planNowPart(settings: ConnectionSettings): PlanNowSettings {
	const { matchCompanyBy, severalProducts } = settings;
	return { matchCompanyBy, severalProducts, build: buildPart(settings) };
}

/** What a check asks for, all but how much it hands on at once. */
export function checkPart(settings: ConnectionSettings): Omit<CheckSettings, 'batchSize' | 'setAsideAfter'> {
	const { orderKinds, lookBackDays, sweep, timeZone, expirationIs, recheckHours, keepLogDays } = settings;
	const { processAutomatically } = settings;
	return {
		orderKinds,
		lookBackDays,
		sweep,
		timeZone,
		expirationIs,
		recheckHours,
		keepLogDays,
		processAutomatically,
	};
}

/** The same without what decides a day: for a check of a connection that has its own. */
export function checkRulesPart(
	settings: ConnectionSettings,
): Omit<CheckSettings, 'timeZone' | 'expirationIs' | 'batchSize'> {
	return omit(checkPart(settings), ['timeZone', 'expirationIs']);
}

/** What a run writes with; a limit that is none is left out. */
export function syncPart({
	sameDate,
	maxLines,
	maxMoney,
	hourlyShare,
}: ConnectionSettings): Omit<SyncOptions, 'dryRun'> {
	return {
		sameDate,
		hourlyShare,
		...(maxLines > 0 && { maxLines }),
		...(maxMoney !== '' && { maxMoney }),
	};
}
