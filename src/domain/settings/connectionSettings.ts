import type { SelectableKind } from '../order/orderKind';
import type { PlanSettings } from '../settings';

/** What a check asks for, and what it keeps. */
export interface CheckingSettings {
	readonly orderKinds: readonly SelectableKind[];
	readonly lookBackDays: number;
	readonly sweep: 'daily' | 'everyCheck' | 'never';
	readonly recheckHours: number;
	readonly keepLogDays: number;
}

/** What is written without a person, and how much of it in one run. */
export interface WritingSettings {
	readonly processAutomatically: boolean;
	readonly sameDate: 'nextDay' | 'ask';
	/** 0 is no limit. */
	readonly maxLines: number;
	/** Decimal text; empty is no limit. */
	readonly maxMoney: string;
	/** Percent of Autotask's hourly requests. */
	readonly hourlyShare: number;
	/** Decimal text: what a plan changes, above which a second person approves; empty is never. */
	readonly secondApproverAbove: string;
}

export interface MappingSettings {
	readonly matchCompanyBy: 'companyNumber' | 'id';
	readonly severalProducts: 'refuse' | 'allow';
}

export interface TellingSettings {
	readonly notifyAbout: 'errorsAndActions' | 'allTasks';
	/** Where the pages are, without a slash at its end; empty where nobody has said. */
	readonly pagesAddress: string;
}

/**
 * All settings of a connection. Names, texts, choices and defaults: `settingsTable`. Meaning: docs/domain.md.
 *
 * `timeZone` is empty until somebody says it: it has no default.
 */
export interface ConnectionSettings
	extends Required<PlanSettings>, CheckingSettings, WritingSettings, MappingSettings, TellingSettings {}

export type SettingName = keyof ConnectionSettings;

/** Some of them: what somebody has said, of a connection or of a node. */
export type SaidSettings = { readonly [Name in SettingName]?: ConnectionSettings[Name] };
