import type { PlanNowSettings } from '../../sync/planning/planTaskNow';
import type { SyncOptions } from '../../sync/writing/syncOptions';

/** How the tasks of the wizard are mapped, planned and written. */
export interface WizardSettings {
	readonly plan: PlanNowSettings;
	readonly sync: SyncOptions;
}
